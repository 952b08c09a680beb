"""Passwords: kept as argon2 alone, made up for a first sign-in, held to rules."""

import secrets
from base64 import b64encode

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from argon2.low_level import ARGON2_VERSION

from hall.kit.errors import Problem

_hasher = PasswordHasher()


def _nobodys() -> str:
    """A hash like a member's, of no password: salt and outcome are random, so that no start has to compute it."""
    salt, outcome = (
        b64encode(secrets.token_bytes(size)).decode().rstrip("=") for size in (_hasher.salt_len, _hasher.hash_len)
    )
    costs = f"m={_hasher.memory_cost},t={_hasher.time_cost},p={_hasher.parallelism}"
    return f"$argon2id$v={ARGON2_VERSION}${costs}${salt}${outcome}"


_NOBODY = _nobodys()
"""Checked when the login is unknown, so that an unknown login takes as long as a wrong password."""

_ALPHABET = "abcdefghjkmnpqrstuvwxyz"
_DIGITS = "23456789"


def first_password() -> str:
    """Three groups anybody can type, about 60 bits: ``kdmr-7htx-Wq3n``."""
    groups = [
        "".join(secrets.choice(_ALPHABET) for _ in range(4)),
        "".join(secrets.choice(_DIGITS + _ALPHABET) for _ in range(4)),
        secrets.choice(_ALPHABET).upper()
        + "".join(secrets.choice(_ALPHABET) for _ in range(2))
        + secrets.choice(_DIGITS),
    ]
    return "-".join(groups)


def check_password_rules(password: str) -> None:
    """At least eight characters of at least three classes (GB/T 22239 practice)."""
    classes = (
        any(c.islower() for c in password),
        any(c.isupper() for c in password),
        any(c.isdigit() for c in password),
        any(not c.isalnum() for c in password),
    )
    if not 8 <= len(password) <= 128 or sum(classes) < 3:
        raise Problem(
            422,
            "weak_password",
            "口令须至少 8 位，且含大写、小写、数字、符号中的三类。",
            "A password needs 8 characters or more, of three classes: upper, lower, digit, sign.",
        )


def password_fits(stored: str | None, password: str) -> bool:
    """Slow on purpose (about 50 ms): call off the event loop."""
    try:
        return _hasher.verify(stored or _NOBODY, password) and stored is not None
    except (VerifyMismatchError, InvalidHashError):
        return False


def hash_password(password: str) -> str:
    return _hasher.hash(password)
