"""Who comes back with his card finds his numbers of today, and the slip that never came out; nobody else does."""

from datetime import timedelta
from pathlib import Path

import pytest

from devices.idcard.card import IdCard
from devices.printer.slip import Pair
from devices.printer.verdict import Doubtful, NotPrinted, Printed, Reason
from hall.contract.ids import subject_of
from hall.contract.queue import LiveNumbers, TicketOrder, TicketStatus
from kiosk.calls import Away, Refused
from kiosk.errands.numbers import errand as numbers_errand
from kiosk.errands.numbers.view import NumbersView
from kiosk.errands.ticket.view import TicketView
from kiosk.errands.way.view import WayView
from kiosk.kit.views import AskingView, HomeView, SlipView, TroubleView
from kiosk.visit import Tick
from tests.kiosk.test_visit import placed, plan_came
from tests.support.plans import songjiang
from tests.support.stage import CARD, KEY, NUMBER, Stage, snapshot, ticket_for

PRINTED = Printed("process-id")
OTHER = IdCard("resident", "李样例", "310117198502280016", None)
ELSEWHERE = ticket_for(TicketOrder(key="b" * 32, service="receive"))


@pytest.fixture
def stage(tmp_path: Path):
    stage = Stage(tmp_path, word=snapshot())
    yield stage
    stage.close()


def has(stage: Stage, *tickets, state="waiting", window=None) -> None:
    found = tuple(TicketStatus(ticket=one, state=state, window=window) for one in tickets)
    stage.numbers = LiveNumbers(numbers=found)


def taken(stage: Stage, verdict=PRINTED) -> object:
    """One number for the card, its slip judged; then the visitor goes. Returns the ticket."""
    stage.lay()
    stage.touch("service", "receive")
    ticket = ticket_for(stage.table.asked[0].body)
    stage.hall(ticket)
    view = stage.printer(verdict)
    stage.touch("no_slip" if isinstance(view, TroubleView) else "done")
    stage.lift()
    return ticket


def mark(stage: Stage) -> str:
    """What stands on the slip sent last beside the service: empty on an original."""
    _, slip, _ = stage.table.printed[-1]
    return next(line.right for line in slip.lines if isinstance(line, Pair))


def test_paper_out_card_away_paper_in_card_again(stage: Stage):
    ticket = taken(stage, NotPrinted(Reason.PAPER_END))
    has(stage, ticket)
    view = stage.lay()
    assert isinstance(view, NumbersView)
    assert [(slip.number, slip.state, slip.ahead) for slip in view.slips] == [("A012", "waiting", 3)]
    assert stage.touch("reprint", "A012").working == "printing"
    assert mark(stage) == "", "nothing of the original ever came out"
    slip = stage.printer(PRINTED)
    assert isinstance(slip, SlipView)
    assert (slip.number, slip.copy_no, slip.printed) == ("A012", 0, True)
    assert stage.ledger.tickets.unfinished(stage.desk.now()) == []


@pytest.mark.parametrize("verdict", [PRINTED, Doubtful(Reason.SILENT), NotPrinted(Reason.PAPER_END, partial=True)])
def test_what_may_be_on_paper_follows_as_a_marked_copy(stage: Stage, verdict):
    stage.lay()
    stage.touch("service", "receive")
    ticket = ticket_for(stage.table.asked[0].body)
    stage.hall(ticket)
    stage.printer(verdict)
    stage.touch("leave")
    has(stage, ticket)
    stage.lift()
    stage.lay()
    stage.touch("reprint", "A012")
    assert "1" in mark(stage)
    assert stage.printer(PRINTED).copy_no == 1
    assert stage.reports()[-1] == "paper printed"


def test_the_slip_of_another_kiosk_is_a_copy_and_a_power_cut_is_told(tmp_path: Path, stage: Stage):
    has(stage, ELSEWHERE)
    stage.lay()
    stage.touch("reprint", "A012")
    assert "1" in mark(stage)
    stage.close()
    again = Stage(tmp_path, word=snapshot())
    view = again.attendant.face().view
    again.close()
    assert isinstance(view, TroubleView)
    assert view.what.key == "trouble.doubtful.what"


