"""The numbers a visitor has. Loaded before the first picture."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiosk.kit.views import Sentence, SlipView, View

if TYPE_CHECKING:
    from hall.contract.queue import ServiceView


@dataclass(frozen=True)
class NumbersView(View):
    """``slips``: how each number stands, the oldest first. ``service``: one more of it was about to be taken.
    ``attention``: what one should know before asking for paper."""

    slips: tuple[SlipView, ...]
    service: "ServiceView | None" = None
    attention: Sentence | None = None
