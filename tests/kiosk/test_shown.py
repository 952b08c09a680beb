"""What is shown to a reader, whenever: every kind of code and a card, at every moment of every errand. Nothing that was
shown vanishes without a sentence, and nothing that is under way is disturbed."""

from contextlib import closing
from datetime import timedelta
from typing import get_args

import pytest

from devices.idcard.card import CardTrouble, IdCard, Trouble
from devices.printer.verdict import Doubtful, Printed, PrinterHealth, Reason
from devices.scanner.scan import ScannerTrouble
from hall.contract.codes import Kind, read
from hall.contract.parts import HelpPart
from hall.contract.passes import Claims, signed
from kiosk.calls import Away, Refused
from kiosk.courier import Acknowledged
from kiosk.errands import Hold, register
from kiosk.errands.identify.view import IdentifyView
from kiosk.errands.ticket.view import TicketView
from kiosk.kit.played import NOW, RECEIPT
from kiosk.kit.views import AskingView, AttractView, Face, HomeView, Sentence, SlipView, TroubleView
from kiosk.ledger.parts import written
from kiosk.machine import CardSaid, PrinterSaid, Scanned
from kiosk.news import PartsCame
from kiosk.screens.samples import PLAN, SAMPLES, WORD
from kiosk.visit.rehearsal import Rehearsal
from kiosk.visit.visit import Visit
from tests.support.stage import Stage, snapshot

OTHER = IdCard("resident", "李样例", "310117198505050014", None)
TEXTS: dict[str, str] = {
    "slip": "OD1:" + "S" * 16,
    "pass": signed(Claims("sjspzx", "pass", b"another!", NOW, NOW + timedelta(days=1)), "01", bytes(range(32))),
    "receipt": RECEIPT,
    "list": "OD6:7.zx_xk.use-office~aged-.AbCd._-.",
    "signed": "SJ1:" + "S" * 20,
    "booking": "OD4:" + "B" * 20,
    "staff": "OD5:" + "S" * 20,
    "pickup": "412087",
    "id_number": "310117198505050014",
    "credit_code": "91310117MA1J00014T",
    "suishenma": "https://s.sh.gov.cn/" + "cd" * 14 + "07" + "1764000000001",
    "unknown": "https://example.cn/what",
}
SCRIPTS = {name: script for samples in (SAMPLES, *register.samples()) for name, script in samples.items()}
SHUT = ("alarm", "alarm-drill", "out-of-service", "out-turned-away", "out-disk-full")


def test_every_kind_is_tried():
    assert set(TEXTS) == set(get_args(Kind))
    assert {kind: read(text).kind for kind, text in TEXTS.items()} == {kind: kind for kind in TEXTS}


def _at(name: str) -> Rehearsal:
    station = WORD.station.model_copy(update={"place": "kiosk1"})
    at = Rehearsal(None if name == "out-of-service" else WORD.model_copy(update={"station": station}), PLAN)
    SCRIPTS[name](at)
    return at


@pytest.mark.parametrize("name", sorted(SCRIPTS))
def test_whatever_is_shown_whenever_is_answered_or_kept_and_said(name: str):
    for kind, text in [*TEXTS.items(), ("card", "")]:
        with closing(_at(name)) as at:
            _is_answered(at, name, kind, text)


def says(face: Face) -> str:
    """Which sentence stands in the frame."""
    return face.frame.notice.key if face.frame.notice else ""


def visitor(stage: Stage) -> str:
    who = stage.attendant.face().frame.visitor
    return who.name if who else ""


def visit(stage: Stage) -> Visit:
    found = stage.attendant._visit
    assert found is not None
    return found


