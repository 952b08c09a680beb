"""A bundle's questions in parts that decide nothing together, each to be looked at by itself: its list is what the
parts give, side by side. Of sixteen questions that is a hundred rows to review and not four thousand. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from hall.contract.matters import Catalogue, Guide, Kind, Material, Note, atoms


class Part(NamedTuple):
    """``guide``: over the lines and notes of this part alone. ``lines``, ``notes``: which of the whole list."""

    guide: Guide
    lines: Sequence[int]
    notes: Sequence[int]


class Parting:
    """Of one guide, or of two (before, after): a line that stands in both is in the same part of both."""

    def __init__(self, *guides: Guide) -> None:
        first: set[str] = set()
        self._asks: dict[tuple[str, str], set[str]] = {}
        for guide in guides:
            first |= {question for turn in guide.matter.turns for question in _asks(turn.when)}
            for key, when in (*map(_of_material, guide.matter.materials), *map(_of_note, guide.matter.notes)):
                self._asks.setdefault(key, set()).update(_asks(when))
        self.questions = _joined(first, self._asks.values())
        """Those by which people are sent elsewhere come first: what the others give counts only where nobody is."""

    def parts(self, catalogue: Catalogue, guide: Guide) -> Iterator[Part]:
        for n, questions in enumerate(self.questions):
            yield self._part(catalogue, guide, questions, first=n == 0)

    def _part(self, catalogue: Catalogue, guide: Guide, questions: frozenset[str], *, first: bool) -> Part:
        """``first``: with what sends people elsewhere, and what no question decides."""
        matter = guide.matter

        def mine(key: tuple[str, str]) -> bool:
            asks = self._asks[key]
            return asks <= questions if asks else first

        lines = [n for n, one in enumerate(matter.materials) if mine(_of_material(one)[0])]
        notes = [n for n, one in enumerate(matter.notes) if mine(_of_note(one)[0])]
        update = {
            "materials": tuple(matter.materials[n] for n in lines),
            "notes": tuple(matter.notes[n] for n in notes),
            "turns": matter.turns if first else (),
        }
        return Part(Guide(catalogue, matter.model_copy(update=update)), lines, notes)


def _joined(first: set[str], groups: Iterable[set[str]]) -> list[frozenset[str]]:
    found = [set(first)]
    for group in groups:
        touched = [one for one in found if one & group]
        if touched:
            touched[0].update(group, *touched[1:])
            found = [one for one in found if all(one is not other for other in touched[1:])]
        elif group:
            found.append(set(group))
    return [frozenset(one) for one in found]


def _of_material(one: Material) -> tuple[tuple[str, str], Kind | None]:
    return ("material", one.document), one.when


def _of_note(one: Note) -> tuple[tuple[str, str], Kind | None]:
    return ("note", one.say), one.when


def _asks(when: Kind | None) -> set[str]:
    return {one.question for one in atoms(when)}
