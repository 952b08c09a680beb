"""What a visitor lives through, said as promises; the hall and the printer answered by hand."""

import pickle
import resource
import tempfile
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from devices.idcard.card import CardTrouble, IdCard, Trouble
from devices.printer.slip import Pair, Text
from devices.printer.verdict import Doubtful, NotPrinted, Printed, PrinterHealth, Reason
from hall.contract.parts import HelpPart
from hall.contract.plan import Plan
from hall.contract.queue import Block, TicketOrder, TicketState, TicketStatus
from hall.contract.snapshot import CodeLookup, PublishedPlan, Snapshot
from kiosk.alarm import FireSaid
from kiosk.calls import Away, Refused
from kiosk.courier import Acknowledged
from kiosk.errands.identify.view import IdentifyView
from kiosk.errands.ticket.view import TicketView
from kiosk.errands.way.view import WayView
from kiosk.kit.views import AlarmView, AttractView, HomeView, OutOfServiceView, Sentence, SlipView, TroubleView
from kiosk.ledger.parts import written
from kiosk.machine import CardSaid, PrinterSaid
from kiosk.news import HallSeen, PartsCame, PartsWrong, TurnedAway
from kiosk.visit import Patience, Tick
from tests.support.plans import beside, songjiang
from tests.support.snapshots import came
from tests.support.stage import CARD, NAME, NUMBER, Stage, snapshot, ticket_for

PRINTED = Printed("process-id")


@pytest.fixture
def stage(tmp_path: Path):
    stage = Stage(tmp_path, word=snapshot())
    yield stage
    stage.close()


def words(stage: Stage) -> str:
    """All text on the slip that was sent last."""
    _, slip, _ = stage.table.printed[-1]
    texts = [line.text for line in slip.lines if isinstance(line, Text)]
    pairs = [part for line in slip.lines if isinstance(line, Pair) for part in (line.left, line.right)]
    return "\n".join(texts + pairs)


def test_card_then_one_touch_then_a_slip(stage: Stage):
    assert isinstance(stage.lay(), TicketView)
    assert stage.attendant.face().frame.visitor.name == "张*"
    assert stage.touch("service", "receive").working == "ordering"
    assert stage.hall().working == "printing"
    slip = stage.printer(PRINTED)
    assert isinstance(slip, SlipView)
    assert (slip.number, slip.ahead, slip.printed, slip.offline) == ("A012", 3, True, False)
    assert stage.reports()[-1] == "paper printed"
    assert isinstance(stage.touch("done"), AttractView)


def test_three_touches_without_any_card(stage: Stage):
    touches = [("wake", ""), ("service", "receive"), ("skip", "")]
    views = [stage.touch(*touch) for touch in touches]
    assert [type(view) for view in views[:2]] == [HomeView, IdentifyView]
    stage.hall()
    assert isinstance(stage.printer(PRINTED), SlipView)


def test_a_card_laid_after_choosing_goes_straight_on(stage: Stage):
    stage.touch("wake")
    stage.touch("service", "receive")
    assert stage.lay().working == "ordering"


def test_the_hall_gets_a_hash_and_four_characters_and_nothing_else(stage: Stage):
    stage.lay()
    stage.touch("service", "receive")
    order = stage.table.asked[0].body
    assert isinstance(order, TicketOrder)
    assert order.subject is not None
    assert order.subject.last4 == "0013"
    assert NUMBER not in order.model_dump_json()
    stage.hall()
    assert "身份证 ****0013" in words(stage)
    assert NUMBER not in words(stage)
    assert NAME not in words(stage)


def test_nothing_personal_is_left_after_the_visit(stage: Stage):
    stage.touch("wake")
    stage.touch("service", "receive")
    stage.touch("type")
    stage.type(NUMBER)
    stage.touch("leave")
    stage.lay()
    stage.touch("leave")
    left = repr(stage.attendant._visit) + repr(stage.attendant.face()) + repr(stage.faces[-1])
    assert "0013" not in left
    assert stage.attendant._visit is None
    assert NUMBER.encode() not in stage.ledger.file.path.read_bytes()
    assert NUMBER not in repr(CARD)
    assert pickle.dumps(stage.attendant.face()).find(b"0013") < 0


