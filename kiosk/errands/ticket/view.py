"""Choosing what to queue for. Loaded before the first picture."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from kiosk.kit.views import Sentence, View

if TYPE_CHECKING:
    from hall.contract.queue import ServiceView


@dataclass(frozen=True)
class TicketView(View):
    """Choose what to queue for; then ``working`` says what is being waited for, truthfully. ``attention``: what one
    should know before choosing."""

    services: "tuple[ServiceView, ...]"
    chosen: str | None = None
    working: Literal["ordering", "printing"] | None = None
    attention: Sentence | None = None
