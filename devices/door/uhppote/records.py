"""A board's memory, read in order and once. What it pushes is a hint; its numbers are the truth."""

from collections.abc import Iterator

from devices.door.door import Hole
from devices.door.uhppote import codec
from devices.door.uhppote.board import UhppoteBoard
from devices.door.uhppote.words import Record

_AT_ONCE = 8  # records fetched between two looks at the contacts


class Records:
    """``at``: the last number that was told."""

    def __init__(self, board: UhppoteBoard, at: int) -> None:
        self._board, self.at = board, at

    def fetch(self, newest: int) -> Iterator[Record | Hole]:
        """What came since, some of it at a time; ``newest`` as its status says. Raises ``DeviceError``; what was given
        out until then stays told."""
        if newest < self.at:  # its memory was wiped, and it counts from the beginning
            self.at = 0
            yield Hole(1, 0)
        for _ in range(_AT_ONCE):
            if self.at >= newest:
                return
            record = self._board.record(self.at + 1)
            if record is None:
                yield self._hole(newest)
            else:
                self.at = record.index
                yield record

    def _hole(self, newest: int) -> Hole:
        """From the next number on up to the oldest that is still there."""
        oldest = self._board.record(codec.FIRST_EVENT)
        first = self.at + 1
        after = oldest.index if oldest is not None and first < oldest.index <= newest else first + 1
        self.at = after - 1
        return Hole(first, after - first)