@pytest.mark.parametrize(
    ("typed", "sentence", "place"),
    [
        ("310117199013", "identify.problem.date", None),
        ("31011719901", None, None),
        ("310117199001010014", "identify.problem.check_id_number", (None, None)),
        ("310118199001010013", "identify.problem.check_id_number", (None, None)),
        ("310117198502290012", "identify.problem.date", (13, 14)),
        ("010117199001010013", "identify.problem.region", (1, 2)),
        ("3101X", "identify.problem.character", (5, 5)),
    ],
)
def test_the_wrong_digit_is_named_while_typing(stage: Stage, typed: str, sentence: str | None, place):
    stage.touch("wake")
    stage.touch("service", "receive")
    stage.touch("type")
    view = stage.type(typed)
    if len(typed) < 18 and sentence != "identify.problem.character":
        assert view.problem is None
        view = stage.touch("confirm")
        assert view.problem.sentence.key == "identify.problem.length"
        return
    assert view.problem.sentence.key == sentence
    assert (view.problem.start, view.problem.end) == place
    assert stage.touch("confirm").problem is not None, "a wrong number never goes on"


def test_a_firm_types_its_credit_code(stage: Stage):
    stage.touch("wake")
    stage.touch("service", "receive")
    stage.touch("type")
    stage.touch("kind", "credit_code")
    assert stage.type("91310117MA1J00014T").complete
    assert stage.touch("confirm").working == "ordering"
    assert stage.attendant.face().frame.visitor.kind == "firm"


def test_a_scanned_licence_that_carries_the_code_is_understood(stage: Stage):
    stage.scan("名称：样例公司;统一社会信用代码:91310117MA1J00014T;")
    assert stage.attendant.face().frame.visitor.kind == "firm"


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [(Away(), "identify.trouble.code_hall_away"), (Refused("unknown", "不认识这个码", "unknown"), "frame.hall_said")],
)
def test_a_code_only_the_city_can_read_says_why_not(stage: Stage, answer, sentence: str):
    text = "https://s.sh.gov.cn/" + "ab" * 14 + "06" + "1764000000000"
    assert stage.scan(text).asking_hall
    assert [call.body for call in stage.table.asked] == [CodeLookup(text=text)]
    view = stage.hall(answer)
    assert view.trouble.key == sentence
    assert not view.asking_hall


def test_a_queue_slip_scanned_shows_where_it_stands(stage: Stage):
    stage.scan("OD1:" + "T" * 16)
    assert [(call.method, call.path) for call in stage.table.asked] == [("GET", "tickets/" + "T" * 16)]
    status = TicketStatus(ticket=ticket_for(TicketOrder(key="k" * 16, service="receive")), state="called", window="3")
    view = stage.hall(status)
    assert (view.number, view.state, view.called_to, view.printed) == ("A012", "called", "3", False)


@pytest.mark.parametrize("trouble", list(Trouble))
def test_every_card_trouble_has_its_sentence(stage: Stage, trouble: Trouble):
    stage.touch("wake")
    stage.touch("service", "receive")
    view = stage.tell(CardSaid(CardTrouble(trouble)))
    assert view.trouble.key == f"identify.trouble.{trouble.value}"
    assert isinstance(stage.lay(), TicketView), "a card that is then read goes on"


def test_an_expired_card_is_said_but_queues(stage: Stage):
    stage.lay(IdCard("resident", NAME, NUMBER, date(2020, 1, 1)))
    assert stage.attendant.face().frame.notice.key == "identify.trouble.expired_card"
    assert stage.touch("service", "receive").working == "ordering"


