"""What cannot be reached however well it is signed, and why: one refusal for one cause."""

from collections.abc import Iterable, Iterator
from heapq import heappop, heappush

from hall.contract.plan import Node, Place, Plan
from hall.contract.wayfinding.graph import STEPS, Edge, Graph, Tree
from hall.signage.compiler.report import Code, Refusal, refuse
from hall.signage.compiler.sentences import places, short, where


class Connections:
    """Which public places every entrance reaches, on foot and on wheels."""

    def __init__(self, plan: Plan, graph: Graph, closed: frozenset[str]) -> None:
        self.plan, self.graph, self.closed = plan, graph, closed
        self.entrances = tuple(node.id for node in graph.nodes.values() if node.kind == "entrance")
        self.feet = {node: graph.tree(node, False, closed) for node in self.entrances}
        self.wheels = {node: graph.tree(node, True, closed) for node in self.entrances}
        self.explained: set[str] = set()
        """Ids of places that already have their refusal."""

    def refusals(self) -> Iterator[Refusal]:
        if not self.entrances:
            return
        yield from self._islands()
        for entrance in self.entrances:
            yield from self._unreached(entrance)
        yield from self._stepped()

    def reached(self, entrance: str, nodes: Iterable[str], wheels: bool) -> bool:
        tree: Tree = (self.wheels if wheels else self.feet)[entrance]
        return any(node in tree.metres for node in nodes)

    def _islands(self) -> Iterator[Refusal]:
        """Nodes joined to no entrance by any way at all, door or no door."""
        for island in _components(self.graph):
            if any(node in island for node in self.entrances):
                continue
            there = [place for place in self.graph.public_places if place.node in island]
            self.explained |= {place.id for place in there}
            if not there and len(island) > 1:  # somebody's unfinished drawing, or a way he believes to be joined
                them = sorted(island, key=self.graph.order.__getitem__)
                yield refuse(
                    self.graph, "loose_way", self.graph.nodes[them[0]], them, "warning", at=where(self.graph, them[0])
                )
            if there:
                yield refuse(
                    self.graph,
                    "island",
                    self.graph.nodes[there[0].node],
                    [*(place.id for place in there), *island],
                    at=where(self.graph, there[0].node),
                    times=str(len(island)),
                    names=places(self.graph, [place.id for place in there]),
                )

    def _unreached(self, entrance: str) -> Iterator[Refusal]:
        tree = self.feet[entrance]
        causes: dict[tuple[Code, str], list[Place]] = {}
        shut = _tree(self.graph, entrance, closed=frozenset(), staff=False, backwards=False)
        against = _tree(self.graph, entrance, closed=self.closed, staff=False, backwards=True)
        staff = _tree(self.graph, entrance, closed=self.closed, staff=True, backwards=False)
        lifted: tuple[tuple[Code, Tree], ...] = (("closed", shut), ("one_way", against), ("behind_staff_door", staff))
        for place in self.graph.public_places:
            if place.node in tree.metres or place.id in self.explained:
                continue
            for code, other in lifted:
                if place.node in other.metres:
                    first = next(edge for edge in other.edges_to(place.node) if edge.b not in tree.metres)
                    causes.setdefault((code, first.way), []).append(place)
                    break
            else:
                causes.setdefault(("unreachable", ""), []).append(place)
        for (code, way), them in causes.items():
            self.explained |= {place.id for place in them}
            yield self._refusal(code, way, them, entrance)

    def _refusal(self, code: Code, way: str, them: list[Place], entrance: str) -> Refusal:
        door = next((door for door in self.plan.doors if door.way == way), None)
        name = (short(door.name_zh) or door.id, short(door.name_en) or door.id) if door else ""
        things = (*([door.id] if door else []), *([way] if way else []), *(place.id for place in them))
        return refuse(
            self.graph,
            code,
            self._at(way) or self.graph.nodes[them[0].node],
            things,
            door=name,
            way=way,
            at=where(self.graph, entrance),
            names=places(self.graph, [place.id for place in them]),
        )

    def _stepped(self) -> Iterator[Refusal]:
        """On foot one gets there, on wheels not: grouped by the first steps in the way that has fewest of them, and
        stairs only where there is nothing else."""
        causes: dict[str, list[Place]] = {}
        for entrance in self.entrances:
            fewest: Tree | None = None
            for place in self.graph.public_places:
                if place.kind == "stairs" or place.id in self.explained or place.node in self.wheels[entrance].metres:
                    continue
                if place.node not in self.feet[entrance].metres:
                    continue
                fewest = fewest or _fewest_steps(self.graph, entrance, self.closed)
                steps = next((edge for edge in fewest.edges_to(place.node) if not edge.step_free), None)
                if steps is not None:
                    self.explained.add(place.id)
                    causes.setdefault(steps.way, []).append(place)
        for way, them in causes.items():
            yield refuse(
                self.graph,
                "no_step_free",
                self._at(way),
                [way, *(place.id for place in them)],
                way=way,
                names=places(self.graph, [place.id for place in them]),
            )

    def _at(self, way: str) -> Node | None:
        found = self.graph.ways.get(way)
        return self.graph.nodes.get(found.a) if found else None


