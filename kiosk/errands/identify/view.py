"""Who is there. Nothing personal but ``typed``: what the visitor is typing this moment. Loaded before the first
picture."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from kiosk.kit.views import Sentence, View

if TYPE_CHECKING:
    from hall.contract.queue import ServiceView


@dataclass(frozen=True)
class TypedProblem:
    """What is wrong with what was typed; ``start``/``end`` are 1-based places to mark, None for none."""

    sentence: Sentence
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True)
class IdentifyView(View):
    """Lay the card, scan, or type. ``mode`` ``type`` shows the keypad for ``kind``.
    ``trouble``: what went wrong with the card or code, in a sentence."""

    service: "ServiceView | None"
    mode: Literal["lay", "type"] = "lay"
    kind: Literal["id_number", "credit_code"] = "id_number"
    typed: str = field(default="", repr=False)
    problem: TypedProblem | None = None
    complete: bool = False
    card: bool = True
    code: bool = True
    asking_hall: bool = False
    trouble: Sentence | None = None
