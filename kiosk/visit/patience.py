"""One visit, and how long it may stand still. When it ends, everything personal goes with it: the object is dropped
and nothing of it was kept anywhere else."""

import time
from dataclasses import dataclass, field

from hall.contract.ids import Subject
from kiosk.errands.identify.errand import IdentifyFlow
from kiosk.errands.lookup.errand import LookupFlow
from kiosk.errands.ticket.errand import TicketFlow
from kiosk.kit.views import Countdown, Help, Manners, Sentence, Visitor

ASK_SECONDS = 10.0  # "还在吗？" this long before the end
CARE_FACTOR = 1.5  # longer times in care mode


@dataclass(frozen=True)
class Patience:
    """Seconds without a touch: ``idle`` on a page with nothing personal, ``personal`` on one with."""

    idle: float = 60.0
    personal: float = 30.0


@dataclass
class Visit:
    """Everything that ends with the visitor. ``page`` is the flow that is open: home, ticket, identify, lookup.
    ``way``: the way lies open over the slip; ``step_free`` as the visitor chose, None: as the manners have it."""

    manners: Manners = field(default_factory=Manners)
    page: str = "home"
    visitor: Visitor | None = None
    subject: Subject | None = None
    notice: Sentence | None = None
    ends: float = 0.0
    total: float = 0.0
    ticket: TicketFlow | None = None
    identify: IdentifyFlow | None = None
    lookup: LookupFlow | None = None
    way: bool = False
    step_free: bool | None = None
    help: Help | None = None
    help_seq: int = 0
    help_until: float = 0.0

    @property
    def working(self) -> bool:
        """Something is under way that must not be interrupted."""
        return any(flow is not None and flow.working for flow in (self.ticket, self.lookup))

    @property
    def begun(self) -> bool:
        """A number has been asked for."""
        return self.ticket is not None and self.ticket.begun

    @property
    def without_steps(self) -> bool:
        """Low position is for wheelchairs, and so is the way then, until the visitor says otherwise."""
        return self.manners.low if self.step_free is None else self.step_free

    def renew(self, patience: Patience) -> None:
        """Somebody is there: the countdown starts again."""
        personal = self.visitor is not None or self.page == "identify" or self.begun
        self.total = (patience.personal if personal else patience.idle) * (CARE_FACTOR if self.manners.care else 1.0)
        self.ends = time.monotonic() + self.total

    def countdown(self) -> Countdown | None:
        if self.working:
            return None
        return Countdown(self.ends, self.total, self.ends - time.monotonic() <= ASK_SECONDS)

    def drop_flows(self) -> None:
        if self.ticket is not None:
            self.ticket.close()
        self.ticket = self.identify = self.lookup = None
        self.way, self.step_free = False, None
