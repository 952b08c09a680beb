"""The compiler: what is wrong with a plan before anybody is sent the wrong way. Pure, over the treaty alone; a console
page, a test and a bench may call it.

``compile_plan`` refuses, each refusal with its place and what to do. ``references`` ids; ``structure`` the drawing;
``texts`` names; ``glass`` letters and contrast; ``connections`` what cannot be reached; ``sight`` and ``walker``
somebody who knows only what is visible; ``journeys`` all their walks; ``exits`` fixed fire signs; ``wordings`` what is
said of each fault. ``screens_changed`` tells what a change does, ``said_of`` what becomes of
single places; ``contradictions`` whether somebody could walk in a circle while it is rolled out.
"""

from hall.signage.compiler.compiling import compile_plan
from hall.signage.compiler.contradictions import Contradiction, contradictions
from hall.signage.compiler.difference import (
    Difference,
    ScreenChange,
    SlipChange,
    WindowChange,
    said_of,
    screens_changed,
)
from hall.signage.compiler.report import Refusal, Report

__all__ = [
    "Contradiction",
    "Difference",
    "Refusal",
    "Report",
    "ScreenChange",
    "SlipChange",
    "WindowChange",
    "compile_plan",
    "contradictions",
    "said_of",
    "screens_changed",
]
