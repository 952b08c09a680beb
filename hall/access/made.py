"""What is made of rows, kept as long as they stay as they were: of five thousand letters one has changed, and the
others need not be checked and built again."""

from collections.abc import Callable, Iterable
from typing import Generic, Protocol, TypeVar


class Numbered(Protocol):
    @property
    def id(self) -> int: ...


Row = TypeVar("Row", bound=Numbered)
Made = TypeVar("Made")


class MadeOf(Generic[Row, Made]):
    """``make``: of a row alone, the same each time. Any thread: what is kept is put in place as a whole."""

    def __init__(self, make: Callable[[Row], Made]) -> None:
        self._make = make
        self._kept: dict[int, tuple[Row, Made]] = {}

    def all(self, rows: Iterable[Row]) -> dict[int, Made]:
        """By id. Rows that are not among them are forgotten."""
        before, now = self._kept, dict[int, tuple[Row, Made]]()
        for row in rows:
            known = before.get(row.id)
            now[row.id] = known if known is not None and known[0] == row else (row, self._make(row))
        self._kept = now
        return {id: made for id, (_, made) in now.items()}
