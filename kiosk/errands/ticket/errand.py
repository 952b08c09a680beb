"""Take a number: service → order → paper → slip in the hand, or the sentence why not.

Every step is in the ledger before it is done: ordered (before the hall is asked), granted and planned (before the
printer is), sent (before the first byte). One number, never two originals, never silence.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from devices.printer.slip import Slip
from devices.printer.verdict import Doubtful, NotPrinted, Printed, Reason, Verdict
from hall.contract.codes import slip_code
from hall.contract.ids import Subject
from hall.contract.queue import ServiceView, Ticket, TicketOrder
from hall.contract.report import PaperState, PaperTold
from kiosk.calls import Answered, Call, Refused
from kiosk.errands.ticket.slip import SlipFacts, compose
from kiosk.kit.tools import Desk
from kiosk.kit.views import Choice, Language, Sentence, SlipView, TicketView, Touched, TroubleView
from kiosk.ledger.db import LedgerFull
from kiosk.ledger.paper import Paper
from kiosk.ledger.tickets import Unfinished
from kiosk.machine import PrintDone


@dataclass(frozen=True)
class Party:
    """Whom the number is for, as far as we know and keep: a keyed hash and four characters, or nobody."""

    subject: Subject | None = None
    how: Literal["card", "code", "typed"] | None = None


@dataclass
class TicketFlow:
    """One visitor, one number."""

    desk: Desk
    language: Language
    party: Party = field(default_factory=Party)
    step_free: bool = False
    _service: ServiceView | None = None
    _step: Literal["choosing", "ordering", "printing", "out", "trouble"] = "choosing"
    _key: str = ""
    _ticket: Ticket | None = None
    _paper: Paper | None = None
    _confirmed_at: datetime | None = None
    _trouble: TroubleView | None = None

    @property
    def working(self) -> bool:
        """Something is under way that the visitor must not interrupt."""
        return self._step in ("ordering", "printing")

    @property
    def chosen(self) -> ServiceView | None:
        return self._service

    @property
    def begun(self) -> bool:
        """A number has been asked for: the identity can no longer change."""
        return self._step != "choosing"

    @property
    def out(self) -> bool:
        """The slip is in the visitor's hand: nothing is left to do."""
        return self._step == "out"

    def view(self) -> TicketView | SlipView | TroubleView:
        if self._step == "trouble" and self._trouble is not None:
            return self._trouble
        if self._step == "out" and self._ticket is not None:
            return self._slip_view(self._ticket)
        services = self.desk.snapshot.services if self.desk.snapshot else ()
        working = {"ordering": "ordering", "printing": "printing"}.get(self._step)
        return TicketView(services, self._service.id if self._service else None, working)  # type: ignore[arg-type]

    # -- the visitor -------------------------------------------------------------------------------------------------

    def choose(self, service_id: str) -> bool:
        """Remember what to queue for; False if there is no such open service."""
        service = self.desk.service(service_id)
        if self.begun or service is None or not service.open:
            return False
        self._service = service
        return True

    def take(self, party: Party) -> None:
        """The service is chosen and the visitor known (or not to be known): get the number."""
        if self.begun or self._service is None:
            return
        self.party = party
        self._key = secrets.token_hex(16)
        self._guarded(self._order)

    def touched(self, touch: Touched) -> bool:
        """True if the touch was ours."""
        if self._step != "trouble" or self._paper is None:
            return False
        paper = self._paper
        match touch.what:
            case "again" if paper.state == "not_printed":
                self._guarded(
                    lambda: self._send(self.desk.ledger.papers.plan_again(paper, self._compose(paper.copy_no)))
                )
            case "reprint":
                self._guarded(lambda: self._send(self.desk.ledger.papers.plan_copy(paper.ticket_key, self._compose)))
            case _:
                return False
        return True

    def settle(self, reason: str) -> None:
        """The visitor says how it ended where the printer could not (slip in hand, or number remembered)."""
        if self._paper is not None and self._paper.state in ("doubtful", "not_printed"):
            paper = self._paper
            self._guarded(lambda: self._told(paper, "settled", reason))

    def close(self) -> None:
        """The visit is over."""
        if self._ticket is not None or self._step == "trouble":
            self._guarded(lambda: self.desk.ledger.tickets.close(self._key))

    # -- the hall ----------------------------------------------------------------------------------------------------

    def answered(self, event: Answered) -> bool:
        if event.name != _name(self._key) or self._step != "ordering":
            return False
        match event.answer:
            case Ticket() as ticket:
                self._guarded(lambda: self._granted(ticket))
            case Refused(_, zh, en):
                self._guarded(lambda: self.desk.ledger.tickets.close(self._key))
                self._fail(Sentence("frame.hall_said", {"said": (zh, en)}), Sentence("trouble.next.no_number"))
            case _:
                self._guarded(self._draw)
        return True

    def _order(self) -> None:
        assert self._service is not None
        self.desk.ledger.tickets.order(self._key, self._service.id, self.desk.now())
        self._ask()

    def _ask(self) -> None:
        assert self._service is not None
        self._become("ordering")
        order = TicketOrder(key=self._key, service=self._service.id, subject=self.party.subject, language=self.language)
        self.desk.asks.ask(Call(_name(order.key), "tickets", Ticket, order, under=_plan_of))

    def _granted(self, ticket: Ticket) -> None:
        self._ticket = ticket
        self._send(self.desk.ledger.tickets.grant(ticket, self._compose(0)))

    def _draw(self) -> None:
        """The hall is away: a number of our own block, marked as such."""
        assert self._service is not None
        drawn = self.desk.ledger.tickets.draw(
            self._key,
            self._service.id,
            self.desk.today(),
            self.desk.now(),
            letter=self._service.letter,
            subject=self.party.subject,
            language=self.language,
            compose=self._compose_ticket,
        )
        if drawn is None:
            self.desk.ledger.tickets.close(self._key)
            self._fail(Sentence("trouble.no_number.what"), Sentence("trouble.next.no_number"))
            return
        self._ticket, paper = drawn
        self.desk.asks.nudge()
        self._send(paper)

    # -- the paper ---------------------------------------------------------------------------------------------------

    def print_done(self, event: PrintDone) -> bool:
        if self._step != "printing" or self._paper is None or event.paper != self._paper.id:
            return False
        self._guarded(lambda: self._judged(event.verdict))
        return True

    def _compose(self, copy_no: int) -> Slip:
        assert self._ticket is not None
        return self._compose_ticket(self._ticket, copy_no)

    def _compose_ticket(self, ticket: Ticket, copy_no: int = 0) -> Slip:
        assert self.desk.snapshot is not None
        assert self._service is not None
        way = self.desk.way(ticket.service, step_free=self.step_free)
        facts = SlipFacts(self.desk.snapshot, self._service, self.party.subject, self.party.how, self.language, way)
        return compose(ticket, facts, copy_no)

    def _send(self, paper: Paper) -> None:
        """Written as sent, then sent. A printer known to be unable is not even tried: nothing may wait in it for the
        next visitor."""
        if self.desk.printer.able is False:
            self._paper = paper
            self._judged(NotPrinted(_first_reason(self.desk.printer.reasons)))
            return
        self._paper = self.desk.ledger.papers.sending(paper)
        assert self._paper.slip is not None
        self._become("printing")
        self.desk.prints.print(self._paper.id, self._paper.slip, self._paper.job)

    def _judged(self, verdict: Verdict) -> None:
        assert self._paper is not None
        paper = self._paper
        match verdict:
            case Printed(proof):
                self._confirmed_at = self.desk.now()
                self._told(paper, "printed", proof=proof)
                self._become("out")
            case NotPrinted(reason, partial):
                self._told(paper, "not_printed", reason.value)
                # Where its beginning may be on paper already, another try is a copy and says so.
                then = "wait_fix" if reason in _TO_BE_MENDED else "reprint_or_window"
                self._in_trouble(f"trouble.{reason.value}.what", then, "reprint" if partial else "again")
            case Doubtful(reason):
                self._told(paper, "doubtful", reason.value)
                self._in_trouble("trouble.doubtful.what", "look_first", "reprint")

    def _told(self, paper: Paper, state: PaperState, reason: str = "", proof: str = "") -> None:
        told = PaperTold(
            paper=paper.id, ticket_key=paper.ticket_key, state=state, reason=reason, proof=proof, copy_no=paper.copy_no
        )
        self.desk.ledger.papers.outcome(paper, told, self.desk.now())
        self._paper = replace(paper, state=state, slip=None)
        self.desk.asks.nudge()

    # -- after a power cut -------------------------------------------------------------------------------------------

    def resume(self, left: Unfinished) -> None:
        """Take up what a crash left behind: ordered → asked again under the same key; planned → printed; sent without
        an answer → doubtful, and said."""
        service = self.desk.service(left.service)
        if service is None or self.desk.snapshot is None:
            self.abandon(left)
            return
        self._service, self._key, self._ticket = service, left.key, left.ticket
        if left.ticket is None:
            self._guarded(self._ask)
        elif left.paper is not None and left.paper.state == "planned":
            paper = left.paper
            self._guarded(lambda: self._send(paper))
        elif left.paper is not None:
            self._paper = left.paper
            proved = left.paper.state == "not_printed"
            verdict = NotPrinted(Reason.POWER_CYCLED) if proved else Doubtful(Reason.POWER_CYCLED)
            self._guarded(lambda: self._judged(verdict))

    def abandon(self, left: Unfinished) -> None:
        """Too old to come out of the printer now: nobody stands there. The hall is told."""
        paper = left.paper or Paper(f"{left.key}-0", left.key, 0, "planned", 0, None)
        state: PaperState = "doubtful" if paper.state in ("sent", "doubtful") else "abandoned"
        self._key = left.key
        self._guarded(lambda: self._told(paper, state, "power_cycled"))
        self._guarded(lambda: self.desk.ledger.tickets.close(left.key))

    # -- what is shown -----------------------------------------------------------------------------------------------

    def _slip_view(self, ticket: Ticket) -> SlipView:
        assert self._service is not None
        return SlipView(
            number=ticket.number,
            service_zh=self._service.name_zh,
            service_en=self._service.name_en,
            printed=True,
            confirmed_at=self._confirmed_at,
            ahead=ticket.ahead,
            wait_low=ticket.wait_low,
            wait_high=ticket.wait_high,
            windows=ticket.windows or self._service.windows,
            place_zh=self._service.place_zh,
            place_en=self._service.place_en,
            as_of=ticket.as_of,
            offline=ticket.origin == "block",
            copy_no=self._paper.copy_no if self._paper else 0,
            code=slip_code(ticket.token),
            service=ticket.service,
        )

    def _in_trouble(self, what: str, then: str, remedy: Literal["again", "reprint"]) -> None:
        """No slip, or who knows; the number stands. Where it may have come out, the visitor can say so."""
        assert self._ticket is not None
        end = "got_it" if then == "look_first" else "no_slip"
        self._trouble = TroubleView(
            what=Sentence(what),
            kept=Sentence("trouble.kept.number", {"number": self._ticket.number}),
            next=Sentence(f"trouble.next.{then}"),
            choices=(
                Choice(end, Sentence(f"choice.{end}")),
                Choice(remedy, Sentence(f"choice.{remedy}"), primary=True),
            ),
            number=self._ticket.number,
        )
        self._become("trouble")

    def _fail(self, what: Sentence, then: Sentence) -> None:
        """No number, and nothing to print."""
        number = self._ticket.number if self._ticket else ""
        kept = Sentence("trouble.kept.number", {"number": number}) if number else Sentence("trouble.kept.nothing")
        self._trouble = TroubleView(what, kept, then, (Choice("home", Sentence("choice.home"), primary=True),), number)
        self._paper = None
        self._become("trouble")

    def _guarded(self, step: Callable[[], None]) -> None:
        """A ledger that cannot write stops the step before anything was done, and says so."""
        try:
            step()
        except LedgerFull:
            full = "trouble.disk_full_late.what" if self._ticket else "trouble.disk_full.what"
            self._fail(Sentence(full), Sentence("trouble.next.staff"))

    def _become(self, step: Literal["ordering", "printing", "out", "trouble"]) -> None:
        self._step = step


# Somebody must do something at the printer before another try can help.
_TO_BE_MENDED = frozenset(Reason) - {Reason.SILENT, Reason.GARBLED, Reason.POWER_CYCLED, Reason.UNPRINTABLE}


def _name(key: str) -> str:
    return f"ticket {key}"


def _plan_of(ticket: Ticket) -> dict[str, int]:
    return {"plan": ticket.plan}


def _first_reason(reasons: frozenset[Reason]) -> Reason:
    """The one to say: what the visitor or staff can mend comes first."""
    order = [
        Reason.PAPER_END, Reason.PAPER_OR_COVER, Reason.COVER_OPEN, Reason.CUTTER, Reason.OVERHEATED, Reason.UNPLUGGED,
        Reason.SILENT,
    ]  # fmt: skip
    return next((one for one in order if one in reasons), min(reasons, default=Reason.OFFLINE))
