"""Ways and signs as questions to the plan, answered the same in the hall, on a kiosk and in a test. Pure.

``arrows(plan, screen, now)`` – what a screen says; ``way(plan, start, goal, step_free)`` – how one walks, ``words`` and
``brief`` say it; ``direction_from`` – which way somebody before a call board turns. The graph of a plan is built once
for each plan object, so keep the object while you ask.

``bearings`` degrees and eight directions; ``graph`` shortest ways; ``targets`` what people look for; ``signs`` lines
and pages; ``letters`` sizes, as data with their sources; ``legs``, ``arrivals``, ``walks`` and ``phrases`` a walk and
its words.
"""

from hall.contract.wayfinding.calls import DIRECTIONS, direction_from
from hall.contract.wayfinding.graph import graph_of, is_open
from hall.contract.wayfinding.phrases import brief, words
from hall.contract.wayfinding.pictograms import PICTOGRAMS
from hall.contract.wayfinding.signs import arrows
from hall.contract.wayfinding.walks import Step, Walk, way

__all__ = [
    "DIRECTIONS",
    "PICTOGRAMS",
    "Step",
    "Walk",
    "arrows",
    "brief",
    "direction_from",
    "graph_of",
    "is_open",
    "way",
    "words",
]
