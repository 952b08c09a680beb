"""On what each line stands, and whether that is still in force."""

from collections.abc import Iterator
from datetime import date

from hall.contract.matters import Catalogue, Matter, Sourced
from hall.matters.compiler.finding import Finding


def standing(catalogue: Catalogue, today: date) -> Iterator[Finding]:
    for matter in catalogue.matters:
        told: set[str] = set()
        for at, one in _lines(matter):
            if one.conf != "I" and not one.source:
                yield Finding("source", matter.id, at, f"写了把握 {one.conf}，没有写依据")
            if one.since is not None and one.until is not None and one.since > one.until:
                yield Finding("contradiction", matter.id, at, f"有效期倒了：{one.since} 到 {one.until}")
            elif (zh := _out(one, today)) and one.source not in told:
                told.add(one.source)
                yield Finding("expired", matter.id, at, zh)


def _out(one: Sourced, today: date) -> str:
    """A source that has run out may be shown only with the word that says so (``lapsed``)."""
    if one.until is not None and one.until < today and not one.lapsed:
        return f"依据“{one.source}”有效期到 {one.until} 为止，续期情况没有写"
    if one.since is not None and one.since > today:
        return f"依据“{one.source}”到 {one.since} 才生效"
    return ""


def _lines(matter: Matter) -> Iterator[tuple[str, Sourced]]:
    yield "", matter
    yield "时限", matter.limit
    yield from ((one.name, one) for one in matter.materials)
    yield from ((one.say, one) for one in (*matter.turns, *matter.notes))
