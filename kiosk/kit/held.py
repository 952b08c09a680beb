"""A number that a visitor has already, as the hall or our own ledger knows it, and how it is shown."""

from dataclasses import dataclass
from typing import Literal

from hall.contract.codes import slip_code
from hall.contract.queue import ServiceView, Ticket, TicketState
from kiosk.kit.tools import Tools
from kiosk.kit.views import SlipView


@dataclass(frozen=True)
class Held:
    """``state`` ``unknown``: the hall cannot be asked. ``window``: where it was called to."""

    ticket: Ticket
    state: TicketState | Literal["unknown"] = "unknown"
    window: str | None = None


def unasked(ticket: Ticket) -> Held:
    """Without the hall nobody guesses how far the queue is."""
    return Held(ticket.model_copy(update={"ahead": None, "wait_low": None, "wait_high": None, "as_of": None}))


def slip_of(held: Held, tools: Tools, service: ServiceView | None = None) -> SlipView:
    """``service``: as it was when its number was taken; else as the hall has it now, if it has it still."""
    ticket, service = held.ticket, service or tools.service(held.ticket.service)
    return SlipView(
        number=ticket.number,
        service_zh=service.name_zh if service else "",
        service_en=service.name_en if service else "",
        printed=False,
        confirmed_at=None,
        state=held.state,
        ahead=ticket.ahead,
        wait_low=ticket.wait_low,
        wait_high=ticket.wait_high,
        windows=ticket.windows or (service.windows if service else ()),
        called_to=held.window,
        place_zh=service.place_zh if service else "",
        place_en=service.place_en if service else "",
        as_of=ticket.as_of,
        offline=False,
        code=slip_code(ticket.token),
        service=ticket.service,
    )
