"""Take a number: service → order → paper → slip in the hand, or the sentence why not.

Every step is in the ledger before it is done: ordered (before the hall is asked), granted and planned (before the
printer is), sent (before the first byte). One number, never two originals, never silence.
"""

import secrets
from collections.abc import Callable
from dataclasses import replace
from typing import Literal

from devices.printer.slip import Slip
from hall.contract.queue import ServiceView, Ticket, TicketOrder
from kiosk.calls import Answered, Call, Refused
from kiosk.errands import End, Errand, Hold, Identified, Left, Open, Stay, Step, Surroundings, Visit
from kiosk.errands.ticket.slip import SlipFacts, compose
from kiosk.errands.ticket.troubles import no_slip, nothing_to_print
from kiosk.errands.ticket.view import TicketView
from kiosk.kit.beside import with_way
from kiosk.kit.held import Held, slip_of
from kiosk.kit.tools import Tools
from kiosk.kit.views import Sentence, SlipView, Touched, TroubleView, View
from kiosk.ledger.db import LedgerFull
from kiosk.ledger.paper import Paper
from kiosk.ledger.tickets import Unfinished
from kiosk.machine import PrintDone
from kiosk.printing import Print


class TicketErrand(Errand):
    """One visitor, one number."""

    name = "ticket"

    def __init__(self, tools: Tools, visit: Visit) -> None:
        super().__init__(tools, visit)
        self._service: ServiceView | None = None
        self._step: Literal["choosing", "ordering", "printing", "out", "trouble"] = "choosing"
        self._key = ""
        self._ticket: Ticket | None = None
        self._held: Held | None = None
        self._print: Print | None = None
        self._trouble: TroubleView | None = None

    @property
    def hold(self) -> Hold:
        """A number that was asked for stands: the identity can no longer change."""
        return {"choosing": Hold.FREE, "out": Hold.DONE, "trouble": Hold.BEGUN}.get(self._step, Hold.BUSY)

    def view(self, around: Surroundings) -> View:
        if self._step == "trouble" and self._trouble is not None:
            return self._trouble
        if self._step == "out" and self._ticket is not None:
            return with_way(self._slip_view(self._ticket), self.tools, step_free=self.visit.without_steps)
        services = self.tools.snapshot.services if self.tools.snapshot else ()
        working = {"ordering": "ordering", "printing": "printing"}.get(self._step)
        chosen = self._service.id if self._service else None
        return TicketView(services, chosen, working, None if working else around.attention)  # type: ignore[arg-type]

    # -- the visitor -------------------------------------------------------------------------------------------------

    def open(self, arg: object) -> Step:
        """By its key; by a service's, which is the first choice too; with a number that the visitor has already, whose
        slip he wants; or with what a power cut left."""
        match arg:
            case Touched("service", service_id):
                return self._choose(service_id)
            case Held():
                self._bring_back(arg)
            case Unfinished():
                self._resume(arg)
        return Stay()

    def touched(self, touch: Touched) -> Step | None:
        match touch.what:
            case "service":
                return self._choose(touch.arg)
            case "got_it" | "no_slip" if self._step == "trouble":
                self._settle("slip_in_hand" if touch.what == "got_it" else "number_remembered")
                return End()
            case "way" if self._step == "out" and self._ticket is not None:
                return Open("way", self._slip_view(self._ticket))
            case _:
                return self._printed_otherwise(touch)

    def _choose(self, service_id: str) -> Step:
        """What to queue for; then who for, unless that is known."""
        service = self.tools.service(service_id)
        if self._step != "choosing" or service is None or not service.open:
            return Stay()
        self._service = service
        if self.visit.visitor is None:
            return Open("identify", service)
        if self.visit.queued is None or service.id in self.visit.queued:
            return Open("numbers", service)
        self._take()
        return Stay()

    def identified(self, found: Identified | None) -> Step:
        """Who he is, and then what he has already; with that answered, on."""
        if found is not None:
            return Open("numbers", self._service)
        if self._service is not None:
            self._take()
        return Stay()

    def uncovered(self) -> None:
        """He has turned back to choose: a card laid now is not for what he chose before."""
        if self._step == "choosing":
            self._service = None

    def _take(self) -> None:
        """The service is chosen and the visitor known (or not to be known): get the number."""
        if self._step != "choosing":
            return
        self._key = secrets.token_hex(16)
        self._guarded(self._order)

    def _printed_otherwise(self, touch: Touched) -> Step | None:
        if self._step != "trouble" or self._print is None:
            return None
        match touch.what:
            case "again":
                self._printing(self._print.again)
            case "reprint":
                self._printing(self._print.reprint)
            case _:
                return None
        return Stay()

    def _settle(self, reason: str) -> None:
        """The visitor says how it ended where the printer could not (slip in hand, or number remembered)."""
        if self._print is not None:
            printing = self._print
            self._guarded(lambda: printing.settle(reason))

    def close(self) -> None:
        if self._ticket is not None or self._step == "trouble":
            self._guarded(lambda: self.tools.ledger.tickets.close(self._key))

    # -- the hall ----------------------------------------------------------------------------------------------------

    def answered(self, event: Answered) -> Step | None:
        if event.name != _name(self._key) or self._step != "ordering":
            return None
        match event.answer:
            case Ticket() as ticket:
                self._guarded(lambda: self._granted(ticket))
            case Refused(_, zh, en):
                self._guarded(lambda: self.tools.ledger.tickets.close(self._key))
                self._fail(Sentence("frame.hall_said", {"said": (zh, en)}), Sentence("ticket.no_number_next"))
            case _:
                self._guarded(self._draw)
        return Stay()

    def _order(self) -> None:
        assert self._service is not None
        at, subject = self.tools.now(), self.visit.party.subject
        self.tools.ledger.tickets.order(self._key, self._service.id, at, subject)
        self._ask()

    def _ask(self) -> None:
        assert self._service is not None
        self._become("ordering")
        party, language = self.visit.party, self.visit.manners.language
        order = TicketOrder(key=self._key, service=self._service.id, subject=party.subject, language=language)
        self.tools.asks.ask(Call(_name(order.key), "tickets", Ticket, order, under=_plan_of))

    def _granted(self, ticket: Ticket) -> None:
        self._ticket = ticket
        self._send(self.tools.ledger.tickets.grant(ticket, self._compose_ticket(ticket), self.tools.now()))

    def _draw(self) -> None:
        """The hall is away: a number of our own block, marked as such."""
        assert self._service is not None
        drawn = self.tools.ledger.tickets.draw(
            self._key,
            self._service.id,
            self.tools.today(),
            self.tools.now(),
            letter=self._service.letter,
            subject=self.visit.party.subject,
            language=self.visit.manners.language,
            compose=self._compose_ticket,
        )
        if drawn is None:
            self.tools.ledger.tickets.close(self._key)
            self._fail(Sentence("ticket.no_number"), Sentence("ticket.no_number_next"))
            return
        self._ticket, paper = drawn
        self.tools.asks.nudge()
        self._send(paper)

    # -- the paper ---------------------------------------------------------------------------------------------------

    def printed(self, event: PrintDone) -> Step | None:
        if self._print is None or event.paper != self._print.paper.id:
            return None
        printing = self._print
        self._printing(lambda: printing.done(event))
        return Stay()

    def _compose(self, copy_no: int, _first: int) -> Slip:
        assert self._ticket is not None
        return self._compose_ticket(self._ticket, copy_no)

    def _compose_ticket(self, ticket: Ticket, copy_no: int = 0) -> Slip:
        assert self.tools.snapshot is not None
        assert self._service is not None
        party, manners = self.visit.party, self.visit.manners
        way = self.tools.way(ticket.service, step_free=manners.low)
        facts = SlipFacts(self.tools.snapshot, self._service, party.subject, party.how, manners.language, way)
        return compose(ticket, facts, copy_no)

    def _send(self, paper: Paper) -> None:
        self._print = Print(self.tools, paper, self._compose)
        self._printing(self._print.send)

    def _printing(self, step: Callable[[], object]) -> None:
        """One step of the print, and then what is to be seen of it."""
        self._guarded(step)
        if self._print is not None:
            self._show(self._print)

    def _show(self, printing: Print) -> None:
        match printing.paper.state:
            case "sent":
                self._become("printing")
            case "printed":
                self._become("out")
            case "doubtful" | "not_printed":
                assert self._ticket is not None
                self._trouble = no_slip(self._ticket.number, printing)
                self._become("trouble")

    # -- its slip once more ------------------------------------------------------------------------------------------

    def _bring_back(self, held: Held) -> None:
        """As what it was to be, where it was to come out here and is proved not to have; else as a copy. The slip of
        another kiosk is always a copy: of what is on paper there nobody here has proof."""
        self._service, self._key, self._held = self.tools.service(held.ticket.service), held.ticket.key, held
        self._ticket = held.ticket
        self._guarded(self._take_up)

    def _take_up(self) -> None:
        assert self._ticket is not None
        at, subject = self.tools.now(), self.visit.party.subject
        paper = self.tools.ledger.tickets.take_up(self._ticket, at, subject)
        self._print = Print(self.tools, paper or Paper(self.name, self._key, 0, "printed"), self._compose)
        self._printing(self._print.afresh)

    # -- after a power cut -------------------------------------------------------------------------------------------

    @classmethod
    def left(cls, tools: Tools) -> list[Unfinished]:
        return tools.ledger.tickets.unfinished(tools.now())

    def _resume(self, left: Unfinished) -> None:
        """Take up what a crash left behind: ordered → asked again under the same key; planned → printed; sent without
        an answer → doubtful, and said."""
        service = self.tools.service(left.service)
        if service is None or self.tools.snapshot is None:
            self.abandon(left)
            return
        self._service, self._key, self._ticket = service, left.key, left.ticket
        if left.ticket is None:
            self._guarded(self._ask)
        elif left.paper is not None:
            self._print = Print(self.tools, left.paper, self._compose)
            self._printing(self._print.resume)

    def abandon(self, left: Left) -> None:
        assert isinstance(left, Unfinished)
        self._key = left.key
        paper = left.paper or Paper(self.name, left.key, 0, "planned", out=0)
        self._guarded(Print(self.tools, paper, self._compose).abandon)
        self._guarded(lambda: self.tools.ledger.tickets.close(left.key))

    # -- what is shown -----------------------------------------------------------------------------------------------

    def _slip_view(self, ticket: Ticket) -> SlipView:
        printing = self._print
        return replace(
            slip_of(self._held or Held(ticket, "waiting"), self.tools, self._service),
            printed=True,
            confirmed_at=printing.confirmed_at if printing else None,
            offline=ticket.origin == "block",
            copy_no=printing.paper.copy_no if printing else 0,
        )

    def _fail(self, what: Sentence, then: Sentence) -> None:
        """No number, and nothing to print."""
        self._trouble = nothing_to_print(what, then, self._ticket.number if self._ticket else "")
        self._print = None
        self._become("trouble")

    def _guarded(self, step: Callable[[], object]) -> None:
        """A ledger that cannot write stops the step before anything was done, and says so."""
        try:
            step()
        except LedgerFull:
            full = "ticket.disk_full_late" if self._ticket else "ticket.disk_full"
            self._fail(Sentence(full), Sentence("trouble.next.staff"))

    def _become(self, step: Literal["ordering", "printing", "out", "trouble"]) -> None:
        self._step = step


def _name(key: str) -> str:
    return f"ticket {key}"


def _plan_of(ticket: Ticket) -> dict[str, int]:
    return {"plan": ticket.plan}


ERRAND = TicketErrand
