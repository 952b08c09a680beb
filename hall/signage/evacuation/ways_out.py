"""The way out of each screen: on foot the nearest exit, on wheels the nearest that is reached without a step. Pure.

People are led over ways that stay open in a fire: no lift and no escalator (GB 50016: neither is a way out), no door
for staff alone unless an exit lies behind it, no way or exit with opening hours while there is another, and never
against the fixed lit signs of the building (GB 51309), which burn when our screens do not.
"""

from collections.abc import Iterator
from datetime import datetime

from hall.contract.frame import Frame, Line
from hall.contract.plan import Place, Plan, Screen
from hall.contract.wayfinding.bearings import heading, octant, turn
from hall.contract.wayfinding.graph import Edge, Graph, Tree
from hall.contract.wayfinding.pictograms import WHEELCHAIR
from hall.contract.wayfinding.signs import direction
from hall.contract.wayfinding.targets import lead_to
from hall.signage.compiler.exits import AGAINST
from hall.signage.frames import Mode, frame_of

NOT_IN_A_FIRE = frozenset({"lift", "escalator"})
WAIT_ZH, WAIT_EN = "轮椅请到楼梯口等候协助", "Wheelchairs: wait for help at the stairs"


class Escape(Graph):
    """The plan as one may walk it in a fire."""

    def __init__(self, plan: Plan, *, timed: bool) -> None:
        self._with_timed = timed
        self.fixed_signs: dict[str, list[float]] = {}
        for sign in plan.fire_signs:
            self.fixed_signs.setdefault(sign.node, []).append(sign.heading)
        self.exits: tuple[Place, ...] = tuple(
            one for one in plan.places if one.kind == "exit" and one.public and (timed or not one.open)
        )
        super().__init__(plan)

    def _edges(self) -> dict[str, tuple[Edge, ...]]:
        behind = {place.node for place in self.exits}
        doors, self.staff_ways = self.staff_ways, frozenset[str]()
        edges = super()._edges()
        self.staff_ways = doors
        return {node: tuple(edge for edge in them if self._open(edge, behind)) for node, them in edges.items()}

    def _open(self, edge: Edge, behind: set[str]) -> bool:
        if edge.kind in NOT_IN_A_FIRE or (edge.way in self.staff_ways and edge.b not in behind):
            return False
        if self.ways[edge.way].open and not self._with_timed:
            return False
        return edge.rise != 0 or not self.against(edge.a, self._bearing(edge))

    def _bearing(self, edge: Edge) -> float:
        a, b = self.nodes[edge.a], self.nodes[edge.b]
        return heading(a.x, a.y, b.x, b.y)

    def against(self, node: str, bearing: float) -> bool:
        """Whether who walks from ``node`` along ``bearing`` goes against every lit sign that hangs there."""
        lit = self.lit(node, bearing)
        return lit is not None and abs(turn(bearing, lit)) > AGAINST

    def lit(self, node: str, bearing: float) -> float | None:
        """Where the lit sign at ``node`` points that is nearest to ``bearing``."""
        return min(self.fixed_signs.get(node, ()), key=lambda heading: abs(turn(bearing, heading)), default=None)

    def nearest(self, tree: Tree) -> Place | None:
        return min(
            (one for one in self.exits if one.node in tree.metres), key=lambda one: tree.metres[one.node], default=None
        )


def frames_out(plan: Plan, revision: int, mode: Mode, now: datetime) -> dict[str, Frame]:
    """What every screen of ``plan`` shows in an evacuation or a drill, by its id."""
    graphs = (Escape(plan, timed=False), Escape(plan, timed=True))
    return {
        screen.id: frame_of(plan, revision, screen, now, mode=mode, ways_out=(lines,) if lines else ())
        for screen in plan.screens
        for lines in [_lines(graphs, screen)]
    }


def _lines(graphs: tuple[Escape, Escape], screen: Screen) -> tuple[Line, ...]:
    """Empty where no way out is known: then the screen says to follow the lit signs."""
    for graph in graphs:
        if lines := tuple(_of(graph, screen, graphs)):
            return lines
    return ()


def _of(graph: Escape, screen: Screen, graphs: tuple[Escape, Escape]) -> Iterator[Line]:
    tree = graph.tree(screen.node)
    feet = graph.nearest(tree)
    if feet is None:
        return
    first = _line(graph, screen, tree, feet)
    second = next(
        (
            _line(other, screen, free, wheels)
            for other in graphs
            if (free := other.tree(screen.node, step_free=True)) and (wheels := other.nearest(free))
        ),
        None,
    )
    if second is None:
        yield first
        yield _waiting(graph, tree, feet, first)
        return
    if (second.direction, second.places) == (first.direction, first.places):
        yield first.model_copy(update={"pictograms": (*first.pictograms, WHEELCHAIR)})
        return
    yield first.model_copy(update={"step_free": False})
    yield second.model_copy(update={"pictograms": (WHEELCHAIR,)})


def _line(graph: Escape, screen: Screen, tree: Tree, to: Place) -> Line:
    lead = lead_to(graph, tree, screen.node, to)
    way = direction(lead, screen.heading)
    lit = None if lead is None or lead.rise else graph.lit(screen.node, lead.bearing)
    if lead is not None and lit is not None and graph.against(screen.node, lead.bearing):
        way = octant(screen.heading, lit)  # the bend comes later: first as the lit sign says
    floor = graph.floors[graph.nodes[to.node].floor]
    other = floor.id != graph.nodes[screen.node].floor
    return Line(
        direction=way,
        zh=to.name_zh,
        en=to.name_en,
        pictograms=("exit",),
        metres=round(tree.metres[to.node]),
        floor_zh=floor.name_zh if other else "",
        floor_en=floor.name_en if other else "",
        places=(to.id,),
    )


def _waiting(graph: Escape, tree: Tree, feet: Place, first: Line) -> Line:
    """Where wheels cannot get out they wait at the stairs that the others take, where helpers come by."""
    stairs = next((edge.a for edge in tree.edges_to(feet.node) if edge.kind == "stairs"), "")
    return Line(
        direction=first.direction,
        zh=WAIT_ZH,
        en=WAIT_EN,
        pictograms=(WHEELCHAIR,),
        metres=round(tree.metres.get(stairs, 0.0)),
        places=first.places,
    )
