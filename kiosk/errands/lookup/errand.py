"""A queue slip was scanned: where does it stand, and how does one get there? Asked of the hall; without the hall we do
not guess how far the queue is, but a slip that was given out here still finds its window."""

from typing import Literal

from hall.contract.codes import slip_code
from hall.contract.queue import Ticket, TicketState, TicketStatus
from kiosk.calls import Answered, Call, Refused
from kiosk.kit.tools import Desk
from kiosk.kit.views import Choice, Sentence, SlipView, TicketView, TroubleView


class LookupFlow:
    def __init__(self, desk: Desk, token: str) -> None:
        self._desk = desk
        self._token = token
        self._view: SlipView | TroubleView | TicketView = TicketView((), working="ordering")
        desk.asks.ask(Call(_name(token), f"tickets/{token}", TicketStatus, under=_plan_of))

    @property
    def working(self) -> bool:
        return isinstance(self._view, TicketView)

    def view(self) -> SlipView | TroubleView | TicketView:
        return self._view

    def answered(self, event: Answered) -> bool:
        if event.name != _name(self._token) or not self.working:
            return False
        match event.answer:
            case TicketStatus(ticket=ticket, state=state, window=window):
                self._view = self._shown(ticket, state, window)
            case Refused(_, zh, en):
                self._view = _sorry(Sentence("frame.hall_said", {"said": (zh, en)}))
            case _ if (ticket := self._desk.ledger.tickets.of_code(self._token)) and ticket.day == self._desk.today():
                unknown = {"ahead": None, "wait_low": None, "wait_high": None, "as_of": None}
                self._view = self._shown(ticket.model_copy(update=unknown), "unknown", None)
            case _:
                self._view = _sorry(Sentence("trouble.slip_hall_away.what"))
        return True

    def _shown(self, ticket: Ticket, state: TicketState | Literal["unknown"], window: str | None) -> SlipView:
        service = self._desk.service(ticket.service)
        return SlipView(
            number=ticket.number,
            service_zh=service.name_zh if service else "",
            service_en=service.name_en if service else "",
            printed=False,
            confirmed_at=None,
            state=state,
            ahead=ticket.ahead,
            wait_low=ticket.wait_low,
            wait_high=ticket.wait_high,
            windows=ticket.windows or (service.windows if service else ()),
            called_to=window,
            place_zh=service.place_zh if service else "",
            place_en=service.place_en if service else "",
            as_of=ticket.as_of,
            offline=False,
            code=slip_code(ticket.token),
            service=ticket.service,
        )


def _name(token: str) -> str:
    return f"slip {token}"


def _plan_of(status: TicketStatus) -> dict[str, int]:
    return {"plan": status.ticket.plan}


def _sorry(what: Sentence) -> TroubleView:
    home = Choice("home", Sentence("choice.home"), primary=True)
    return TroubleView(what, Sentence("trouble.kept.slip_valid"), Sentence("trouble.next.listen"), (home,))
