"""Doors: what stations decided at them, what became of it, and what doors did by themselves. It decides nothing, and
does not know whose the papers are; what a used pass means elsewhere is wired in ``hall.app``."""

from hall.doors.store import EntryRow, EventRow, came, entries, happened

__all__ = ["EntryRow", "EventRow", "came", "entries", "happened"]
