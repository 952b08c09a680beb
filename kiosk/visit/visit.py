"""One visit: its manners, the errands that lie open one over another, and how long it may stand still. When it ends,
everything personal goes with it: the object is dropped and nothing of it was kept anywhere else."""

import time
from dataclasses import dataclass, field
from datetime import datetime

from hall.contract.codes import Code
from hall.contract.ids import Subject
from kiosk.errands import Errand, Hold, Identified, Party
from kiosk.kit.views import Countdown, Help, Manners, Sentence, Visitor
from kiosk.visit.said import Said

ASK_SECONDS = 10.0  # "还在吗？" this long before the end
CARE_FACTOR = 1.5  # longer times in care mode


@dataclass(frozen=True)
class Patience:
    """Seconds without a touch: ``idle`` on a page with nothing personal, ``personal`` on one with."""

    idle: float = 60.0
    personal: float = 30.0


@dataclass
class Visit:
    """Everything that ends with the visitor. ``stack``: the errands that are open, the one on the glass last; none:
    home. ``step_free`` as the visitor chose, None: as the manners have it. ``queued``: see the errands' ``Visit``.
    ``card_read``: in this visit, so that it is known whose card lies there. ``code``: looked at last in this visit."""

    manners: Manners = field(default_factory=Manners)
    stack: list[Errand] = field(default_factory=list)
    visitor: Visitor | None = None
    subject: Subject | None = None
    notice: Sentence | None = None
    step_free: bool | None = None
    queued: frozenset[str] | None = None
    sides: int = 0
    card_read: bool = False
    code: Code | None = None
    said: Said = field(default_factory=Said)
    ends: float = 0.0
    total: float = 0.0
    help: Help | None = None
    help_at: datetime | None = None
    help_seq: int = 0
    help_until: float = 0.0

    @property
    def top(self) -> Errand | None:
        return self.stack[-1] if self.stack else None

    @property
    def hold(self) -> Hold:
        return max((errand.hold for errand in self.stack), default=Hold.FREE)

    @property
    def can_back(self) -> bool:
        """What is on top may be left, whatever lies below."""
        return self.hold < Hold.BUSY and (self.top is None or self.top.hold == Hold.FREE)

    @property
    def page(self) -> str:
        return self.top.name if self.top else "home"

    @property
    def party(self) -> Party:
        return Party(self.subject, self.visitor.how) if self.visitor else Party()

    @property
    def without_steps(self) -> bool:
        """Low position is for wheelchairs, and so is the way then, until the visitor says otherwise."""
        return self.manners.low if self.step_free is None else self.step_free

    def say(self, sentence: Sentence) -> None:
        """For a moment, over whatever stands there."""
        self.said.say(sentence)

    def known(self, found: Identified) -> None:
        self.visitor, self.subject, self.notice, self.queued = found.visitor, found.subject, found.notice, None

    def drop(self, errand: Errand | None = None) -> None:
        """Close ``errand`` and all that lies over it; without one, everything."""
        down_to = self.stack.index(errand) if errand is not None else 0
        while len(self.stack) > down_to:
            self.stack.pop().close()

    def renew(self, patience: Patience) -> None:
        """Somebody is there: the countdown starts again."""
        personal = self.visitor is not None or self.hold > Hold.FREE or any(errand.personal for errand in self.stack)
        self.total = (patience.personal if personal else patience.idle) * (CARE_FACTOR if self.manners.care else 1.0)
        self.ends = time.monotonic() + self.total

    def countdown(self) -> Countdown | None:
        if self.hold == Hold.BUSY:
            return None
        return Countdown(self.ends, self.total, self.ends - time.monotonic() <= ASK_SECONDS)
