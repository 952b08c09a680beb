"""At the gate. Loaded before the first picture."""

from dataclasses import dataclass
from typing import Literal

from kiosk.kit.floor import Directions
from kiosk.kit.views import Sentence, View


@dataclass(frozen=True)
class GateView(View):
    """``ready``: show a pass or lay a card (which of them can be used: ``card``, ``code``)."""

    card: bool = True
    code: bool = True


@dataclass(frozen=True)
class EntryView(View):
    """What was decided, and what the gate says of it. ``said``: the decision's own sentence, in Chinese and English,
    the same as at the guard's; None: it is ``what`` that is said. ``seconds``: so long the gate stays open. ``room``:
    where he is expected, with the ``way``, and what became of the ``slip`` with it. ``tries``: how often something was
    shown, so that a refusal said again is seen to be a new one."""

    card_away = True
    step: Literal["opening", "open", "maybe", "passed", "over", "refused"]
    said: tuple[str, str] | None = None
    what: Sentence | None = None
    seconds: int = 0
    room: tuple[str, str] = ("", "")
    way: Directions | None = None
    slip: Literal["", "printing", "printed", "failed"] = ""
    tries: int = 1
