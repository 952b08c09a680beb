"""A proof as the page shows it: sentences, and each walk as lines over the floors it crosses."""

from collections.abc import Collection
from typing import Any

from hall.access.proving.holes import LAWS, Hole
from hall.access.proving.proof import Proof
from hall.contract.plan import Floor, Plan

MOST = 40
"""Counter-examples shown, new ones first; whoever mends the first few asks again."""


def drawn(proof: Proof, plan: Plan | None, new: Collection[Hole] = ()) -> dict[str, Any]:
    """``new``: of its holes, those that the change makes or widens. ``floors``: those that a walk crosses, by id."""
    made = {id(one) for one in new}
    ranked = sorted(proof.holes, key=lambda one: id(one) not in made)
    holes = [_hole(one, plan, new=id(one) in made) for one in ranked[:MOST]]
    floors = {line["floor"] for one in holes for line in one["lines"]}
    return {
        "holes": holes,
        "new": len(made),
        "laws": [{"id": law, "zh": zh, "en": en} for law, (zh, en) in LAWS.items()],
        "classes": proof.classes,
        "questions": proof.questions,
        "floors": [_floor(one, plan) for one in plan.floors if one.id in floors] if plan else [],
    }


def _hole(one: Hole, plan: Plan | None, *, new: bool) -> dict[str, Any]:
    return {
        "new": new,
        "law": one.law,
        "zh": one.zh,
        "en": one.en,
        "people": one.people,
        "lines": _lines(one, plan) if plan else [],
    }


def _lines(hole: Hole, plan: Plan) -> list[dict[str, Any]]:
    """The walk, floor by floor: points in metres; ``doors``: where on it a door was passed."""
    nodes = {node.id: node for node in plan.nodes}
    lines: list[dict[str, Any]] = []
    before = None
    for step in hole.walk:
        here = nodes.get(step.node)
        if here is None:
            continue
        if not lines or lines[-1]["floor"] != here.floor:
            lines.append({"floor": here.floor, "points": [], "doors": []})
        lines[-1]["points"].append([here.x, here.y])
        if step.door and before is not None and before.floor == here.floor:
            lines[-1]["doors"].append({"id": step.door, "x": (before.x + here.x) / 2, "y": (before.y + here.y) / 2})
        before = here
    return lines


def _floor(floor: Floor, plan: Plan) -> dict[str, Any]:
    nodes = {node.id: node for node in plan.nodes}
    ways = ((nodes.get(way.a), nodes.get(way.b)) for way in plan.ways)
    on = {node.id for node in plan.nodes if node.floor == floor.id}
    return {
        "id": floor.id,
        "name": floor.name_zh,
        "width": floor.width,
        "depth": floor.depth,
        "background": floor.background.model_dump(mode="json") if floor.background else None,
        "ways": [[a.x, a.y, b.x, b.y] for a, b in ways if a and b and a.floor == b.floor == floor.id],
        "places": [
            {"name": one.name_zh, "x": one.x, "y": one.y, "outline": one.outline, "public": one.public}
            for one in plan.places
            if one.outline and (one.floor or (one.node in on and floor.id)) == floor.id
        ],
    }
