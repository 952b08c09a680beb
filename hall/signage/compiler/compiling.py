"""The plan goes in, the report comes out."""

from datetime import datetime

from hall.contract.plan import Plan
from hall.contract.wayfinding import arrows, graph_of
from hall.signage.compiler.connections import Connections
from hall.signage.compiler.exits import exits
from hall.signage.compiler.glass import contrast, readable
from hall.signage.compiler.hours import hours
from hall.signage.compiler.journeys import Journeys
from hall.signage.compiler.references import references
from hall.signage.compiler.report import Refusal, Report, ordered
from hall.signage.compiler.structure import structure
from hall.signage.compiler.texts import names


def compile_plan(plan: Plan, now: datetime | None = None) -> Report:
    """Everything that is wrong with ``plan`` at ``now`` (hall's local time; None: as if everything were open).

    Never raises for a drawing, however broken. Faults that others follow from come first, and once.
    """
    graph = graph_of(plan)
    found: list[Refusal] = []
    found += references(plan, graph)
    found += structure(plan, graph)
    found += names(graph)
    closed = graph.closed(now)
    signs = {id: arrows(plan, screen, now) for id, screen in graph.screens.items()}
    found += readable(graph, signs)
    found += exits(plan, graph, signs, closed)
    connections = Connections(plan, graph, closed)
    found += connections.refusals()
    found += hours(graph, connections) if now is None else ()
    journeys = Journeys(plan, graph, signs, closed, connections)
    found += journeys.refusals()
    return Report(
        refusals=ordered(found, "error"),
        warnings=ordered(found, "warning"),
        entrances=len(connections.entrances),
        goals=len(journeys.goals),
        walks=journeys.walks,
        screens=len(graph.screens),
        farthest=max((one.farthest for one in graph.screens.values()), default=0.0),
        contrast=round(min((contrast(one.ink, one.ground) for one in graph.screens.values()), default=0), 1),
    )
