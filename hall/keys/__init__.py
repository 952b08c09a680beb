"""Keys with a name and an end: what the hall signs and others check later, each under a key that has a ``kid``, a
first and a last moment, and can be revoked. The secret halves lie in files beside the database; rooms that sign come
in by :class:`Ring`."""

from hall.keys.ring import KINDS, Kind, Ring
from hall.keys.store import KeyRow, all_keys

__all__ = ["KINDS", "KeyRow", "Kind", "Ring", "all_keys"]
