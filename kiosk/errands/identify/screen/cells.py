"""The eighteen places of a number as they stand on the screen."""

from dataclasses import dataclass

PLACES = 18  # GB 11643 and GB 32100 both
# after how many places a gap stands: region, birth date, rest; and for firms lead, region, body, check
_GAPS = {"id_number": (6, 14), "credit_code": (2, 8, 17)}


@dataclass(frozen=True)
class Cell:
    """One place. ``leads``: it begins a group, a gap stands before it. ``wrong``: marked as part of the problem.
    ``next``: the following character goes here."""

    id: int
    text: str
    leads: bool
    wrong: bool
    next: bool


def cells(kind: str, typed: str, start: int | None, end: int | None) -> list[Cell]:
    """At least eighteen cells; more if more was typed, so that what is too much can be seen. ``start`` and ``end`` are
    1-based and inclusive."""
    last = end or start
    return [
        Cell(
            id=place,
            text=typed[place - 1 : place],
            leads=place - 1 in _GAPS[kind],
            wrong=start is not None and last is not None and start <= place <= last,
            next=place == len(typed) + 1,
        )
        for place in range(1, max(PLACES, len(typed)) + 1)
    ]
