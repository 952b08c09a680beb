"""What a table does to a catalogue: lines of materials that are there change them, others are added behind. What the
table does not name stays as it is. Pure."""

from collections.abc import Sequence
from typing import NamedTuple

from pydantic import ValidationError

from hall.contract.matters import Catalogue, Material, Matter, said
from hall.contract.matters.catalogue import MATERIALS
from hall.matters.comparing.words import FIELDS
from hall.matters.editing.things import with_matters
from hall.matters.reading import in_words
from hall.matters.table.lines import HEADINGS, Line


class Trial(NamedTuple):
    """``lines`` with what each would do and what is wrong with it; ``catalogue`` as it would be, if nothing is."""

    lines: Sequence[Line]
    catalogue: Catalogue

    @property
    def faults(self) -> int:
        return sum(len(one.faults) for one in self.lines)

    @property
    def changes(self) -> int:
        return sum(bool(one.does) for one in self.lines)


def trial(catalogue: Catalogue, lines: Sequence[Line]) -> Trial:
    of: dict[str, list[Line]] = {}
    seen: dict[tuple[str, str], int] = {}
    for line in lines:
        first = seen.setdefault((line.matter, line.name), line.n)
        if first != line.n and line.matter:
            line.faults.append(f"同一事项的“{line.name[:30]}”在第 {first} 行已经有了")
        of.setdefault(line.matter, []).append(line)
    changed = {id: _matter(catalogue, catalogue.matter[id], mine) for id, mine in of.items() if id}
    return Trial(lines, with_matters(catalogue, changed))


def _matter(catalogue: Catalogue, matter: Matter, lines: Sequence[Line]) -> Matter:
    materials = list(matter.materials)
    at = {one.name: n for n, one in reversed(list(enumerate(materials)))}
    for line in (one for one in lines if not one.faults):
        old = materials[at[line.name]] if line.name in at else None
        new = _material(old, line)
        if new is None:
            continue
        line.does = _does(catalogue, old, new)
        if old is None:
            at[new.name] = len(materials)
            materials.append(new)
        else:
            materials[at[line.name]] = new
    if len(materials) > MATERIALS:
        lines[-1].faults.append(f"“{matter.name}”一共会有 {len(materials)} 份材料，最多 {MATERIALS} 份")
        return matter
    return matter.model_copy(update={"materials": tuple(materials)})


def _material(old: Material | None, line: Line) -> Material | None:
    kept = {name: getattr(old, name) for name in Material.model_fields} if old else {"origin": "自备"}
    try:
        return Material.model_validate(kept | line.values | {"name": line.name})
    except ValidationError as error:
        line.faults += [in_words(one) for one in error.errors()]
        return None


def _does(catalogue: Catalogue, old: Material | None, new: Material) -> list[str]:
    when = said(new.when, catalogue.question) or "必要"
    if old is None:
        return [f"新增，{when}"]
    names = [name for name in HEADINGS if name != "matter" and getattr(old, name) != getattr(new, name)]
    return [f"{FIELDS[name]}{f'：{when}' if name == 'when' else '会改'}" for name in names]
