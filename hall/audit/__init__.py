"""Who did what to which, and from where: append-only, each line carrying a MAC over itself and the one before. Any room
may leave notes (through ``Tx.note``); nobody changes a line."""

from hall.audit.anchor import Anchor
from hall.audit.anchor import read as read_anchor
from hall.audit.service import KEY_FILE, Broken, Chain, Check, begins_keyed
from hall.audit.store import LineRow
from hall.audit.store import about_any as lines_about
from hall.audit.store import first_at as first_line_at
from hall.audit.store import found as lines_found
from hall.audit.store import head as last_line
from hall.audit.store import of_actions as lines_of
from hall.audit.store import some as lines_after

__all__ = [
    "KEY_FILE",
    "Anchor",
    "Broken",
    "Chain",
    "Check",
    "LineRow",
    "begins_keyed",
    "first_line_at",
    "last_line",
    "lines_about",
    "lines_after",
    "lines_found",
    "lines_of",
    "read_anchor",
]