# -- the hall away ---------------------------------------------------------------------------------------------------


def test_the_hall_away_gives_a_number_of_the_block_marked_as_such(tmp_path: Path):
    day = snapshot().at.date()
    stage = Stage(tmp_path, word=snapshot(blocks=(Block(service="receive", day=day, first=701, last=702),)))
    for expected in ("A701", "A702"):
        stage.touch("wake")
        stage.touch("service", "receive")
        stage.touch("skip")
        assert stage.hall(Away()).working == "printing"
        assert "离线号" in words(stage)
        slip = stage.printer(PRINTED)
        assert (slip.number, slip.offline, slip.ahead) == (expected, True, None)
        stage.touch("done")
    stage.touch("wake")
    stage.touch("service", "receive")
    stage.touch("skip")
    view = stage.hall(Away())
    assert isinstance(view, TroubleView)
    assert view.next.key == "ticket.no_number_next"
    assert stage.reports().count("ticket_taken") == 2
    stage.close()


def test_one_lost_round_is_not_an_outage_but_silence_is(stage: Stage, monkeypatch: pytest.MonkeyPatch):
    stage.tell(HallSeen(None))
    assert not stage.attendant.face().frame.hall_away
    stage.attendant._around._hall_heard -= 60
    stage.tell(HallSeen(None))
    assert stage.attendant.face().frame.hall_away
    stage.tell(HallSeen(snapshot().at))
    assert not stage.attendant.face().frame.hall_away


# -- the way ---------------------------------------------------------------------------------------------------------


def placed(at: datetime | None = None) -> Snapshot:
    """The hall's word to a kiosk that stands in its plan; what we call receive is intake there."""
    word = snapshot(at=at)
    intake = word.services[0].model_copy(update={"id": "intake"})
    return word.model_copy(
        update={"plan": 1, "services": (intake,), "station": word.station.model_copy(update={"place": "kiosk1"})}
    )


def plan_came(revision: int, plan: Plan) -> PartsCame:
    at = placed().at
    return PartsCame(at, written({"plan": PublishedPlan(revision=revision, at=at, plan=plan)}))


@pytest.fixture
def standing(tmp_path: Path):
    stage = Stage(tmp_path, word=placed())
    stage.tell(plan_came(1, songjiang()))
    yield stage
    stage.close()


def take(stage: Stage) -> SlipView:
    stage.touch("wake")
    stage.touch("service", "intake")
    stage.touch("skip")
    stage.hall()
    view = stage.printer(PRINTED)
    assert isinstance(view, SlipView)
    return view


def scanned(stage: Stage, answer: TicketStatus | Away) -> SlipView:
    stage.scan("OD1:" + "T" * 16)
    view = stage.hall(answer)
    assert isinstance(view, SlipView)
    return view


def called_to(window: str) -> TicketStatus:
    order = TicketOrder(key="k" * 16, service="intake")
    return TicketStatus(ticket=ticket_for(order), state="called", window=window)


def test_the_slip_says_the_way_on_the_glass_and_on_paper(standing: Stage):
    standing.touch("wake")
    standing.touch("service", "intake")
    standing.touch("skip")
    standing.hall()
    assert "到最近的 2 号窗口：" in words(standing)
    view = standing.printer(PRINTED)
    assert view.way.target == ("1", "2", "3", "4", "5")
    assert view.way.known is None, "the hall is there to ask"
    way = standing.touch("way")
    assert isinstance(way, WayView)
    assert standing.attendant.face().frame.can_back
    assert isinstance(standing.touch("back"), SlipView)
    assert isinstance(standing.touch("way"), WayView)
    assert isinstance(standing.touch("done"), AttractView)


def test_a_code_shown_while_the_slip_before_stands_there_is_answered(standing: Stage):
    take(standing)
    view = scanned(standing, called_to("5"))
    assert (view.printed, view.called_to) == (False, "5")
    standing.touch("home")
    take(standing)
    standing.scan("91310117MA1J00014T")
    face = standing.attendant.face()
    assert face.frame.visitor.kind == "firm"
    assert isinstance(face.view, TicketView), "a visit of its own"