def _is_answered(at: Rehearsal, name: str, kind: str, text: str) -> None:
    before = at.attendant.face()
    hold = at.attendant._visit.hold if at.attendant._visit else Hold.FREE
    asked = len(at._asked)
    at.tell(CardSaid(OTHER)) if kind == "card" else at.scan(text)
    after = at.attendant.face()
    if name in SHUT:
        assert (after.view, len(at._asked)) == (before.view, asked), "the frame says why already"
        return
    if hold >= Hold.BEGUN:
        assert (after.view, len(at._asked)) == (before.view, asked), f"{kind}: nothing under way is disturbed"
        assert says(after) in ("frame.kept.code_busy", "frame.kept.card_busy")
        return
    answered = type(after.view) is not type(before.view) or after.view != before.view or len(at._asked) > asked
    said = after.frame.notice
    told = said is not None and (said != before.frame.notice or said.key == f"scan.{kind}")
    known = after.frame.visitor is not None and after.frame.visitor != before.frame.visitor
    assert answered or told or known, f"{kind} vanished"
    if kind not in register.SCANS and kind != "card":
        assert says(after) == f"scan.{kind}"


@pytest.fixture
def stage(tmp_path):
    stage = Stage(tmp_path, word=snapshot())
    yield stage
    stage.close()


def ordering(stage: Stage) -> None:
    stage.lay()
    stage.lift()
    stage.touch("service", "receive")


def test_a_code_kept_is_offered_when_the_slip_is_out_and_looked_at_on_touch(stage: Stage):
    ordering(stage)
    stage.scan(TEXTS["slip"])
    assert says(stage.attendant.face()) == "frame.kept.code_busy"
    assert not stage.attendant.face().frame.kept
    stage.hall()
    assert isinstance(stage.printer(Printed("process-id")), SlipView), "the slip is not left in the printer"
    face = stage.attendant.face()
    assert (says(face), face.frame.kept) == ("frame.kept.code_free", True)
    stage.touch("kept")
    assert stage.table.asked[-1].path == "tickets/" + "S" * 16
    assert stage.attendant.face().frame.visitor is None, "a visit of its own"


def test_a_card_kept_begins_the_next_visit_when_the_one_before_is_done(stage: Stage):
    ordering(stage)
    stage.lay(OTHER)
    assert says(stage.attendant.face()) == "frame.kept.card_busy"
    stage.hall()
    stage.printer(Printed("process-id"))
    view = stage.touch("done")
    assert isinstance(view, TicketView)
    assert visitor(stage) == "李*"


def test_who_leaves_takes_what_was_kept_along(stage: Stage):
    ordering(stage)
    stage.lay(OTHER)
    stage.hall()
    stage.printer(Printed("process-id"))
    assert isinstance(stage.touch("leave"), AttractView)
    assert stage.attendant._shown.kept is None


def test_the_same_card_once_more_is_nobody_elses(stage: Stage):
    ordering(stage)
    stage.lay()
    assert stage.attendant.face().frame.notice is None
    assert stage.attendant._shown.kept is None


@pytest.mark.parametrize("kind", ["slip", "suishenma", "unknown"])
def test_the_same_code_held_there_longer_is_nobody_elses(stage: Stage, kind: str):
    """While the hall is still asked about it."""
    view = stage.scan(TEXTS[kind])
    assert stage.scan(TEXTS[kind]) == view
    assert len(stage.table.asked) == 1, "it is asked once"
    assert (stage.attendant.face().frame.notice, stage.attendant._shown.kept) == (None, None)


def test_another_slip_shown_meanwhile_is_kept(stage: Stage):
    stage.scan(TEXTS["slip"])
    stage.scan("OD1:" + "Z" * 16)
    assert says(stage.attendant.face()) == "frame.kept.code_busy"
    stage.scan(TEXTS["slip"])
    assert stage.attendant._shown.kept == read("OD1:" + "Z" * 16)


@pytest.mark.parametrize("kind", ["credit_code", "id_number"])
def test_the_code_that_said_who_he_is_is_nobody_elses(stage: Stage, kind: str):
    stage.numbers = None  # the hall is slow to say which he has
    stage.scan(TEXTS[kind])
    assert visit(stage).hold == Hold.BUSY
    stage.scan(TEXTS[kind])
    assert (stage.attendant.face().frame.notice, stage.attendant._shown.kept) == (None, None)
    stage.scan(TEXTS["pickup"])
    assert says(stage.attendant.face()) == "frame.kept.code_busy", "another is kept"


def test_a_slip_looked_at_before_is_kept_when_something_else_is_under_way(stage: Stage):
    stage.scan(TEXTS["slip"])
    stage.hall(Away())
    stage.touch("home")
    stage.touch("service", "receive")
    stage.touch("skip")
    stage.scan(TEXTS["slip"])
    assert says(stage.attendant.face()) == "frame.kept.code_busy"


