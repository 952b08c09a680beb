"""What comes out of every combination of answers to one matter."""

from collections.abc import Iterator, Sequence
from datetime import date

from hall.contract.matters import Catalogue, Checklist, Guide, Matter, atoms, tested
from hall.contract.matters.conditions import Between
from hall.matters.compiler.finding import Finding, Way, led
from hall.matters.compiler.references import rules
from hall.matters.ways import TooMany, first_of, ways

Outcome = tuple[Way, Checklist]
_HELD = frozenset({"needed", "waived", "maybe"})


class Situations:
    """One matter, its own rules alone: what a bundle adds to its parts. ``asked``: questions that came up."""

    def __init__(self, catalogue: Catalogue, matter: Matter, today: date) -> None:
        self._catalogue, self._bundle, self._today = catalogue, bool(matter.parts), today
        self._matter = matter.model_copy(update={"parts": (), "core": None})
        self._outcomes: list[Outcome] = []
        self.asked: set[str] = set()

    def findings(self) -> Iterator[Finding]:
        guide = Guide(self._catalogue, self._matter)
        try:
            for way in ways(guide):
                self.asked |= way.keys()
                self._outcomes.append((way, guide.checklist(first_of(way), self._today)))
        except TooMany:
            self.asked |= set(guide.asked())
            yield Finding("too_many", self._matter.id, "", "请拆成几个事项，或交给窗口核定")
            return
        yield from self._straddled()
        yield from self._led_nowhere()
        yield from self._dead_lines()
        yield from self._dead_turns()
        yield from self._unasked()
        yield from self._doubles()

    def _found(self, kind, at: str, zh: str, way: Way = {}) -> Finding:  # noqa: ANN001, B006
        return Finding(kind, self._matter.id, at, zh, led(way))

    def _straddled(self) -> Iterator[Finding]:
        """An amount that lies on both sides of a limit settles nothing."""
        for at, condition in rules(self._matter):
            for atom in atoms(condition):
                question = self._catalogue.question.get(atom.question)
                if question is None or not isinstance(atom, Between):
                    continue
                for option in question.options:
                    if option.band is not None and tested(atom, question, option.id) is None:
                        zh = f"选项“{option.zh}”跨在界限两边"
                        yield self._found("nowhere", at, zh, {question.id: (option.id,)})

    def _led_nowhere(self) -> Iterator[Finding]:
        """No list and no word; or sent round in a circle."""
        for way, came in self._outcomes:
            if came.turned is None:
                if not self._bundle and not any(one.state in _HELD for one in came.lines):
                    yield self._found("nowhere", "", "没有一样材料，也没有转到哪里", way)
                    return
            elif round := self._circle(came.turned.to, way):
                yield self._found("nowhere", came.turned.say, f"转来转去：{' → '.join(round)}", way)
                return

    def _circle(self, to: str | None, way: Way) -> Sequence[str]:
        seen = [self._matter.id]
        while to is not None and to in self._catalogue.matter:
            if to in seen:
                return (*seen, to)
            seen.append(to)
            there = Guide(self._catalogue, self._catalogue.matter[to]).checklist(first_of(way), self._today)
            to = there.turned.to if there.turned else None
        return ()

    def _dead_lines(self) -> Iterator[Finding]:
        """A condition that contradicts itself, or the turns before it."""
        for n, material in enumerate(self._matter.materials):
            if material.when is not None and not self._ever(lambda came, n=n: came.lines[n].state in _HELD):
                yield self._found("contradiction", material.name, "在任何回答下都用不到，条件互相矛盾")
        for note in self._matter.notes:
            if note.when is not None and not self._ever(lambda came, note=note: note in came.notes):
                yield self._found("contradiction", note.say, "在任何回答下都说不到，条件互相矛盾")

    def _dead_turns(self) -> Iterator[Finding]:
        for turn in self._matter.turns:
            if any(came.turned is turn or turn in came.perhaps for _, came in self._outcomes):
                continue
            yield self._found("contradiction", turn.say, "在任何回答下都转不到：前面的规则先转到了别处，或条件互相矛盾")

    def _ever(self, holds) -> bool:  # noqa: ANN001
        return any(came.turned is None and holds(came) for _, came in self._outcomes)

    def _unasked(self) -> Iterator[Finding]:
        for group in self._matter.always:
            for way, came in self._outcomes:
                held = {one.material.document for one in came.lines if one.state in _HELD}
                if came.turned is None and held.isdisjoint(group):
                    yield self._found("unasked", "、".join(group), "这样回答时一样也没有要", way)
                    break

    def _doubles(self) -> Iterator[Finding]:
        told: set[str] = set()
        for way, came in self._outcomes:
            held = [one.material.document for one in came.lines if one.state in _HELD]
            for doc in dict.fromkeys(held):
                if doc not in told and held.count(doc) > 1:
                    told.add(doc)
                    yield self._found("double", doc, "一张清单里要了两次", way)
