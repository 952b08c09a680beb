"""Choosing what to queue for. Loaded before the first picture."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from kiosk.kit.views import View

if TYPE_CHECKING:
    from hall.contract.queue import ServiceView


@dataclass(frozen=True)
class TicketView(View):
    """Choose what to queue for; then ``working`` says what is being waited for, truthfully."""

    services: "tuple[ServiceView, ...]"
    chosen: str | None = None
    working: Literal["ordering", "printing"] | None = None