def _components(graph: Graph) -> list[set[str]]:
    """Nodes joined by ways of any kind, in any direction."""
    beside: dict[str, list[str]] = {node: [] for node in graph.nodes}
    for way in graph.ways.values():
        if way.a in beside and way.b in beside:
            beside[way.a].append(way.b)
            beside[way.b].append(way.a)
    left, found = dict.fromkeys(graph.nodes), []
    while left:
        start = next(iter(left))
        island, todo = {start: None}, [start]
        while todo:
            for node in beside[todo.pop()]:
                if node not in island:
                    island[node] = None
                    todo.append(node)
        for node in island:
            del left[node]
        found.append(set(island))
    return found


def _tree(graph: Graph, start: str, closed: frozenset[str], staff: bool, backwards: bool) -> Tree:
    """By fewest edges, with one rule lifted: hours, staff-only doors, or one-way."""
    tree, todo = Tree(metres={start: 0.0}), [start]
    outward: dict[str, list[Edge]] = {}
    for way in graph.ways.values():
        if way.a not in graph.nodes or way.b not in graph.nodes or (way.id in graph.staff_ways and not staff):
            continue
        free = way.step_free and way.kind not in STEPS
        for a, b, allowed in ((way.a, way.b, True), (way.b, way.a, backwards or not way.one_way)):
            if allowed and way.id not in closed:
                outward.setdefault(a, []).append(Edge(way.id, a, b, 1.0, way.kind, free, 0))
    for node in todo:
        for edge in outward.get(node, ()):
            if edge.b not in tree.metres:
                tree.metres[edge.b], tree.last[edge.b] = tree.metres[node] + 1, edge
                todo.append(edge.b)
    return tree


def _fewest_steps(graph: Graph, start: str, closed: frozenset[str]) -> Tree:
    """Over as few stairs as can be, then over as few ways with a step, then the shortest."""
    tree = Tree()
    heap: list[tuple[int, int, float, int, str, str, Edge | None]] = [(0, 0, 0.0, 0, "", start, None)]
    while heap:
        stairs, stepped, metres, _, _, node, edge = heappop(heap)
        if node in tree.metres:
            continue
        tree.metres[node] = metres
        if edge is not None:
            tree.last[node] = edge
        for onward in graph.edges[node]:
            if onward.b not in tree.metres and onward.way not in closed:
                up, step = int(onward.kind in STEPS), int(not onward.step_free and onward.kind not in STEPS)
                heappush(
                    heap,
                    (
                        stairs + up,
                        stepped + step,
                        metres + onward.metres,
                        graph.order[onward.b],
                        onward.way,
                        onward.b,
                        onward,
                    ),
                )
    return tree