def test_somebody_elses_card_never_sees_it(stage: Stage):
    ticket = taken(stage)
    has(stage, ticket)
    assert isinstance(stage.lay(), NumbersView)
    has(stage)
    assert isinstance(stage.lay(OTHER), TicketView)
    stage.touch("back")
    assert isinstance(stage.attendant.face().view, HomeView)
    stage.desk.hall_away = True
    assert isinstance(stage.lay(OTHER), TicketView), "nor while the hall is away"
    assert isinstance(stage.lay(CARD), NumbersView)


def test_while_the_hall_is_away_the_numbers_given_out_here_are_known(stage: Stage):
    taken(stage)
    stage.desk.hall_away = True
    view = stage.lay()
    assert isinstance(view, NumbersView)
    assert [(slip.number, slip.state, slip.ahead) for slip in view.slips] == [("A012", "unknown", None)]
    assert stage.table.asked == [], "nobody waits for a hall that is known to be away"
    stage.touch("reprint", "A012")
    assert stage.printer(PRINTED).copy_no == 1


@pytest.mark.parametrize("answer", [Away(), Refused("not_found", "没有", "no")])
def test_a_hall_that_does_not_say_is_no_dead_end(stage: Stage, answer):
    stage.numbers = None
    assert isinstance(stage.lay(), AskingView)
    assert isinstance(stage.hall(answer), TicketView)


def test_a_hall_that_never_answers_holds_nobody(stage: Stage, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(numbers_errand, "LONGEST_SECONDS", -1.0)
    stage.numbers = None
    stage.lay()
    assert isinstance(stage.tell(Tick()), TicketView)


def test_another_number_of_the_same_service_is_asked_about_and_not_refused(stage: Stage):
    has(stage, ELSEWHERE)
    stage.touch("wake")
    stage.touch("service", "receive")
    asked = stage.lay()
    assert isinstance(asked, NumbersView)
    assert asked.service is not None
    assert isinstance(stage.touch("back"), TicketView)
    assert stage.table.asked == [], "turned back: nothing is taken"
    assert isinstance(stage.touch("service", "receive"), NumbersView)
    assert stage.touch("another").working == "ordering"


def test_a_number_of_another_service_is_taken_without_a_question(stage: Stage):
    has(stage, ELSEWHERE)
    stage.lay()
    assert isinstance(stage.touch("another"), TicketView)
    other = next(s.id for s in stage.desk.snapshot.services if s.id != "receive" and s.open)
    assert stage.touch("service", other).working == "ordering"


def test_who_turns_back_and_lays_another_card_has_chosen_nothing(stage: Stage):
    has(stage, ELSEWHERE)
    stage.touch("wake")
    stage.touch("service", "receive")
    stage.lay()
    stage.touch("back")
    has(stage)
    assert stage.lay(OTHER).working is None
    assert stage.table.asked == []


def test_who_is_not_known_is_not_asked(stage: Stage):
    has(stage, ELSEWHERE)
    for touch in (("wake", ""), ("service", "receive")):
        stage.touch(*touch)
    assert stage.touch("skip").working == "ordering"


def test_the_way_of_one_of_them(tmp_path: Path):
    stage = Stage(tmp_path, word=placed())
    stage.tell(plan_came(1, songjiang()))
    has(stage, ELSEWHERE.model_copy(update={"service": "intake"}), state="called", window="5")
    assert isinstance(stage.lay(), NumbersView)
    assert isinstance(stage.touch("way", "A012"), WayView)
    assert isinstance(stage.touch("back"), NumbersView)
    stage.close()


def test_whose_a_number_was_is_kept_as_a_hash_and_for_its_day_alone(stage: Stage):
    taken(stage)
    subject = subject_of("id_number", NUMBER, KEY)
    rows = stage.ledger.file.execute("SELECT subject FROM tickets").fetchall()
    assert rows == [(f"id_number:{subject.hash}",)]
    assert NUMBER.encode() not in stage.ledger.file.path.read_bytes()
    stage.desk.clock.set(stage.desk.now() + timedelta(days=1))
    stage.tell(Tick())
    assert stage.ledger.file.execute("SELECT subject FROM tickets").fetchall() == [(None,)]
