"""一站式、一件事: several matters, one list in which nothing is asked for twice.

A bundle becomes a matter like any other, by its conditions alone, so that the same rule decides both: a line that two
parts ask for is needed when either needs it; a part that does not apply asks for nothing; what one part gives, another
does not ask for; a document that covers another makes it needless.
"""

from collections.abc import Sequence
from typing import NamedTuple

from hall.contract.matters.catalogue import Catalogue, Conf, Material, Matter, Note
from hall.contract.matters.conditions import All, AnyOf, Kind, but
from hall.contract.matters.deciding import Deciding

NEVER = (False, frozenset[str]())
_LEAST_SURE: tuple[Conf, ...] = ("I", "K", "S")


class Merged(NamedTuple):
    """A line of the bundle, and the matters that ask for it."""

    material: Material
    of: tuple[str, ...]


def one_list(catalogue: Catalogue, matter: Matter) -> Matter:
    """The bundle as one matter; a matter without parts is itself. Parts that are not there are left out: that is the
    compiler's word."""
    if not matter.parts:
        return matter
    parts = _parts(catalogue, matter)
    turns = (*matter.turns, *(turn for one in parts if one.id == matter.core for turn in one.turns))
    notes = (*matter.notes, *(note for one in parts for note in _notes(one, core=one.id == matter.core)))
    materials = tuple(one.material for one in merged(catalogue, matter))
    return matter.model_copy(update={"turns": turns, "notes": notes, "materials": materials, "parts": ()})


def merged(catalogue: Catalogue, matter: Matter) -> Sequence[Merged]:
    """Every line of the bundle that can be needed at all, its own first."""
    parts = _parts(catalogue, matter)
    stands = {one.id: None if one.id == matter.core else _stands(one) for one in parts}
    lines: dict[str, list[tuple[str, Material]]] = {}
    for one in (matter, *parts):
        for material in one.materials:
            when = _both(stands.get(one.id), material.when)
            lines.setdefault(material.document, []).append((one.id, material.model_copy(update={"when": when})))
    given = {one.gives: one.id for one in parts if one.gives}
    joined = {doc: _joined(of) for doc, of in lines.items()}
    for doc, maker in given.items():
        if doc in joined and joined[doc].of != (maker,):
            joined[doc] = _unless(joined[doc], stands[maker])
    for one in list(joined.values()):
        for doc in one.material.covers:
            if doc in joined and doc != one.material.document:
                joined[doc] = _unless(joined[doc], one.material.when)
    deciding = Deciding(catalogue.question)
    return [one for one in joined.values() if one.of and deciding.decided(one.material.when, {}) != NEVER]


def _parts(catalogue: Catalogue, matter: Matter) -> list[Matter]:
    return [catalogue.matter[one] for one in matter.parts if one in catalogue.matter]


def _stands(part: Matter) -> Kind | None:
    """That none of its turns sends people away from it; None: always."""
    if not part.turns:
        return None
    whens = tuple(one.when for one in part.turns)
    return but(whens[0] if len(whens) == 1 else AnyOf(any=whens))


def _both(*conditions: Kind | None) -> Kind | None:
    real = tuple(one for one in conditions if one is not None)
    return All(all=real) if len(real) > 1 else next(iter(real), None)


def _joined(lines: Sequence[tuple[str, Material]]) -> Merged:
    """One line: the name of the first, the doubt of the least sure; waived if any of the offices has it."""
    of, materials = zip(*lines, strict=True)
    first = materials[0]
    whens = tuple(one.when for one in materials)
    when = None if None in whens else whens[0] if len(whens) == 1 else AnyOf(any=whens)
    update = {
        "when": when,
        "conf": min((one.conf for one in materials), key=_LEAST_SURE.index),
        "exempt": any(one.exempt for one in materials),
        "covers": tuple(dict.fromkeys(doc for one in materials for doc in one.covers)),
    }
    return Merged(first.model_copy(update=update), of)


def _unless(line: Merged, other: Kind | None) -> Merged:
    """Only where ``other`` does not hold; never, if that always does."""
    if other is None:
        return line._replace(of=())
    when = _both(line.material.when, but(other))
    return line._replace(material=line.material.model_copy(update={"when": when}))


def _notes(part: Matter, *, core: bool) -> list[Note]:
    """A part's notes while it applies; and that it does not, where it does not."""
    if core:
        return list(part.notes)
    stands = _stands(part)
    notes = [one.model_copy(update={"when": _both(stands, one.when)}) for one in part.notes]
    gone = [
        Note(when=one.when, say=f"{part.name}：{one.say}"[:200], conf=one.conf, source=one.source, until=one.until)
        for one in part.turns
    ]
    return [*notes, *gone]
