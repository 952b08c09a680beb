"""What a draft would do, and whether it may. Pure."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hall.contract.frame import Frame
from hall.contract.plan import Plan
from hall.contract.wayfinding import graph_of
from hall.signage.compiler import Contradiction, Difference, Report, compile_plan, contradictions, screens_changed
from hall.signage.compiler.sentences import place_name
from hall.signage.frames import frame_of
from hall.signage.publishing.wording import new_words

SAID = 3
"""Sentences about windows and places in the one that stands for a release."""

NAMED = 40
"""Characters of a new name that the sentence repeats."""

NUMBERED = 8
"""Screens taken down or hung that are named by their numbers."""


@dataclass(frozen=True)
class BeforeAfter:
    """A screen before and after; None where it is new or taken down."""

    screen: str
    number: str
    name_zh: str
    before: Frame | None
    after: Frame | None


@dataclass(frozen=True)
class Examined:
    """``loops``: who could walk in a circle while the screens that do not answer still show the old plan. ``words``:
    what the public has not read here before."""

    before: Plan
    after: Plan
    report: Report
    difference: Difference
    loops: tuple[Contradiction, ...]
    glasses: tuple[BeforeAfter, ...]
    words: tuple[str, ...]

    @property
    def sound(self) -> bool:
        return self.report.ok and not self.loops

    @property
    def refusals(self) -> int:
        return len(self.report.refusals) + len(self.loops)

    def loop_words(self) -> list[dict[str, str]]:
        """For each circle a sentence."""
        graph = graph_of(self.after)
        told = []
        for loop in self.loops:
            zh, en = place_name(graph.places[loop.goal])
            screens = "、".join(graph.screens[id].number for id in loop.stale if id in graph.screens)
            numbers = screens.replace("、", ", ")
            told.append(
                {
                    "zh": f"屏 {screens} 现在没有应答；它若仍显示旧图，去{zh}的人会绕圈。请先修好它，或解除配对。",
                    "en": f"Screen {numbers} does not answer; while it shows the old plan, people looking for "
                    f"{en} would walk in a circle. Mend or unpair it first.",
                }
            )
        return told

    def sentence(self) -> str:
        """What this does, in one sentence: 6 号窗口从 A 区移到 B 区；2 块屏会变."""
        changes = (*self.difference.windows, *self.difference.places)
        told = list(dict.fromkeys(one.zh for one in changes))
        said = told[:SAID] + ([f"另有 {len(told) - SAID} 处变动"] if len(told) > SAID else [])
        screens = len(self.difference.screens)
        return "；".join(
            [*self.new_words(), *self.hung_words(), *said, f"{screens} 块屏会变" if screens else "没有屏会变"]
        )[:400]

    def new_words(self) -> list[str]:
        """新文字“公积金专区”、“Housing fund”: first, for it is what a second person is to read."""
        quoted = [f"“{word[:NAMED]}{'…' if len(word) > NAMED else ''}”" for word in self.words[:SAID]]
        more = f" 等 {len(self.words)} 处" if len(self.words) > SAID else ""
        return [f"新文字{'、'.join(quoted)}{more}"] if quoted else []

    def hung_words(self) -> list[str]:
        """拆下屏 3、7，发布后熄屏; 新挂屏 9. Those taken down first: nobody sees them on the plan any more."""
        screens = self.difference.screens
        gone, new = (
            [one.number for one in screens if one.after is None],
            [one.number for one in screens if one.before is None],
        )
        return ([f"拆下屏 {_numbers(gone)}，发布后熄屏"] if gone else []) + ([f"新挂屏 {_numbers(new)}"] if new else [])

    def told(self) -> dict[str, Any]:
        """As the page gets it."""
        return {
            "report": self.report.model_dump(mode="json"),
            "sound": self.sound,
            "sentence": self.sentence(),
            "words": list(self.words),
            "hung": self.hung_words(),
            "windows": [one.model_dump(mode="json") for one in self.difference.windows],
            "places": [one.model_dump(mode="json") for one in self.difference.places],
            "slips": [one.model_dump(mode="json") for one in self.difference.slips],
            "screens": [
                {
                    "screen": one.screen,
                    "number": one.number,
                    "name_zh": one.name_zh,
                    "before": one.before and one.before.model_dump(mode="json"),
                    "after": one.after and one.after.model_dump(mode="json"),
                }
                for one in self.glasses
            ],
            "warnings": self.loop_words(),
        }


def examined(before: Plan, after: Plan, now: datetime, unanswering: frozenset[str] = frozenset()) -> Examined:
    """``after`` in place of ``before``. ``now``: the hall's local time, for the pictures; whether it may be published
    is asked as if everything were open. ``unanswering``: ids of screens that may go on showing ``before``."""
    difference = screens_changed(before, after, now)
    glasses = tuple(
        BeforeAfter(
            one.screen, one.number, one.name_zh, _frame(before, one.screen, now), _frame(after, one.screen, now)
        )
        for one in difference.screens
    )
    stale = unanswering & {one.screen for one in difference.screens}
    loops = contradictions(before, after, stale) if stale else ()
    words = new_words(before, after) if before.floors else ()
    return Examined(before, after, compile_plan(after), difference, loops, glasses, words)


def _numbers(numbers: list[str]) -> str:
    return "、".join(numbers[:NUMBERED]) + (f" 等 {len(numbers)} 块" if len(numbers) > NUMBERED else "")


def _frame(plan: Plan, id: str, now: datetime) -> Frame | None:
    screen = plan.screen(id)
    return frame_of(plan, 0, screen, now) if screen else None
