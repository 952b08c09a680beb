"""A queue slip was scanned: where does it stand, and how does one get there? Asked of the hall; without the hall we do
not guess how far the queue is, but a slip that was given out here still finds its window."""

from hall.contract.codes import Code
from hall.contract.queue import TicketStatus
from kiosk.calls import Answered, Call, Refused
from kiosk.errands import Errand, Hold, Open, Stay, Step, Surroundings, Visit
from kiosk.kit.beside import with_way
from kiosk.kit.held import Held, slip_of, unasked
from kiosk.kit.tools import Tools
from kiosk.kit.views import AskingView, Choice, Sentence, SlipView, Touched, TroubleView, View


class LookupErrand(Errand):
    name = "lookup"

    def __init__(self, tools: Tools, visit: Visit) -> None:
        super().__init__(tools, visit)
        self._token = ""
        self._shown: SlipView | TroubleView | None = None

    @property
    def hold(self) -> Hold:
        return Hold.BUSY if self._shown is None else Hold.FREE

    def open(self, arg: object) -> Step:
        """With the code of a slip."""
        assert isinstance(arg, Code)
        self._token = arg.value
        self.tools.asks.ask(Call(_name(self._token), f"tickets/{self._token}", TicketStatus, under=_plan_of))
        return Stay()

    def view(self, around: Surroundings) -> View:
        match self._shown:
            case None:
                return AskingView(Sentence("lookup.asking"))
            case SlipView():
                return with_way(self._shown, self.tools, step_free=self.visit.without_steps)
        return self._shown

    def touched(self, touch: Touched) -> Step | None:
        if touch.what == "way" and isinstance(self._shown, SlipView):
            return Open("way", self._shown)
        return None

    def answered(self, event: Answered) -> Step | None:
        if event.name != _name(self._token) or self._shown is not None:
            return None
        match event.answer:
            case TicketStatus(ticket=ticket, state=state, window=window):
                self._shown = slip_of(Held(ticket, state, window), self.tools)
            case Refused(_, zh, en):
                self._shown = _sorry(Sentence("frame.hall_said", {"said": (zh, en)}))
            case _ if (ticket := self.tools.ledger.tickets.of_code(self._token)) and ticket.day == self.tools.today():
                self._shown = slip_of(unasked(ticket), self.tools)
            case _:
                self._shown = _sorry(Sentence("lookup.hall_away"))
        return Stay()


def _name(token: str) -> str:
    return f"slip {token}"


def _plan_of(status: TicketStatus) -> dict[str, int]:
    return {"plan": status.ticket.plan}


def _sorry(what: Sentence) -> TroubleView:
    home = Choice("home", Sentence("choice.home"), primary=True)
    return TroubleView(what, Sentence("lookup.slip_valid"), Sentence("lookup.listen"), (home,))


ERRAND = LookupErrand
