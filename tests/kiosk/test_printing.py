"""One number, never two originals, never silence: every order of events, with the real ledger file and a power cut at
every write and at every hand-over. What came out is counted by a printer that cannot be talked into anything."""

import tempfile
from collections import Counter
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import hypothesis.strategies as st
from hypothesis import given, settings

from devices.documents import documents as a4
from devices.documents.documents import DocumentPrinterHealth
from devices.printer import verdict as slips
from devices.printer.slip import Slip, Text
from devices.printer.verdict import PrinterHealth
from hall.contract.report import PaperTold
from kiosk.ledger.paper import Document, Paper, Sheet
from kiosk.ledger.papers import OVER
from kiosk.ledger.store import Ledger
from kiosk.machine import AnyVerdict, PrintDone
from kiosk.printing import Print

NOW = datetime(2026, 11, 24, 1, 42, tzinfo=UTC)
JAM = a4.Trouble(a4.Reason.JAM)
SLIP_SIDES = 2
"""A slip counts as two: its beginning and its end."""


class PowerCut(BaseException):
    """Nothing of this process runs any more."""


class Job:
    def __init__(self, paper: str, sheet: Sheet) -> None:
        self.paper, self.sheet = paper, sheet
        self.out: int | None = None  # sides; None: nothing was decided yet

    @property
    def sides(self) -> range:
        sheet = self.sheet
        return range(sheet.first, sheet.pages + 1) if isinstance(sheet, Document) else range(1, SLIP_SIDES + 1)


