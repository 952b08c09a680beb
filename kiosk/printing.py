"""One paper from its plan to the visitor's hand, queue slip and A4 document alike. The only copy of the promise *one
number, never two originals, never silence*:

planned (written, with what is to stand on it) → sent (written under a job number before the first byte) → judged (the
printer's own word, written together with its report to the hall) → over: printed, settled by the visitor, or abandoned.

No side of an original is ever put on paper twice. What is proved not to be out is printed again under the same number,
an A4 document from the side where it stopped; where that is not known, only a copy that says so (补打) can follow.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from devices.documents import documents as a4
from devices.documents.documents import DocumentPrinterHealth
from devices.printer import verdict as slips
from devices.printer.verdict import PrinterHealth
from hall.contract.report import PaperState, PaperTold
from kiosk.ledger.paper import Document, Paper, Sheet
from kiosk.ledger.papers import OVER
from kiosk.ledger.store import Ledger
from kiosk.machine import AnyVerdict, PrintDone, PrintGoesOn

Remedy = Literal["again", "continue", "reprint"]
"""What can follow: the same paper from the beginning, or from where it stopped; or only a copy that says so."""

Compose = Callable[[int, int], Sheet]
"""(copy number, first side) → what is to stand on it."""


class Prints(Protocol):
    """The machine as seen from here: ``print`` and ``follow`` are answered by ``PrintDone``. Of A4 documents:
    ``follow`` one that an earlier process of ours may have handed over, ``drop`` one that nobody waits for any more."""

    def print(self, paper: str, sheet: Sheet, job: int) -> None: ...
    def follow(self, paper: str, job: int) -> None: ...
    def drop(self, paper: str, job: int) -> None: ...


class Nudged(Protocol):
    def nudge(self) -> None: ...


class PrintTools(Protocol):
    """What a print needs of the station's tools."""

    @property
    def ledger(self) -> Ledger: ...
    @property
    def prints(self) -> Prints: ...
    @property
    def asks(self) -> Nudged: ...
    @property
    def printer(self) -> PrinterHealth: ...
    @property
    def documents(self) -> DocumentPrinterHealth: ...
    def now(self) -> datetime: ...


class Print:
    """One paper of one visitor, and the copies that follow it. Each step raises ``LedgerFull`` before anything is done.
    ``reason``: why it is not (proved to be) out, in the printer's word. ``progress``: how far an A4 document is."""

    def __init__(self, tools: PrintTools, paper: Paper, compose: Compose) -> None:
        self._tools, self._compose = tools, compose
        self.paper = paper
        self.reason = ""
        self.confirmed_at: datetime | None = None
        self.progress: a4.Progress | None = None

    @property
    def sent(self) -> bool:
        """Under way: nobody must interrupt."""
        return self.paper.state == "sent"

    @property
    def remedy(self) -> Remedy | None:
        """None: nothing can, or need, follow now."""
        paper = self.paper
        if paper.state == "doubtful" or (paper.state == "not_printed" and paper.out is None):
            return "reprint"
        if paper.state != "not_printed":
            return None
        return "continue" if paper.out else "again"

    # -- planned -> sent ---------------------------------------------------------------------------------------------

    def send(self) -> None:
        """Written as sent, then sent. A printer known to be unable is not even tried: nothing may wait in it for the
        next visitor."""
        paper = self.paper
        assert paper.state == "planned"
        assert paper.sheet is not None
        if (unable := self._unable()) is not None:
            self._told("not_printed", unable, out=paper.out)
            return
        self.paper = self._tools.ledger.papers.sending(paper)
        self._tools.prints.print(paper.id, paper.sheet, self.paper.job)

    def _unable(self) -> str | None:
        slip, document = self._tools.printer, self._tools.documents
        if self.paper.form == "slip":
            return _first_reason(slip.reasons).value if slip.able is False else None
        if document.able is False:
            return document.troubles[0].reason.value if document.troubles else a4.Reason.UNKNOWN.value
        return None

    # -- sent -> judged ----------------------------------------------------------------------------------------------

    def goes_on(self, event: PrintGoesOn) -> bool:
        """Whether it was mine."""
        mine = self.sent and event.paper == self.paper.id
        if mine:
            self.progress = event.progress
        return mine

    def done(self, event: PrintDone) -> bool:
        """Whether it was mine. What was doubtful may be settled later by the printer itself."""
        if event.paper != self.paper.id or self.paper.state not in ("sent", "doubtful"):
            return False
        self._judged(judge(event.verdict, self.paper))
        return True

    def _judged(self, now: "Judgement") -> None:
        if now.state == self.paper.state:
            return
        if now.state == "printed":
            self.confirmed_at = self._tools.now()
        self._told(now.state, now.reason, proof=now.proof, out=now.out)

    def _told(self, state: PaperState, reason: str, *, proof: str = "", out: int | None) -> None:
        paper = self.paper
        told = PaperTold(
            errand=paper.errand, key=paper.key, copy_no=paper.copy_no, form=paper.form, state=state, reason=reason,
            proof=proof, pages=paper.pages, out=out,
        )  # fmt: skip
        self.paper = self._tools.ledger.papers.outcome(paper, told, self._tools.now())
        self.reason, self.progress = reason, None
        self._tools.asks.nudge()

    # -- judged -> over, or once more --------------------------------------------------------------------------------

    def again(self) -> None:
        """The same paper, from the beginning or from where it stopped; only where that is proved not to be out."""
        if self.remedy in ("again", "continue"):
            self._once_more()

    def afresh(self) -> None:
        """Its visitor left without it, or with it, and is back: what is proved not to be out is printed as what it was
        to be, also where he had settled without it; else a copy follows."""
        if self.paper.out == 0 and self.paper.state in ("not_printed", "settled", "abandoned"):
            self._once_more()
        else:
            self.reprint()

    def _once_more(self) -> None:
        sheet = self._compose(self.paper.copy_no, (self.paper.out or 0) + 1)
        self.paper = self._tools.ledger.papers.plan_again(self.paper, sheet)
        self.send()

    def reprint(self) -> None:
        """补打: a copy that says so, of what was judged before."""
        paper = self.paper
        if paper.state in ("not_printed", "doubtful", "printed", "settled", "abandoned"):
            papers = self._tools.ledger.papers
            self.paper = papers.plan_copy(paper.errand, paper.key, lambda n: self._compose(n, 1), self._tools.now())
            self.send()

    def settle(self, how: str) -> None:
        """The visitor says how it ended where the printer could not."""
        if self.paper.state in ("not_printed", "doubtful"):
            self._told("settled", how, out=self.paper.out if self.paper.state == "not_printed" else None)

    # -- after a power cut -------------------------------------------------------------------------------------------

    def resume(self) -> None:
        """Whoever wanted it still stands there. Planned: sent. Sent: an A4 printer is asked what became of it; of a
        slip nobody knows, and that is said."""
        paper = self.paper
        if paper.state == "planned":
            self.send()
        elif paper.state != "sent":
            self.reason = slips.Reason.POWER_CYCLED.value
        elif paper.form == "a4":
            self._tools.prints.follow(paper.id, paper.job)
        else:
            self._judged(judge(slips.Doubtful(slips.Reason.POWER_CYCLED), paper))

    def abandon(self) -> None:
        """Nobody stands there any more: nothing comes out for a stranger, and the hall is told."""
        paper = self.paper
        if paper.state not in OVER:
            state: PaperState = "doubtful" if paper.state in ("sent", "doubtful") else "abandoned"
            self._told(state, slips.Reason.POWER_CYCLED.value, out=paper.out)
        self.close()

    def close(self) -> None:
        """The visit is over. What a printer may still hold is taken back."""
        paper = self.paper
        self._tools.ledger.papers.close(paper.errand, paper.key)
        if paper.form == "a4" and paper.job and paper.state == "doubtful":
            self._tools.prints.drop(paper.id, paper.job)


