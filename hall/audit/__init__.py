"""Who did what to which: append-only, each line carrying the hash of the one before. Any room may leave notes (through
``Tx.note``); nobody changes a line."""

from hall.audit.service import Broken, append, verify

__all__ = ["Broken", "append", "verify"]