class World:
    """The station's tools, both printers, and the plug in the wall."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.asks = self.prints = self
        self.printer, self.documents = PrinterHealth(True), DocumentPrinterHealth(True)
        self.jobs: dict[int, Job] = {}
        self.asked: int | None = None  # the job that waits for the printer's word
        self.on_paper: Counter[tuple[str, int]] = Counter()
        self.fuse: int | None = None
        self.told: dict[tuple[str, int], list[PaperTold]] = {}
        self.open()

    def open(self) -> None:
        self.ledger = Ledger(self.path)
        real = self.ledger.file.writing

        @contextmanager
        def writing():
            outermost = not self.ledger.file._db.in_transaction
            if outermost:
                self.burn()
            with real() as db:
                yield db
            if outermost:
                self.burn()

        self.ledger.file.writing = writing

    def burn(self) -> None:
        if self.fuse is not None:
            self.fuse -= 1
            if self.fuse < 0:
                raise PowerCut

    def now(self) -> datetime:
        return NOW

    def nudge(self) -> None: ...

    def print(self, paper: str, sheet: Sheet, job: int) -> None:
        self.burn()
        assert job not in self.jobs, "no job number twice"
        self.jobs[job], self.asked = Job(paper, sheet), job
        self.burn()

    def follow(self, paper: str, job: int) -> None:
        self.asked = job
        if job in self.jobs:
            assert self.jobs[job].paper == paper

    def drop(self, paper: str, job: int) -> None: ...

    def comes_out(self, job: Job, sides: int) -> None:
        for side in job.sides[job.out or 0 : sides]:
            self.on_paper[job.paper, side] += 1
        job.out = sides

    def verdict(self, job: Job | None, draw: Any) -> AnyVerdict:
        """Anything a truthful driver may say of it, who knows nothing for sure, or was never handed it."""
        if job is None:
            return a4.Doubtful(a4.Trouble(a4.Reason.FORGOTTEN))
        if job.out is None:
            self.comes_out(job, draw(st.integers(0, len(job.sides))))
        assert job.out is not None
        whole, out = job.out == len(job.sides), job.out
        doubt: list[AnyVerdict]
        if isinstance(job.sheet, Slip):
            doubt = [slips.Doubtful(slips.Reason.SILENT)]
            proved = slips.Printed("process-id") if whole else slips.NotPrinted(slips.Reason.CUTTER, out > 0)
            return draw(st.sampled_from([proved, *doubt]))
        doubt = [a4.Doubtful(JAM), a4.Completed(out, "queue"), a4.Cancelled(JAM, out, "queue"), a4.Held(JAM, out)]
        if whole:
            return draw(st.sampled_from([a4.Completed(out), a4.Completed(None), a4.Failed(JAM, out), *doubt]))
        proved = [a4.Failed(JAM, out), a4.Failed(JAM, None), a4.Cancelled(JAM, out), a4.Cancelled(None, out)]
        if not out:
            proved.append(a4.Failed(a4.Trouble(a4.Reason.UNABLE, "media")))
        said = draw(st.sampled_from([*proved, *doubt]))
        if said in doubt:  # it may go on all the same
            self.comes_out(job, draw(st.integers(out, len(job.sides))))
        return said


class Story:
    """One kiosk's day: visitors who want a paper each, what the printer says, and the plug."""

    def __init__(self, folder: Path, draw: Any) -> None:
        self.draw = draw
        self.world = World(folder / "ledger.db")
        self.print: Print | None = None
        self.keys = 0
        self.form = draw(st.sampled_from(["slip", "a4"]))
        self.sides: Literal["one-sided", "two-sided-long-edge"] = draw(
            st.sampled_from(["one-sided", "two-sided-long-edge"])
        )

    def goes_on(self) -> None:
        """Anything that can happen now; the likelier things more often, or nothing would ever come of it."""
        if self.print is None:
            moves = [self.somebody_comes]
        elif self.print.sent:
            moves = [self.the_printer_speaks]
        else:
            asked = self.world.asked is not None
            moves = [self.a_key, self.a_key, self.a_key, self.the_visitor_leaves]
            moves += [self.the_printer_speaks] if asked else []
        self.draw(st.sampled_from([*moves, *moves, self.cut]))()
        self.nothing_untrue_is_told()
        assert all(times == 1 for times in self.world.on_paper.values()), "a side of a paper came out twice"

    def compose(self, copy_no: int, first: int) -> Sheet:
        if self.form == "slip":
            return Slip((Text(f"补打 {copy_no}"),))
        assert first <= 4, "nothing is left to go on with"
        return Document(f"%PDF- {copy_no}".encode(), 4, first, self.sides)

    def do(self, step: Any) -> None:
        """Perhaps the power goes in the middle of it."""
        self.world.fuse = self.draw(st.sampled_from([None] * 10 + [0, 1, 2, 3, 4, 5]))
        try:
            step()
        except PowerCut:
            self.cut()
        finally:
            self.world.fuse = None

    def cut(self) -> None:
        """Whatever the printer had may come out while nobody listens; then the program starts again."""
        world = self.world
        world.fuse = None
        for job in world.jobs.values():
            if job.out is None:
                world.comes_out(job, self.draw(st.integers(0, len(job.sides))))
        world.ledger.close()
        world.asked, self.print = None, None
        world.open()
        left = world.ledger.papers.unfinished("case", NOW)
        fresh = left[-1] if left and self.draw(st.sampled_from([True, True, False])) else None
        for one in left:
            if one is not fresh:
                Print(world, one.paper, self.compose).abandon()
        if fresh is not None:
            self.print = Print(world, fresh.paper, self.compose)
            self.do(self.print.resume)

    # -- the visitor and the printer -----------------------------------------------------------------------------------

    def somebody_comes(self) -> None:
        self.keys += 1
        self.health()

        def step() -> None:
            paper = self.world.ledger.papers.plan("case", f"k{self.keys}", self.compose(0, 1), NOW)
            self.print = Print(self.world, paper, self.compose)
            self.print.send()

        self.do(step)

    def health(self) -> None:
        able = self.draw(st.sampled_from([True, True, None, False]))
        self.world.printer, self.world.documents = PrinterHealth(able), DocumentPrinterHealth(able, (JAM,))

    def the_printer_speaks(self) -> None:
        world, printing = self.world, self.print
        assert world.asked is not None
        assert printing is not None
        job = world.jobs.get(world.asked)
        verdict = world.verdict(job, self.draw)
        if not isinstance(verdict, a4.Doubtful | a4.Held):
            world.asked = None  # those may be settled later
        self.do(lambda: printing.done(PrintDone(job.paper if job else printing.paper.id, verdict)))

    def a_key(self) -> None:
        printing = self.print
        assert printing is not None
        self.health()
        keys = [printing.again, printing.again, printing.reprint, lambda: printing.settle("slip_in_hand")]
        self.do(self.draw(st.sampled_from(keys)))

    def the_visitor_leaves(self) -> None:
        assert self.print is not None
        printing, self.print = self.print, None
        self.do(printing.close)

    # -- the promise ---------------------------------------------------------------------------------------------------

    def nothing_untrue_is_told(self) -> None:
        for report in self.world.ledger.outbox.reader()(1000):
            told = report.body
            assert isinstance(told, PaperTold)
            paper = Paper(told.errand, told.key, told.copy_no, "planned").id
            sides = 4 if told.form == "a4" else SLIP_SIDES
            proved = sides if told.state == "printed" else told.out or 0
            assert all(self.world.on_paper[paper, side] for side in range(1, proved + 1)), told

    def ends(self) -> None:
        """Never silence: of every paper that was written the hall has been told, and nothing is left to do."""
        world = self.world
        world.fuse = None
        if self.print is not None and not self.print.sent:
            self.print.close()
        for one in world.ledger.papers.unfinished("case", NOW):
            Print(world, one.paper, self.compose).abandon()
        assert world.ledger.papers.unfinished("case", NOW) == []
        last, outs = {}, {}
        for report in world.ledger.outbox.reader()(1000):
            assert isinstance(report.body, PaperTold)
            told = report.body
            last[told.key, told.copy_no] = told.state
            outs[Paper("case", told.key, told.copy_no, "planned").id] = told
        for paper, told in outs.items():
            if told.state in ("abandoned", "not_printed") and told.out is not None:
                assert sum(1 for one, _ in world.on_paper if one == paper) == told.out, told
        rows = world.ledger.file.execute("SELECT key, copy_no, state, sheet FROM papers").fetchall()
        assert {(key, copy): state for key, copy, state, _ in rows} == last
        assert all(state in (*OVER, "not_printed", "doubtful") for state in last.values())
        assert all(sheet is None for *_, sheet in rows), "what stood on it is gone"
        world.ledger.close()


MEMORY = Path("/dev/shm") if Path("/dev/shm").is_dir() else None
"""Files that cost no disk: every story writes dozens of times."""


@settings(max_examples=400)
@given(st.data())
def test_one_number_never_two_originals_never_silence(data: st.DataObject):
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        story = Story(Path(folder), data.draw)
        for _ in range(data.draw(st.integers(3, 12))):
            story.goes_on()
        story.ends()