def test_a_card_laid_while_the_slip_before_stands_there_is_the_next_visitors_unless_it_is_the_same_card(stage: Stage):
    stage.lay()
    stage.touch("service", "receive")
    stage.hall()
    assert isinstance(stage.printer(PRINTED), SlipView)
    stage.lift()
    assert isinstance(stage.lay(), SlipView), "read once more"
    other = replace(CARD, name="李某", number="310117198505050017")
    assert isinstance(stage.lay(other), TicketView)
    assert stage.attendant.face().frame.visitor.name.startswith("李")


def test_a_code_shown_while_a_number_is_on_its_way_waits(standing: Stage):
    standing.touch("wake")
    standing.touch("service", "intake")
    standing.touch("skip")
    standing.scan("OD1:" + "T" * 16)
    standing.hall()
    standing.scan("OD1:" + "T" * 16)
    assert isinstance(standing.printer(PRINTED), SlipView), "the slip is not left in the printer"
    assert standing.table.asked == []


def test_a_slip_scanned_after_a_move_shows_the_new_way_and_so_does_one_that_lies_open(standing: Stage):
    before = scanned(standing, called_to("5"))
    standing.touch("way")
    after = standing.tell(plan_came(2, beside(songjiang(), "w5", "w8")))
    assert isinstance(after, WayView)
    assert after.way.zh != before.way.zh
    standing.touch("home")
    assert scanned(standing, called_to("5")).way == after.way


def test_low_position_goes_without_steps_until_the_visitor_says_otherwise(standing: Stage):
    scanned(standing, called_to("5"))
    standing.touch("way")
    assert not standing.attendant.face().view.way.step_free
    assert standing.touch("low").way.step_free
    assert not standing.touch("step_free").way.step_free
    standing.touch("leave")
    assert not scanned(standing, called_to("5")).way.step_free, "the next visit begins anew"


def test_with_the_hall_away_a_slip_given_out_here_still_finds_its_window_and_says_since_when(standing: Stage):
    take(standing)
    standing.touch("done")
    view = scanned(standing, Away())
    assert (view.number, view.state, view.ahead) == ("A012", "unknown", None)
    assert view.way.known is not None


def test_with_the_hall_away_a_slip_from_elsewhere_is_not_guessed_at(standing: Stage):
    standing.scan("OD1:" + "U" * 16)
    assert standing.hall(Away()).what.key == "lookup.hall_away"


def test_the_last_plan_outlives_the_program(standing: Stage, tmp_path: Path):
    standing.close()
    again = Stage(tmp_path)
    assert again.desk.plan is not None
    assert scanned(again, called_to("5")).way.goal == "5"
    again.close()


@pytest.mark.parametrize("state", ["done", "missed", "void"])
def test_who_has_no_way_to_go_is_shown_none(standing: Stage, state: TicketState):
    status = called_to("5").model_copy(update={"state": state})
    assert scanned(standing, status).way is None


def test_a_kiosk_that_stands_nowhere_shows_no_way_and_has_no_key_for_it(stage: Stage):
    stage.tell(plan_came(1, songjiang()))
    scanned(stage, called_to("5"))
    view = stage.touch("way")
    assert isinstance(view, SlipView)
    assert view.way is None


# -- the printer -----------------------------------------------------------------------------------------------------


def ordered(stage: Stage) -> None:
    stage.touch("wake")
    stage.touch("service", "receive")
    stage.touch("skip")
    stage.hall()


