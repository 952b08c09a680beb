"""A station that was stolen, or that somebody carried off: one press, and its identity counts nowhere any more. Asked
by the stations' own files and by the commands."""

from hall.stations.stolen.service import press

__all__ = ["press"]
