"""``direction_from``: which way somebody before a call board turns."""

from datetime import datetime
from math import hypot

from hall.contract.frame import Direction
from hall.contract.plan import Place, Plan, Screen
from hall.contract.wayfinding.bearings import heading, octant
from hall.contract.wayfinding.graph import graph_of
from hall.contract.wayfinding.signs import direction
from hall.contract.wayfinding.targets import lead_to

IN_SIGHT = 2.5
"""A way at most so many times as long as the straight line leads across open floor: one looks straight there."""


DIRECTIONS: dict[Direction, tuple[str, str]] = {
    "ahead": ("前方", "ahead"),
    "right_ahead": ("右前方", "ahead right"),
    "right": ("右侧", "right"),
    "right_behind": ("右后方", "behind right"),
    "behind": ("后方", "behind"),
    "left_behind": ("左后方", "behind left"),
    "left": ("左侧", "left"),
    "left_ahead": ("左前方", "ahead left"),
    "up": ("楼上", "upstairs"),
    "down": ("楼下", "downstairs"),
    "here": ("就在这里", "right here"),
}
"""As said to somebody who stands before the screen."""


def direction_from(
    plan: Plan, origin: Screen | tuple[str, float], place: Place | str, now: datetime | None = None
) -> Direction:
    """Where ``place`` lies for somebody at ``origin`` (a screen, or node id and heading) at ``now`` (hall's local time;
    None: as if everything were open).

    Who waits sees across the hall, so this is the direction of the place itself while the way to it is nearly straight,
    and of the first leg where it is not. Where no way leads there, the direction on the drawing; "here" for a place or
    an origin that stands on no node.
    """
    graph = graph_of(plan)
    node, facing = (origin.node, origin.heading) if isinstance(origin, Screen) else origin
    found = graph.places.get(place) if isinstance(place, str) else place
    if found is None or found.node not in graph.nodes or node not in graph.nodes:
        return "here"
    here, there = graph.nodes[node], graph.nodes[found.node]
    tree = graph.tree(node, closed=graph.closed(now))
    if here.floor != there.floor:
        if found.node in tree.lead:
            return direction(tree.lead[found.node], facing)
        return "up" if graph.level(found.node) > graph.level(node) else "down"
    crow = hypot(there.x - here.x, there.y - here.y)
    metres = tree.metres.get(found.node)
    if found.node == node:
        return direction(lead_to(graph, tree, node, found), facing)
    if metres is None or metres <= IN_SIGHT * crow:
        return octant(facing, heading(here.x, here.y, found.x, found.y))
    return direction(tree.lead[found.node], facing)
