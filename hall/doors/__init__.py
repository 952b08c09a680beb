"""What happens at the doors, for the guard: how each stands and how old that is, what just happened and why, who is
inside and how sure that is; one door opened by hand, the hall locked down, and any decision derived once more.

What happened is told by stations and kept as it was told; how a door stands is read from that and never stored. This
room decides about nobody: that is the treaty's ``decide`` at the door, with what ``hall.access`` has told it.
"""

from hall.doors.evidence import faults
from hall.doors.holding import held_at
from hall.doors.store import Entries, came, entries_of, forget_events
from hall.doors.used import PassesUsed
from hall.doors.watch import Device, Hole, Watch

__all__ = [
    "Device",
    "Entries",
    "Hole",
    "PassesUsed",
    "Watch",
    "came",
    "entries_of",
    "faults",
    "forget_events",
    "held_at",
]