@pytest.mark.parametrize("reason", [reason for reason in Reason if reason not in (Reason.PAPER_LOW,)])
def test_not_printed_keeps_the_number_and_the_next_try_is_the_original(stage: Stage, reason: Reason):
    ordered(stage)
    trouble = stage.printer(NotPrinted(reason))
    assert trouble.what.key == f"trouble.{reason.value}.what"
    assert trouble.number == "A012"
    assert stage.touch("again").working == "printing"
    assert "补打" not in words(stage)
    assert stage.printer(PRINTED).copy_no == 0


def test_a_beginning_on_paper_makes_the_next_try_a_copy(stage: Stage):
    ordered(stage)
    assert [choice.touch for choice in stage.printer(NotPrinted(Reason.PAPER_END, partial=True)).choices] == [
        "no_slip",
        "reprint",
    ]
    stage.touch("reprint")
    assert "补打第 1 次" in words(stage)
    assert stage.printer(PRINTED).copy_no == 1


def test_doubt_is_said_and_settled_by_the_visitor(stage: Stage):
    ordered(stage)
    assert stage.printer(Doubtful(Reason.SILENT)).what.key == "trouble.doubtful.what"
    assert isinstance(stage.touch("got_it"), AttractView)
    assert stage.reports()[-2:] == ["paper doubtful", "paper settled"]


def test_doubt_then_a_reprint_is_marked(stage: Stage):
    ordered(stage)
    stage.printer(Doubtful(Reason.SILENT))
    assert stage.touch("again").what.key == "trouble.doubtful.what", "a doubtful one is never printed as an original"
    stage.touch("reprint")
    assert "补打第 1 次" in words(stage)
    assert next(paper for paper, _, _ in stage.table.printed).endswith("-1")


def test_a_printer_known_to_be_unable_is_told_before_and_not_tried(stage: Stage):
    stage.tell(PrinterSaid(PrinterHealth(False, frozenset({Reason.PAPER_END}))))
    assert stage.touch("wake").attention is not None
    stage.touch("service", "receive")
    stage.touch("skip")
    view = stage.hall()
    assert view.what.key == "trouble.paper_end.what"
    assert view.number == "A012"
    assert stage.table.printed == []


def test_a_visitor_at_work_is_neither_timed_out_nor_sent_home(tmp_path: Path):
    stage = Stage(tmp_path, word=snapshot(), patience=Patience(0, 0))
    stage.touch("wake")
    stage.touch("service", "receive")
    stage.touch("skip")
    for touch in ("home", "back", "done", "leave", "service"):
        assert stage.touch(touch).working == "ordering"
    assert stage.tell(Tick()).working == "ordering"
    stage.hall()
    stage.printer(PRINTED)
    stage.tell(Tick())
    assert isinstance(stage.tell(Tick()), AttractView)
    stage.close()


# -- the ledger ------------------------------------------------------------------------------------------------------


