"""An A4 paper from the touch to the tray: the errand, the typesetter, the ledger and the lane as they are, on the wire
of a printer that runs out of paper, and of a real one."""

import queue
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

import papers
from devices.documents.documents import DocumentPrinter
from devices.documents.ipp.driver import IppPrinter
from devices.documents.ipp.host import IppHost
from devices.documents.ipp.simulator import IppSimulator
from devices.links.tcp import tcp_factory
from devices.printer.verdict import PrinterHealth
from kiosk.errands import Open
from kiosk.errands.paper.errand import QUOTA
from kiosk.errands.paper.form import form_of
from kiosk.errands.paper.view import PaperView
from kiosk.kit.paper_wish import PaperWish
from kiosk.kit.tools import Tools
from kiosk.kit.views import Touched, TroubleView, View
from kiosk.ledger.store import Ledger
from kiosk.machine import Machine, PrinterSaid
from kiosk.news import HallSeen
from kiosk.typesetting import Typesetter
from kiosk.visit import Attendant, Started
from tests.devices.documents.conftest import avahi, printer  # noqa: F401  fixtures
from tests.papers.values import CHECKLIST
from tests.support.snapshots import came, snapshot

SEVEN = {**CHECKLIST, "lines": [{**CHECKLIST["lines"][n % 3], "copies": "1"} for n in range(150)]}


class Kiosk:
    """What a station is to this errand, with the test as its clerk."""

    def __init__(self, path: Path, documents: DocumentPrinter | None) -> None:
        self.inbox: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self.ledger = Ledger(path / "ledger.db")
        self.machine = Machine(self.inbox.put, documents=documents)
        self.typesetter = Typesetter(self.inbox.put)
        asks: Any = self
        self.tools = Tools(self.ledger, asks, self.machine, b"k" * 32, papers=self.typesetter if documents else None)
        self.attendant = Attendant(self.tools, lambda face: None, self)
        self.machine.start()
        word = snapshot()
        for event in (Started(clean=True), came(word), HallSeen(word.at), PrinterSaid(PrinterHealth(True))):
            self.attendant.handle(event)

    def nudge(self) -> None: ...

    def after(self, seconds: float, event: object) -> None: ...

    def open(self, values: dict[str, Any]) -> None:
        self.touch("wake")
        visit = self.attendant._visit
        assert visit is not None
        self.attendant._stack.lay(visit, Open("paper", PaperWish("checklist", values)))

    def touch(self, what: str, arg: str = "") -> View:
        self.attendant.handle(Touched(what, arg))
        return self.view

    @property
    def view(self) -> View:
        return self.attendant.face().view

    def until(self, wanted: Callable[[View], bool], seconds: float = 20.0) -> View:
        """What devices and typesetter say is handed on until the glass shows what is ``wanted``."""
        end = time.monotonic() + seconds
        while not wanted(self.view):
            left = end - time.monotonic()
            assert left > 0, f"not within {seconds} s: {self.view}"
            try:
                self.attendant.handle(self.inbox.get(timeout=min(left, 1.0)))
            except queue.Empty:
                continue
        return self.view

    def told(self) -> list[tuple[str, int, int | None, str]]:
        bodies = [report.body for report in self.ledger.outbox.reader()(1000)]
        return [(b.state, b.copy_no, b.out, b.errand) for b in bodies if b.kind == "paper"]

    def close(self) -> None:
        self.machine.stop()
        self.typesetter.stop()
        self.ledger.close()


def _at(step: str) -> Callable[[View], bool]:
    return lambda view: isinstance(view, PaperView) and view.step == step


def _troubled(view: View) -> bool:
    return isinstance(view, TroubleView)


def _out(done: int) -> Callable[[View], bool]:
    return lambda view: isinstance(view, PaperView) and view.done == done


class Tray:
    """A simulated printer that prints when told to."""

    def __init__(self) -> None:
        self.host = IppHost(IppSimulator((), 600.0))
        self.driver = self.drive()

    def drive(self) -> IppPrinter:
        address, port = self.host.address.split(":")
        return IppPrinter(tcp_factory(address, int(port), reset=True), self.host.address, wait=0.6)

    def sides(self, many: int) -> None:
        with self.host.device() as press:
            for n in range(1, many + 1):
                press.advance(time.monotonic() + n * press.pace)

    def hand(self, what: str, pace: float = 600.0) -> None:
        with self.host.device() as press:
            press.pace = pace
            getattr(press, what)(time.monotonic())

    def left(self) -> int:
        with self.host.device() as press:
            return sum(not job.over for job in press.jobs)

    def printed(self) -> list[int]:
        with self.host.device() as press:
            return [job.done for job in press.printed if job.done]


@pytest.fixture
def tray() -> Iterator[Tray]:
    made = Tray()
    yield made
    made.driver.close()
    made.host.stop()


def test_paper_out_at_three_of_seven_says_so_and_four_to_seven_follow_alone(tmp_path: Path, tray: Tray):
    with closing(Kiosk(tmp_path, tray.driver)) as kiosk:
        kiosk.open(SEVEN)
        ready = kiosk.until(_at("ready"))
        assert isinstance(ready, PaperView)
        assert (ready.pages, len(ready.pictures), ready.most) == (7, 7, 5)
        kiosk.touch("print")
        kiosk.until(_out(0))
        tray.sides(3)
        kiosk.until(_out(3))
        tray.hand("paper_out")
        stopped = kiosk.until(_troubled)
        assert isinstance(stopped, TroubleView)
        assert stopped.what.key == "paper.why.tray_empty"
        assert stopped.kept is not None
        assert stopped.kept.values == {"out": 3, "from": 4, "sides": 7}
        tray.hand("refill", pace=0.02)
        kiosk.touch("again")
        out = kiosk.until(_at("out"))
        assert isinstance(out, PaperView)
        assert tray.printed() == [3, 4]
        assert kiosk.told() == [("not_printed", 0, 3, "paper"), ("printed", 0, 7, "paper")]
        kiosk.touch("back")
        assert not isinstance(kiosk.view, PaperView)


