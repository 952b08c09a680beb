"""What every errand works with: the station's memory, its devices as roles, the hall's last word."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from devices.documents.documents import DocumentPrinterHealth
from devices.printer.verdict import PrinterHealth
from hall.contract.parts import OrdersPart, snapshot_of
from hall.contract.queue import BlockTicket, ServiceView
from hall.contract.report import Body, TicketHeard
from hall.contract.snapshot import HallAlarm, PublishedPlan, Snapshot
from kiosk.calls import Call
from kiosk.kit.floor import Directions
from kiosk.kit.hall_clock import HallClock
from kiosk.kit.wayfinding import Question, Wayfinder
from kiosk.ledger.parts import PartSaid
from kiosk.ledger.store import Ledger
from kiosk.porter import Locks, Porter
from kiosk.printing import Prints
from kiosk.typesetting import Typesets


class Asks(Protocol):
    """The courier as errands see it."""

    def ask(self, call: Call[Any]) -> None: ...
    def nudge(self) -> None: ...


class Tools:
    """Shared by the errands, all on the clerk's thread. ``hall_seen``: when the hall answered last; ``hall_away``: it
    does not answer now, and one lost round is not an outage."""

    def __init__(
        self,
        ledger: Ledger,
        asks: Asks,
        prints: Prints,
        subject_key: bytes,
        clock: HallClock | None = None,
        locks: Locks | None = None,
        papers: Typesets | None = None,
    ) -> None:
        """``locks``: of the gate beside this station; None: it has none. ``papers``: sets A4 papers; None: this station
        prints none."""
        self.ledger = ledger
        self.asks = asks
        self.prints = prints
        self.papers = papers
        self.subject_key = subject_key
        self.clock = clock or HallClock()
        self.parts: dict[str, Any] = {}
        self.revisions: dict[str, str] = {}
        self.snapshot: Snapshot | None = None
        self.plan: PublishedPlan | None = None
        self._heard(ledger.parts.at() or datetime.now(UTC), ledger.parts.all())
        self.printer = PrinterHealth(None)
        self.documents = DocumentPrinterHealth(None)
        self.hall_away = False
        self.hall_seen: datetime | None = None
        self.own_fire = False
        self.porter = Porter(self, locks)
        self._wayfinder = Wayfinder()

    def hear(self, at: datetime, parts: Iterable[PartSaid]) -> None:
        """The hall said something new; signs may have moved: what is drawn from now on is drawn from this."""
        arrived = max(at, self.now()) if self.clock.checked else at  # an answer that came late does not turn time back
        self.clock.set(at)
        before, parts = self.parts.get("epoch"), tuple(parts)
        self._heard(at, parts)
        with self.ledger.file.writing():
            self.ledger.parts.keep(parts, at)
            if before is not None and self.parts["epoch"] != before:
                self._tell_again()
                self.asks.nudge()
        self.porter.ordered([one.shape for one in parts if isinstance(one.shape, OrdersPart)], arrived)

    def _tell_again(self) -> None:
        """The hall's data went back in time: whatever is still kept here is told once more, and the numbers that it
        gave itself. What it knows it knows by its number or its key."""
        self.ledger.outbox.acknowledged(0)
        for one in self.ledger.tickets.of_hall(self.today()):
            known = {name: getattr(one, name) for name in ("key", "day", "service", "n", "token", "issued_at")}
            self.ledger.outbox.report(TicketHeard(ticket=BlockTicket(**known)), self.now())

    def _heard(self, at: datetime, parts: Iterable[PartSaid]) -> None:
        parts = tuple(parts)
        self.parts |= {part.name: part.shape for part in parts if part.shape is not None}
        self.revisions |= {part.name: part.revision for part in parts}
        self.snapshot = snapshot_of(self.parts, at)
        plan = self.parts.get("plan")
        self.plan = plan if isinstance(plan, PublishedPlan) else None

    @property
    def station(self) -> str:
        return self.snapshot.station.id if self.snapshot else ""

    @property
    def alarm(self) -> HallAlarm:
        """People are to leave: said by the hall, or by our own fire contact until the hall has heard of it."""
        said = self.snapshot.alarm if self.snapshot is not None else ""
        return said or ("evacuation" if self.own_fire else "")

    def now(self) -> datetime:
        return self.clock.now()

    def today(self) -> date:
        """The business day at the hall."""
        return self.now().astimezone(ZoneInfo(self.snapshot.hall.timezone if self.snapshot else "Asia/Shanghai")).date()

    def midnight(self) -> datetime:
        """When the business day at the hall began."""
        zone = ZoneInfo(self.snapshot.hall.timezone if self.snapshot else "Asia/Shanghai")
        return datetime.combine(self.today(), time(), zone)

    def service(self, service_id: str) -> ServiceView | None:
        services = self.snapshot.services if self.snapshot else ()
        return next((one for one in services if one.id == service_id), None)

    def way(self, service: str, window: str | None = None, *, step_free: bool = False) -> Directions | None:
        """From this kiosk to ``window`` once it has called, else to the nearest that serves; None where it is not known
        where this kiosk stands, or no way is."""
        return self._way(service, window, "", step_free)

    def way_to(self, place: str, *, step_free: bool = False) -> Directions | None:
        """To a room of the plan, also to one that no sign shows; None as above."""
        return self._way("", None, place, step_free) if place else None

    def _way(self, service: str, window: str | None, place: str, step_free: bool) -> Directions | None:
        if self.snapshot is None or self.plan is None or not self.snapshot.station.place:
            return None
        now = self.now().astimezone(ZoneInfo(self.snapshot.hall.timezone)).replace(second=0, microsecond=0)
        here = self.snapshot.station.place
        asked = Question(self.plan.revision, here, service, window, step_free, now, place)
        return self._wayfinder.answer(self.plan.plan, asked)

    def report(self, body: Body) -> int:
        """Into the outbox, and off it goes. Returns its seq; raises ``LedgerFull``."""
        seq = self.ledger.outbox.report(body, self.now())
        self.asks.nudge()
        return seq