# -- what a verdict means ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Judgement:
    """``out``: how many sides from the first are on paper; None: not known."""

    state: Literal["printed", "not_printed", "doubtful"]
    reason: str = ""
    proof: str = ""
    out: int | None = None


def judge(verdict: AnyVerdict, paper: Paper) -> Judgement:
    """Of an A4 document ``paper.out`` sides were out before this job."""
    match verdict:
        case slips.Printed(proof):
            return Judgement("printed", proof=proof)
        case slips.NotPrinted(reason, partial):
            return Judgement("not_printed", reason.value, out=None if partial else 0)
        case slips.Doubtful(reason):
            return Judgement("doubtful", reason.value)
        case a4.Completed(proof="printer"):
            return Judgement("printed", proof="printer", out=paper.pages)
        case a4.Failed(trouble, None) if trouble.reason in _BEFORE_ANY_BYTE:
            return Judgement("not_printed", trouble.reason.value, out=paper.out)
        case a4.Failed(trouble, impressions):
            return _stopped(trouble.reason.value, impressions, paper)
        case a4.Cancelled(trouble, impressions, "printer"):
            return _stopped(trouble.reason.value if trouble else "cancelled", impressions, paper)
        case a4.Completed() | a4.Cancelled():
            return Judgement("doubtful", "handed_over", "queue", paper.out)
        case a4.Held(trouble) | a4.Doubtful(trouble):
            return Judgement("doubtful", trouble.reason.value, out=paper.out)


def _stopped(reason: str, impressions: int | None, paper: Paper) -> Judgement:
    """A sheet of two sides that came out with one is nobody's: it cannot be gone on with."""
    if impressions is None or paper.out is None or paper.pages is None:
        return Judgement("not_printed", reason)
    out = paper.out + impressions
    if out >= paper.pages:
        return Judgement("doubtful", reason, out=paper.out)
    one_sided = isinstance(paper.sheet, Document) and paper.sheet.sides == "one-sided"
    return Judgement("not_printed", reason, out=out if one_sided or impressions % 2 == 0 else None)


_BEFORE_ANY_BYTE = frozenset({a4.Reason.UNABLE, a4.Reason.LEFTOVER})
"""Told before the document is offered."""


def _first_reason(reasons: frozenset[slips.Reason]) -> slips.Reason:
    """The one to say: what the visitor or staff can mend comes first."""
    order = [
        slips.Reason.PAPER_END, slips.Reason.PAPER_OR_COVER, slips.Reason.COVER_OPEN, slips.Reason.CUTTER,
        slips.Reason.OVERHEATED, slips.Reason.UNPLUGGED, slips.Reason.SILENT,
    ]  # fmt: skip
    return next((one for one in order if one in reasons), min(reasons, default=slips.Reason.OFFLINE))