def test_what_was_looked_at_goes_with_the_visit(stage: Stage):
    stage.scan(TEXTS["slip"])
    stage.hall(Away())
    stage.touch("leave")
    stage.touch("wake")
    assert visit(stage).code is None


@pytest.mark.parametrize("answer", [Away(), Refused("unknown", "不认识这个码", "unknown")])
def test_who_is_known_is_not_asked_again_because_of_a_code_nobody_knows(stage: Stage, answer):
    stage.lay()
    stage.scan(TEXTS["unknown"])
    asking = stage.attendant.face().view
    assert isinstance(asking, IdentifyView)
    assert asking.asking_hall
    view = stage.hall(answer)
    assert isinstance(view, TicketView), "where he was"
    face = stage.attendant.face()
    assert visitor(stage) == "张*"
    assert face.frame.notice is not None


def test_bytes_that_are_no_code_get_a_sentence_and_wake_nobody(stage: Stage):
    view = stage.tell(Scanned(ScannerTrouble("nonsense")))
    assert isinstance(view, AttractView)
    assert says(stage.attendant.face()) == "scan.nonsense"
    stage.touch("wake")
    stage.tell(Scanned(ScannerTrouble("nonsense")))
    assert says(stage.attendant.face()) == "scan.nonsense"


def test_a_kind_without_an_errand_is_told_so_and_what_is_open_stays(stage: Stage):
    assert isinstance(stage.scan(TEXTS["pass"]), HomeView), "somebody is there"
    stage.touch("service", "receive")
    assert isinstance(stage.scan(TEXTS["pickup"]), IdentifyView)
    assert says(stage.attendant.face()) == "scan.pickup"
    assert stage.table.asked == []


def test_asking_the_hall_says_what_is_asked_and_no_other_errands_words(stage: Stage):
    view = stage.scan(TEXTS["slip"])
    assert isinstance(view, AskingView)
    assert view.what.key == "lookup.asking"


def test_a_card_left_by_the_one_before_is_told_until_it_is_gone(stage: Stage):
    stage.lay()
    stage.touch("leave")
    assert stage.attendant.face().frame.card_left
    stage.touch("wake")
    assert stage.attendant.face().frame.card_left, "a touch does not take the card away"
    stage.lift()
    assert not stage.attendant.face().frame.card_left
    stage.lay()
    assert not stage.attendant.face().frame.card_left, "it is his who stands there"


def test_words_about_people_rest_on_people(stage: Stage):
    def people(**part) -> None:
        stage.tell(PartsCame(stage.desk.now(), written({"help": HelpPart(**part)})))

    def said() -> tuple[bool, bool]:
        asked = stage.attendant.face().frame.help
        assert asked is not None
        return asked.watched, asked.seen

    people(taken=stage.desk.now())  # a call of before
    stage.touch("wake")
    stage.touch("help")
    stage.tell(Acknowledged(visit(stage).help_seq))
    assert said() == (False, False), "the hall has it, and nobody is there"
    people(watched=True)
    assert said() == (True, False)
    people(watched=True, taken=stage.desk.now())
    assert said() == (True, True)


def test_printer_trouble_is_told_to_who_comes_in_by_card(stage: Stage):
    stage.tell(PrinterSaid(PrinterHealth(False, frozenset({Reason.PAPER_END}))))
    view = stage.lay()
    assert isinstance(view, TicketView)
    assert view.attention == Sentence("home.attention.printer")


def test_skipping_with_nothing_chosen_goes_on_to_choosing(stage: Stage):
    stage.tell(CardSaid(CardTrouble(Trouble.LAY_AGAIN)))
    assert isinstance(stage.touch("skip"), TicketView)


def test_a_code_shown_during_trouble_waits_until_the_number_is_settled(stage: Stage):
    ordering(stage)
    stage.hall()
    trouble = stage.printer(Doubtful(Reason.SILENT))
    assert isinstance(trouble, TroubleView)
    assert stage.scan(TEXTS["slip"]) == trouble
    stage.touch("got_it")
    assert stage.table.asked[-1].path == "tickets/" + "S" * 16
