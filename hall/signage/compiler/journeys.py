"""Every journey the signs must carry: from each entrance to each goal, on foot and on wheels. Faults are told once for
the place where they happen, with all the goals that suffer."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from hall.contract.frame import Sign
from hall.contract.plan import Place, PlaceKind, Plan
from hall.contract.wayfinding.graph import Graph
from hall.contract.wayfinding.targets import FACILITIES, PASSAGES, members
from hall.signage.compiler.connections import Connections
from hall.signage.compiler.report import Refusal, refuse
from hall.signage.compiler.sentences import looking, places, screen_name, where
from hall.signage.compiler.sight import Sight
from hall.signage.compiler.walker import Goal, Index, Lost, reader, walk

ANY: frozenset[PlaceKind] = frozenset({*FACILITIES, *PASSAGES, "exit"})
"""Kinds of which any one will do."""


def goals_of(graph: Graph, closed: frozenset[str]) -> list[Goal]:
    """What people come for: each window and room, each zone without windows, any toilet, any lift."""
    kinds: dict[PlaceKind, list[Place]] = {}
    goals: list[Goal] = []
    for place in graph.public_places:
        if place.id in closed:
            continue
        if place.kind in ANY:
            kinds.setdefault(place.kind, []).append(place)
        elif place.kind == "zone":
            them = members(graph, place)
            if not any(one.kind == "window" for one in them):
                goals.append(Goal((place.id,), frozenset(one.node for one in (place, *them))))
        elif place.kind != "kiosk" or graph.places.get(place.zone) is None:
            goals.append(Goal((place.id,), frozenset({place.node})))
    goals += [
        Goal(tuple(place.id for place in them), frozenset(place.node for place in them), kind)
        for kind, them in kinds.items()
    ]
    return goals


@dataclass
class Trouble:
    """One fault at one place. ``goals``: ids of those who do not find them."""

    lost: Lost
    goals: dict[str, None] = field(default_factory=dict)
    feet: bool = False


class Journeys:
    def __init__(
        self, plan: Plan, graph: Graph, signs: Mapping[str, Sign], closed: frozenset[str], connections: Connections
    ) -> None:
        self.plan, self.graph, self.connections = plan, graph, connections
        self.indexes = {id: Index(graph, sign) for id, sign in signs.items()}
        self.sights = {wheels: Sight(plan, wheels, closed) for wheels in (False, True)}
        self.goals = goals_of(graph, closed)
        self.walks = 0
        self.troubles: dict[tuple[str, str, str], Trouble] = {}

    def refusals(self) -> Iterator[Refusal]:
        for wheels in (False, True):
            read = reader(self.indexes, wheels)
            for entrance in self.connections.entrances:
                for goal in self.goals:
                    if not self._asked(entrance, goal, wheels):
                        continue
                    self.walks += 1
                    end = walk(self.sights[wheels], goal, entrance, read)
                    if isinstance(end, Lost):
                        self._note(end, goal, wheels)
        for trouble in self.troubles.values():
            yield self._refusal(trouble)

    def _asked(self, entrance: str, goal: Goal, wheels: bool) -> bool:
        """Not for what cannot be reached (that has its own refusal), for stairs on wheels, a lift on another floor."""
        if goal.kind == "stairs" and wheels:
            return False
        floor = self.graph.nodes[entrance].floor
        if goal.kind in PASSAGES and all(self.graph.nodes[node].floor != floor for node in goal.nodes):
            return False
        return self.connections.reached(entrance, goal.nodes, wheels) and not all(
            id in self.connections.explained for id in goal.ids
        )

    def _note(self, lost: Lost, goal: Goal, wheels: bool) -> None:
        key = (lost.fault, lost.state.node, lost.screen or lost.state.back)
        trouble = self.troubles.setdefault(key, Trouble(lost))
        trouble.goals[goal.ids[0]] = None
        trouble.feet = trouble.feet or not wheels

    def _refusal(self, trouble: Trouble) -> Refusal:
        lost, state = trouble.lost, trouble.lost.state
        screen = self.graph.screens.get(lost.screen)
        things = (*([lost.screen] if lost.screen else []), state.node, *trouble.goals)
        return refuse(
            self.graph,
            lost.fault,
            self.graph.nodes[state.node],
            things,
            who="" if trouble.feet else ("坐轮椅的人", "By wheelchair: "),
            at=where(self.graph, state.node),
            names=places(self.graph, list(trouble.goals)),
            face=self._facing(state.node, state.back),
            screen=screen_name(screen) if screen else ("导向屏", "the signs"),
        )

    def _facing(self, node: str, back: str) -> tuple[str, str]:
        """How the screen must hang for those who arrive from ``back``."""
        edge = next((edge for edge in self.graph.edges.get(back, ()) if edge.b == node), None)
        bearing = self.sights[False].bearing(edge) if edge else None
        return looking(bearing) if bearing is not None else ("看得见它", "in view")