@contextmanager
def full_disk():
    """No file may grow: what a write meets on a full disk, from the kernel itself."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_is_said_before_the_hall_is_asked(stage: Stage):
    stage.touch("wake")
    stage.touch("service", "receive")
    with full_disk():
        view = stage.touch("skip")
    assert view.what.key == "ticket.disk_full"
    assert stage.table.asked == []
    stage.touch("home")
    stage.touch("wake")
    stage.touch("service", "receive")
    assert stage.touch("skip").working == "ordering", "with room again it goes on as if nothing had been"


def test_a_disk_that_fills_after_the_number_keeps_the_number_on_the_screen(stage: Stage):
    stage.touch("wake")
    stage.touch("service", "receive")
    stage.touch("skip")
    with full_disk():
        view = stage.hall()
    assert (view.what.key, view.number) == ("ticket.disk_full_late", "A012")
    assert stage.table.printed == [], "nothing is printed that is not written down"


def test_help_is_promised_only_when_the_hall_has_it(stage: Stage):
    stage.touch("wake")
    stage.touch("help")
    assert stage.attendant.face().frame.help.told is None
    seq = stage.attendant._visit.help_seq
    stage.tell(Acknowledged(seq))
    assert stage.attendant.face().frame.help.told is True
    stage.touch("help")
    stage.attendant._visit.help_until = 0
    stage.tell(Tick())
    assert stage.attendant.face().frame.help.told is False


def test_somebody_has_seen_a_call_only_when_a_person_has_taken_that_call(stage: Stage):
    def says(taken: datetime) -> None:
        stage.tell(PartsCame(taken, written({"help": HelpPart(watched=True, taken=taken)})))

    stage.touch("wake")
    stage.touch("help")
    at = stage.attendant._visit.help_at
    says(at)
    assert not stage.attendant.face().frame.help.seen, "the hall does not have it yet"
    says(at - timedelta(minutes=3))
    stage.tell(Acknowledged(stage.attendant._visit.help_seq))
    assert not stage.attendant.face().frame.help.seen, "that was another's call"
    says(at + timedelta(milliseconds=1))
    assert stage.attendant.face().frame.help.seen


def test_in_an_alarm_nothing_else_is_done_until_it_is_over(stage: Stage):
    stage.touch("wake")
    stage.touch("service", "receive")
    calm = stage.desk.snapshot
    view = stage.tell(came(calm.model_copy(update={"alarm": "evacuation"})))
    assert view == AlarmView("evacuation")
    for what in ("wake", "skip", "home"):
        assert stage.touch(what) == view
    assert stage.lay() == view
    assert stage.scan("OD1:" + "T" * 16) == view
    assert stage.table.asked == []
    assert not isinstance(stage.tell(came(calm)), AlarmView)


def test_our_own_fire_contact_is_believed_before_the_hall_has_heard_of_it(stage: Stage):
    calm = stage.desk.snapshot
    assert isinstance(stage.tell(FireSaid(True, 1_700_000_000_000)), AlarmView)
    assert isinstance(stage.tell(came(calm)), AlarmView), "it was made before"
    assert isinstance(stage.tell(came(calm.model_copy(update={"alarm": "evacuation"}))), AlarmView)
    assert isinstance(stage.tell(came(calm)), AttractView), "all clear, whatever the contact says"
    assert isinstance(stage.tell(FireSaid(True, 1_700_000_009_000)), AlarmView)
    assert isinstance(stage.tell(FireSaid(False, 1_700_000_009_000)), AttractView)


def test_without_any_word_from_the_hall_it_is_out_of_service(tmp_path: Path):
    stage = Stage(tmp_path)
    assert isinstance(stage.touch("wake"), OutOfServiceView)
    assert isinstance(stage.lay(), OutOfServiceView)
    assert isinstance(stage.scan("x"), OutOfServiceView)
    stage.close()


# -- power cuts ------------------------------------------------------------------------------------------------------


def restart(stage: Stage, path: Path) -> Stage:
    stage.close()  # the ledger is on disk already: closing adds nothing (tested with SIGKILL in test_ledger)
    return Stage(path, word=snapshot())


def test_killed_after_ordering_the_same_key_is_asked_again(stage: Stage, tmp_path: Path):
    stage.touch("wake")
    stage.touch("service", "receive")
    stage.touch("skip")
    (order,) = stage.table.asked
    again = restart(stage, tmp_path)
    assert again.table.asked == [order]
    again.hall()
    assert isinstance(again.printer(PRINTED), SlipView)
    assert restart(again, tmp_path).table.asked == []


def test_killed_while_printing_it_is_doubtful_and_said(stage: Stage, tmp_path: Path):
    ordered(stage)
    again = restart(stage, tmp_path)
    view = again.attendant.face().view
    assert view.what.key == "trouble.doubtful.what"
    assert view.number == "A012"
    assert again.table.printed == [], "never a second original"
    again.touch("reprint")
    assert "补打第 1 次" in words(again)
    again.close()


def test_killed_after_planning_it_is_printed_as_the_original(stage: Stage, tmp_path: Path):
    ordered(stage)
    stage.ledger.file.execute("UPDATE papers SET state = 'planned', job = 0")  # as after a kill between the two commits
    again = restart(stage, tmp_path)
    assert len(again.table.printed) == 1
    assert "补打" not in words(again)
    again.close()


def test_after_a_long_power_cut_nothing_comes_out_for_a_stranger(stage: Stage, tmp_path: Path):
    ordered(stage)
    stage.ledger.file.execute("UPDATE tickets SET ordered_at = ordered_at - 7 * 86400")
    again = restart(stage, tmp_path)
    assert again.table.printed == []
    assert isinstance(again.attendant.face().view, AttractView)
    assert "paper doubtful" in again.reports()
    assert restart(again, tmp_path).table.printed == []


def test_a_clock_that_jumped_back_an_hour_is_reported_and_silences_nobody(stage: Stage, tmp_path: Path):
    ordered(stage)
    stage.attendant._around._wall = (stage.attendant._around._wall[0] + 3600, stage.attendant._around._wall[1])
    stage.tell(Tick())
    assert "clock" in stage.reports()
    stage.ledger.file.execute("UPDATE tickets SET ordered_at = ordered_at + 3600")
    again = restart(stage, tmp_path)
    assert isinstance(again.attendant.face().view, TroubleView)
    again.close()


# -- anything at all -------------------------------------------------------------------------------------------------

TOUCHES = [
    *("wake", "take", "skip", "type", "lay", "erase", "clear", "confirm", "again", "got_it", "no_slip", "reprint"),
    *("done", "back", "home", "care", "low", "language", "help", "help_close", "still_here", "leave"),
    *("way", "step_free", "nonsense"),
]
VERDICTS = [PRINTED, NotPrinted(Reason.PAPER_END), NotPrinted(Reason.CUTTER, partial=True), Doubtful(Reason.SILENT)]


class AnyVisit(RuleBasedStateMachine):
    """Whatever happens in whatever order: a face, one original a ticket, and every number accounted for."""

    def __init__(self) -> None:
        super().__init__()
        self.directory = tempfile.TemporaryDirectory()
        day = snapshot().at.date()
        blocks = (Block(service="receive", day=day, first=701, last=720),)
        self.stage = Stage(Path(self.directory.name), word=snapshot(blocks=blocks))
        self.originals: list[str] = []
        self.n = 0

    @rule(what=st.sampled_from(TOUCHES))
    def touch(self, what: str) -> None:
        self.stage.touch(what)

    @rule(service=st.sampled_from(["receive", "advice", "collect", "nothing", ""]))
    def choose(self, service: str) -> None:
        self.stage.touch("service", service)

    @rule(text=st.text("0123456789Xx一 '\"", max_size=20))
    def type(self, text: str) -> None:
        self.stage.type(text)

    @rule(text=st.one_of(st.just("OD1:" + "T" * 16), st.just(NUMBER), st.text(max_size=40)))
    def scan(self, text: str) -> None:
        self.stage.scan(text)

    @rule()
    def lay(self) -> None:
        self.stage.lay()

    @rule()
    def lift(self) -> None:
        self.stage.lift()

    @rule(trouble=st.sampled_from(list(Trouble)))
    def card_trouble(self, trouble: Trouble) -> None:
        self.stage.tell(CardSaid(CardTrouble(trouble)))

    @precondition(lambda self: self.stage.table.asked)
    @rule(away=st.booleans())
    def hall(self, away: bool) -> None:
        asked = self.stage.table.asked[0].body
        if away or not isinstance(asked, TicketOrder):
            self.stage.hall(Away())
        else:
            self.n += 1
            self.stage.hall(ticket_for(asked, self.n))

    @precondition(lambda self: self.stage.table.printed)
    @rule(verdict=st.sampled_from(VERDICTS))
    def printer(self, verdict) -> None:
        paper, slip, _ = self.stage.table.printed[0]
        text = repr(slip)
        on_paper = not isinstance(verdict, NotPrinted) or verdict.partial
        if on_paper and "补打" not in text and "Reprint" not in text:
            self.originals.append(paper)
        self.stage.printer(verdict)

    @rule(able=st.sampled_from([True, False, None]))
    def health(self, able: bool | None) -> None:
        self.stage.tell(PrinterSaid(PrinterHealth(able, frozenset({Reason.PAPER_END} if able is False else set()))))

    @rule()
    def tick(self) -> None:
        self.stage.tell(Tick())

    @invariant()
    def one_original_a_ticket(self) -> None:
        assert len(self.originals) == len(set(self.originals))

    @invariant()
    def there_is_always_a_face(self) -> None:
        assert self.stage.attendant.face().view is not None

    @invariant()
    def at_most_one_thing_is_under_way(self) -> None:
        assert len(self.stage.table.printed) <= 1

    def teardown(self) -> None:
        self.stage.close()
        self.directory.cleanup()


AnyVisit.TestCase.settings = settings(
    max_examples=60, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
)
TestAnyVisit = AnyVisit.TestCase


def test_noise_on_the_scanner_line_wakes_nobody(stage: Stage):
    for noise in ("J", "*", "0123", " 12345 "):
        assert isinstance(stage.scan(noise), AttractView)
    assert stage.table.asked == []


def test_an_alarm_is_asked_for_anew_after_a_restart(stage: Stage, tmp_path: Path):
    """It may be over by now, or go on: neither is known from the ledger."""
    calm = stage.desk.snapshot
    assert calm is not None
    assert isinstance(stage.tell(came(calm.model_copy(update={"alarm": "evacuation"}))), AlarmView)
    again = restart(stage, tmp_path)
    assert isinstance(again.attendant.face().view, AttractView)
    assert "alarm" not in {part.name for part in again.ledger.parts.all()}


def test_a_part_of_the_halls_word_that_is_wrong_is_reported_once_and_when_it_is_well(stage: Stage):
    before = len(stage.reports())
    stage.tell(PartsWrong({"experts": "unreadable"}), PartsWrong({"experts": "unreadable"}), PartsWrong({}))
    told = [report.body for report in stage.ledger.outbox.reader()(1000)][before:]
    assert [(body.device, body.able, body.reasons) for body in told if body.kind == "device"] == [
        ("part experts", False, ("unreadable",)),
        ("part experts", True, ()),
    ]


def test_a_kiosk_the_hall_has_retired_says_so_at_once_and_invites_nobody(stage: Stage):
    stage.touch("wake")
    assert isinstance(stage.touch("take"), TicketView)
    view = stage.tell(TurnedAway())
    assert isinstance(view, OutOfServiceView)
    assert view.why == Sentence("out.why.turned_away")
    assert not stage.attendant.face().frame.hall_away, "the network is well"
    for view in (stage.lay(), stage.scan("OD1:" + "T" * 16), stage.touch("wake"), stage.touch("help")):
        assert isinstance(view, OutOfServiceView)
    assert stage.table.asked == []
    stage.tell(TurnedAway())
    assert stage.attendant.face().frame.help is not None, "a call for help is not cut short"
    assert not isinstance(stage.tell(HallSeen(snapshot().at)), OutOfServiceView), "it was enrolled again"


def test_a_number_that_is_being_printed_is_finished_although_the_kiosk_is_retired(stage: Stage):
    ordered(stage)
    assert not isinstance(stage.tell(TurnedAway()), OutOfServiceView)
    assert isinstance(stage.printer(PRINTED), SlipView)
    stage.touch("done")
    assert isinstance(stage.attendant.face().view, OutOfServiceView)


def test_a_kiosk_the_hall_has_never_known_says_that(tmp_path: Path):
    stage = Stage(tmp_path)
    view = stage.tell(TurnedAway())
    stage.close()
    assert isinstance(view, OutOfServiceView)
    assert view.why == Sentence("out.why.not_enrolled")
