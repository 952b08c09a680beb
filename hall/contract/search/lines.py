"""The lines of a matter that can be an answer by themselves."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from hall.contract.matters import Catalogue, Material, Matter, Sourced
from hall.contract.matters.bundles import one_list
from hall.contract.search.found import Intent

_LEAST_SURE = ("I", "K", "S")


class Says(NamedTuple):
    """``text`` is looked in, ``line`` is shown. ``of``: what it stands on."""

    text: str
    line: str
    of: Sourced


def lines_of(catalogue: Catalogue, matter: Matter) -> Iterator[Says]:
    whole = one_list(catalogue, matter)
    for one in whole.materials:
        yield Says(one.name, f"材料：{one.name}{'（可免提交）' if one.exempt else ''}", one)
    for one in (*whole.turns, *whole.notes):
        yield Says(one.say, one.say, one)
    if matter.threshold:
        yield Says(matter.threshold, f"范围：{matter.threshold}", matter)


def list_of(lines: Sequence[Says]) -> Says | None:
    """How many things are needed, where no one of them was asked for."""
    materials = [one for one in lines if isinstance(one.of, Material)]
    if not materials:
        return None
    always = sum(isinstance(one.of, Material) and one.of.when is None for one in materials)
    some = f"，其余{len(materials) - always}项看情形" if always < len(materials) else ""
    least = min(materials, key=lambda one: _LEAST_SURE.index(one.of.conf))
    return Says("", f"材料{len(materials)}项：{always}项都要{some}", least.of)


def by_intent(matter: Matter, intent: Intent) -> Says | None:
    """The line that answers whatever else was said."""
    match intent:
        case "time":
            times = (("承诺", matter.limit.commit), ("法定", matter.limit.legal))
            line = "；".join(f"{name}：{text}" for name, text in times if text != "—")
            return Says("", line, matter.limit) if line else None
        case "where":
            return Says("", f"由谁办：{matter.lead}", matter)
        case "result" if matter.result:
            return Says("", f"办出来的是：{matter.result}", matter)
        case _:
            return None
