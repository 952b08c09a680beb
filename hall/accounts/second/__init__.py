"""The second factor: a code of the hour from the member's own telephone (RFC 6238), or a passkey
(:mod:`hall.accounts.passkeys`), and codes on paper for the day on which it is lost."""

from hall.accounts.second.service import FOR, drop, drop_every, forced

__all__ = ["FOR", "drop", "drop_every", "forced"]