def test_copies_lie_one_after_another_on_sheets_of_their_own(tmp_path: Path, printer):  # noqa: F811
    with closing(Kiosk(tmp_path, printer.driver())) as kiosk:
        kiosk.open({**CHECKLIST, "lines": SEVEN["lines"][:40]})
        kiosk.until(lambda view: _at("ready")(view) and kiosk.tools.documents.able is True)
        kiosk.touch("copies", "more")
        chosen = kiosk.touch("two_sided")
        assert isinstance(chosen, PaperView)
        assert (chosen.pages, chosen.copies, chosen.sides) == (3, 2, 8)
        kiosk.touch("print")
        kiosk.until(_at("out"))
        assert [(side.page, side.sides) for side in printer.printed()] == [
            (n, "two-sided-long-edge") for n in range(1, 9)
        ]
        assert kiosk.told() == [("printed", 0, 8, "paper")]


def test_what_may_have_come_out_is_only_printed_again_as_a_copy_that_says_so(tmp_path: Path, tray: Tray):
    with closing(Kiosk(tmp_path, tray.driver)) as kiosk:
        kiosk.open(CHECKLIST)
        kiosk.until(_at("ready"))
        kiosk.touch("print")
        kiosk.until(_out(0))
        tray.host.unplug()  # and its memory is gone
        kiosk.until(_troubled)
        tray.host._simulator = IppSimulator((), 0.02)
        tray.host.plug()
        kiosk.until(lambda view: kiosk.tools.documents.able is True)
        kiosk.touch("reprint")
        out = kiosk.until(_at("out"))
        assert isinstance(out, PaperView)
        assert out.copy_no == 1
        assert [one[:2] for one in kiosk.told()] == [("doubtful", 0), ("printed", 1)]


def test_after_a_power_cut_it_is_taken_back_and_the_hall_is_told(tmp_path: Path, tray: Tray):
    with closing(Kiosk(tmp_path, tray.driver)) as kiosk:
        kiosk.open(CHECKLIST)
        kiosk.until(_at("ready"))
        kiosk.touch("print")
        kiosk.until(_out(0))
    again = tray.drive()
    with closing(Kiosk(tmp_path, again)) as kiosk:
        assert kiosk.told() == [("doubtful", 0, 0, "paper")]
        assert not isinstance(kiosk.view, PaperView)
        kiosk.until(lambda view: tray.left() == 0)
    assert tray.printed() == []


def test_a_visit_has_so_many_sides_and_no_more(tmp_path: Path, tray: Tray):
    with closing(Kiosk(tmp_path, tray.driver)) as kiosk:
        kiosk.open(SEVEN)
        kiosk.until(_at("ready"))
        visit = kiosk.attendant._visit
        assert visit is not None
        visit.sides = QUOTA - 15
        kiosk.touch("copies", "more")
        shown = kiosk.touch("copies", "more")
        assert isinstance(shown, PaperView)
        assert (shown.copies, shown.most) == (2, 2)
        visit.sides = QUOTA
        kiosk.touch("back")
        kiosk.open(SEVEN)
        refused = kiosk.until(_troubled)
        assert isinstance(refused, TroubleView)
        assert refused.what.key == "paper.unset.quota"


@pytest.mark.says("kiosk.typesetting", "a paper was not set")
def test_a_paper_with_a_gap_is_not_printed_and_one_without_a_printer_not_set(tmp_path: Path, tray: Tray):
    with closing(Kiosk(tmp_path, tray.driver)) as kiosk:
        kiosk.open({**CHECKLIST, "window": ""})
        refused = kiosk.until(_troubled)
        assert isinstance(refused, TroubleView)
        assert refused.what.key == "paper.unset.missing"
        assert not isinstance(kiosk.touch("back"), TroubleView)
    (tmp_path / "other").mkdir()
    with closing(Kiosk(tmp_path / "other", None)) as kiosk:
        kiosk.open(CHECKLIST)
        assert isinstance(kiosk.view, TroubleView)


def test_the_form_that_goes_with_a_list_has_its_answers_and_its_number():
    form = form_of(PaperWish("checklist", CHECKLIST))
    assert form is not None
    assert form.values["number"] == CHECKLIST["number"]
    told = [(one["name"], one.get("value")) for group in form.values["groups"] for one in group["fields"]]
    assert {(one["question"], one["answer"]) for one in CHECKLIST["answers"]} <= set(told)
    assert papers.render(form.name, form.values).pages == 1
    assert form_of(form) is None


def test_sides_are_the_pages_that_were_set():
    pdf = papers.render("checklist", SEVEN).pdf
    assert papers.sides(pdf) is pdf
    rest = PdfReader(BytesIO(papers.sides(pdf, 2, 9)))
    whole = PdfReader(BytesIO(pdf))
    assert [page.extract_text() for page in rest.pages] == [page.extract_text() for page in whole.pages][1:]
    assert papers.count(7, 2, two_sided=True) == 16
