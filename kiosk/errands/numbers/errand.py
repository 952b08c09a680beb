"""The numbers of today that a visitor has already: how each stands, its slip once more, the way, and another one if he
wants it. Asked of the hall; without the hall those that were given out here are still known.

Opened for whoever has become known, and before a second number of one service is taken: that is asked about, never
refused. Who has none never sees it.
"""

import secrets
import time
from dataclasses import replace

from hall.contract.ids import Subject
from hall.contract.queue import LiveNumbers, NumbersAsked, ServiceView
from kiosk.calls import Answered, Call
from kiosk.errands import Close, Errand, Hold, Identified, Open, Stay, Step, Surroundings, Visit
from kiosk.errands.numbers.view import NumbersView
from kiosk.kit.beside import way_of
from kiosk.kit.held import Held, slip_of, unasked
from kiosk.kit.tools import Tools
from kiosk.kit.views import AskingView, Sentence, SlipView, Touched, View

READ_SECONDS = 0.8  # the visitor wants something else and waits for this: a hall in the house answers in milliseconds
LONGEST_SECONDS = 2.5  # then he goes on with what is known here, whatever the line does
STANDING = frozenset({"waiting", "called", "serving", "unknown"})
"""A number that still stands; a missed one is shown, and another is taken without a question."""


class NumbersErrand(Errand):
    name = "numbers"
    personal = True

    def __init__(self, tools: Tools, visit: Visit) -> None:
        super().__init__(tools, visit)
        self._service: ServiceView | None = None
        self._call = ""
        self._until = 0.0
        self._held: tuple[Held, ...] | None = None

    @property
    def hold(self) -> Hold:
        return Hold.BUSY if self._held is None else Hold.FREE

    def view(self, around: Surroundings) -> View:
        if self._held is None:
            return AskingView(Sentence("numbers.asking"), icon="ticket")
        return NumbersView(tuple(self._slip(one) for one in self._held), self._service, around.attention)

    def _slip(self, held: Held) -> SlipView:
        slip = slip_of(held, self.tools)
        return replace(slip, way=way_of(slip, self.tools, step_free=self.visit.without_steps))

    # -- asking ------------------------------------------------------------------------------------------------------

    def open(self, arg: object) -> Step:
        """Before a number of a service is taken; or because somebody has become known."""
        self._service = arg if isinstance(arg, ServiceView) else None
        return self._ask()

    def identified(self, found: Identified | None) -> Step:
        """Another card was laid: those of the one before are nobody's business any more."""
        return self._ask() if found is not None else Stay()

    def _ask(self) -> Step:
        subject = self.visit.party.subject
        self._held, self._call = None, f"numbers {secrets.token_hex(4)}"
        if subject is None:
            return self._have(())
        if self.tools.hall_away:
            return self._have(self._given_here(subject))
        self._until = time.monotonic() + LONGEST_SECONDS
        asked = NumbersAsked(subject=subject)
        self.tools.asks.ask(Call(self._call, "numbers", LiveNumbers, asked, seconds=READ_SECONDS, under=_plan_of))
        return Stay()

    def answered(self, event: Answered) -> Step | None:
        if event.name != self._call or self._held is not None:
            return None
        if isinstance(event.answer, LiveNumbers):
            return self._have(tuple(Held(one.ticket, one.state, one.window) for one in event.answer.numbers))
        return self._without_the_hall()

    def tick(self) -> Step | None:
        if self._held is None and time.monotonic() > self._until:
            return self._without_the_hall()
        return None

    def _without_the_hall(self) -> Step:
        subject = self.visit.party.subject
        return self._have(self._given_here(subject) if subject else ())

    def _given_here(self, subject: Subject) -> tuple[Held, ...]:
        return tuple(unasked(one) for one in self.tools.ledger.tickets.of_subject(subject, self.tools.today()))

    def _have(self, held: tuple[Held, ...]) -> Step:
        """Who has nothing that concerns what he is about to do goes on and is shown nothing."""
        self._held = held
        self.visit.queued = frozenset(one.ticket.service for one in held if one.state in STANDING)
        concerned = bool(held) if self._service is None else self._service.id in self.visit.queued
        return Stay() if concerned else Close(answered=True)

    # -- the visitor -------------------------------------------------------------------------------------------------

    def touched(self, touch: Touched) -> Step | None:
        held = next((one for one in self._held or () if one.ticket.number == touch.arg), None)
        match touch.what:
            case "another":
                return Close(answered=True)
            case "reprint" if held is not None and self.tools.service(held.ticket.service) is not None:
                return Open("ticket", held)
            case "way" if held is not None:
                return Open("way", self._slip(held))
        return None


def _plan_of(live: LiveNumbers) -> dict[str, int]:
    return {"plan": live.numbers[0].ticket.plan} if live.numbers else {}


ERRAND = NumbersErrand
