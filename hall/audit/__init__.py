"""Who did what to which, and from where: append-only, each line carrying a MAC over itself and the one before. Any room
may leave notes (through ``Tx.note``); nobody changes a line."""

from hall.audit.anchor import Anchor
from hall.audit.anchor import read as read_anchor
from hall.audit.service import KEY_FILE, Broken, Chain, begins_keyed

__all__ = ["KEY_FILE", "Anchor", "Broken", "Chain", "begins_keyed", "read_anchor"]
