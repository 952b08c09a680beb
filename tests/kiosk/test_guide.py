"""Guidance: what is asked, how the list changes, what is printed and carried along, and what becomes of it when the
catalogue is another than it was."""

from contextlib import closing
from pathlib import Path

import pytest

import papers
from devices.printer.slip import QrCode, Slip, Text
from devices.printer.verdict import Doubtful, NotPrinted, Printed, Reason
from hall.contract.codes import read
from hall.contract.matters import read_carried
from hall.contract.report import PaperTold
from kiosk.errands import Hold
from kiosk.errands.guide.samples import CARRIED, OFFICE
from kiosk.errands.guide.screen.rows import given_words
from kiosk.errands.guide.sheet import sheet
from kiosk.errands.guide.view import AskView, ChooseView, Given, ListView, ReadView, SearchView
from kiosk.errands.ticket.view import TicketView
from kiosk.kit.views import HomeView, TroubleView, View
from kiosk.news import PartsCame
from kiosk.qt.phrases import Phrases
from kiosk.visit import Tick
from kiosk.visit.library import sample_matters
from tests.support.snapshots import snapshot
from tests.support.stage import Stage

NOW = snapshot().at


@pytest.fixture
def stage(tmp_path: Path):
    with closing(Stage(tmp_path, word=snapshot())) as stage:
        stands(stage)
        yield stage


def stands(stage: Stage, revision: int = 7, without: str = "") -> View:
    return stage.tell(PartsCame(NOW, sample_matters(revision, without)), Tick())


def asked(view: View) -> AskView:
    assert isinstance(view, AskView), view
    return view


def listed(view: View) -> ListView:
    assert isinstance(view, ListView), view
    return view


def chosen(stage: Stage, matter: str = "zx_xk") -> AskView:
    stage.touch("wake")
    stage.touch("guide")
    stage.touch("group", "2")
    return asked(stage.touch("matter", matter))


def finished(stage: Stage) -> ListView:
    chosen(stage)
    for one in OFFICE:
        stage.touch("answer", one)
    return listed(stage.attendant.face().view)


def states(view: AskView | ListView) -> dict[str, str]:
    return {one.name[0]: one.state for one in view.lines}


def slip(stage: Stage) -> Slip:
    return stage.table.printed[-1][1]


def told(stage: Stage) -> list[tuple[str, int]]:
    """What the hall is told of papers, with the number of the copy."""
    bodies = [report.body for report in stage.ledger.outbox.reader()(100)]
    return [(one.state, one.copy_no) for one in bodies if isinstance(one, PaperTold)]


def text_of(paper: Slip) -> str:
    return "\n".join(line.text for line in paper.lines if isinstance(line, Text))


def test_each_group_has_a_name_in_english_too(stage: Stage):
    stage.touch("wake")
    groups = stage.touch("guide")
    assert isinstance(groups, ChooseView)
    told = [row.name for row in groups.rows if row.arg.isdecimal()]
    assert told
    assert all(isinstance(one, tuple) and one[1].isascii() for one in told)
    branch = stage.touch("group", "0")
    assert isinstance(branch, ChooseView)
    assert branch.title == told[0]


def test_each_answer_changes_the_list_and_says_why(stage: Stage):
    view = chosen(stage)
    assert states(view)["租赁合同"] == "open"
    for one in (*OFFICE[:3], "land own"):
        view = asked(stage.touch("answer", one))
    line = next(one for one in view.lines if one.name[0] == "租赁合同")
    assert (line.state, line.changed, line.why[0]) == ("not", True, "用地：自有土地")
    assert view.lines[0].changed, "what moved stands first"
    assert [one.short[0] for one in view.given] == ["功能", "用地", "面积", "动承重加层改用途"]


def test_a_second_touch_of_a_shaky_finger_answers_nothing_more(stage: Stage):
    chosen(stage)
    view = asked(stage.touch("answer", "use office"))
    assert stage.touch("answer", "use home") == view


def test_an_answer_is_changed_and_the_others_stay(stage: Stage):
    finished(stage)
    view = stage.touch("answers")
    assert isinstance(view, ChooseView)
    assert len(view.rows) == len(OFFICE)
    assert asked(stage.touch("change", "land")).chosen == "rent"
    assert states(listed(stage.touch("answer", "land own")))["租赁合同"] == "not"


def test_dont_know_is_an_answer_and_stays_on_the_list_with_what_it_depends_on(stage: Stage):
    chosen(stage)
    for one in (*OFFICE[:5], "aged ?"):
        stage.touch("answer", one)
    view = listed(stage.attendant.face().view)
    line = next(one for one in view.lines if one.name[0].startswith("房屋安全性鉴定"))
    assert (line.state, line.depends[0]) == ("maybe", "老旧")


def test_back_takes_back_the_last_answer_before_the_matter(stage: Stage):
    finished(stage)
    assert asked(stage.touch("back")).question == "aged"
    for _ in range(len(OFFICE) - 2):
        stage.touch("back")
    assert asked(stage.touch("back")).given == ()
    assert isinstance(stage.touch("back"), ChooseView)
    stage.touch("back")
    assert isinstance(stage.touch("back"), HomeView)


def test_a_matter_that_is_not_theirs_says_which_is(stage: Stage):
    chosen(stage)
    stage.touch("answer", "use office")
    view = listed(stage.touch("answer", "bearing yes"))
    assert view.turned
    assert view.to is not None
    assert view.to.arg == "gc_ghxk"
    assert asked(stage.touch("matter", "gc_ghxk")).question == "kind"


def test_letters_find_the_matter(stage: Stage):
    stage.touch("wake")
    stage.touch("guide")
    stage.touch("search")
    view = stage.type("ZXXK")
    assert isinstance(view, SearchView)
    assert [row.arg for row in view.rows] == ["zx_xk"]
    found = stage.touch("confirm")
    assert isinstance(found, ChooseView)
    read = next(row for row in found.rows if row.what == "read")
    assert isinstance(stage.touch("read", read.arg), ReadView)
    stage.touch("back")
    assert asked(stage.touch("matter", "zx_xk")).question == "use"
    assert stage.touch("back") == found, "where it was chosen"


def test_it_is_printed_once_and_then_as_a_copy(stage: Stage):
    finished(stage)
    assert listed(stage.touch("print")).paper == "printing"
    assert stage.attendant._visit is not None
    assert stage.attendant._visit.hold == Hold.BUSY
    paper = text_of(slip(stage))
    for said in ("既有建筑装饰装修工程施工许可", "租赁合同", "要带的材料（9）", "沪建规范〔2025〕12号", "综合收件"):
        assert said in paper
    assert listed(stage.printer(Printed("process-id"))).paper == "printed"
    stage.touch("print")
    stage.printer(Printed("process-id"))
    assert told(stage) == [("printed", 0), ("printed", 1)], "never a second original"


def test_where_no_paper_came_the_list_is_still_there_and_the_hall_knows(stage: Stage):
    finished(stage)
    stage.touch("print")
    view = stage.printer(NotPrinted(Reason.PAPER_END))
    assert isinstance(view, TroubleView)
    assert [one.touch for one in view.choices] == ["no_slip", "again"]
    stage.touch("again")
    view = stage.printer(Doubtful(Reason.SILENT))
    assert isinstance(view, TroubleView)
    assert [one.touch for one in view.choices] == ["got_it", "reprint"]
    assert listed(stage.touch("got_it")).paper == ""
    assert told(stage) == [("not_printed", 0), ("doubtful", 0), ("settled", 0)]


def test_the_code_on_the_slip_shows_the_list_again_and_marks_nothing(stage: Stage):
    before = finished(stage)
    stage.touch("print")
    code = next(line.text for line in slip(stage).lines if isinstance(line, QrCode))
    stage.printer(Printed("process-id"))
    stage.touch("home")
    view = listed(stage.scan(code))
    assert (view.lines, view.since) == (before.lines, ())
    carried = read_carried(read(code).value)
    assert carried is not None
    assert carried.answers == {"use": "office", "land": "rent", "area": "middle", "bearing": "no", "fitout": "some",
                               "aged": "no"}  # fmt: skip


def test_an_older_list_is_shown_as_it_is_now_with_what_changed(stage: Stage):
    view = listed(stage.scan(CARRIED))
    assert [one.key for one in view.since] == ["guide.since.new", "guide.since.gone"]
    assert {one.since for one in view.lines if one.state != "not"} == {"new"}


def test_a_code_of_a_matter_nobody_knows_is_told(stage: Stage):
    view = stage.scan("OD6:7.nowhere.use-office.AAAA..")
    assert isinstance(view, TroubleView)
    assert view.what.key == "guide.withdrawn.code"
    assert isinstance(stage.touch("another"), ChooseView)


def test_a_catalogue_published_meanwhile_is_said_and_the_answers_stay(stage: Stage):
    before = finished(stage)
    view = listed(stands(stage, revision=8))
    notice = stage.attendant.face().frame.notice
    assert notice is not None
    assert notice.key == "guide.republished"
    assert view.given == before.given


def test_a_matter_withdrawn_meanwhile_is_said_and_the_answers_stay(stage: Stage):
    finished(stage)
    view = stands(stage, revision=8, without="zx_xk")
    assert isinstance(view, TroubleView)
    stage.touch("another")
    stage.touch("group", "2")
    assert {one.question for one in asked(stage.touch("matter", "sgxk")).given} == {"use", "land", "area"}


def test_the_number_to_hand_it_in_is_one_touch_away(stage: Stage):
    view = finished(stage)
    assert view.window.service == "receive"
    stage.touch("queue", "receive")
    assert isinstance(stage.touch("skip"), TicketView)
    assert stage.table.asked[-1].path == "tickets"


def test_without_a_catalogue_it_is_said(tmp_path: Path):
    with closing(Stage(tmp_path, word=snapshot())) as stage:
        stage.touch("wake")
        view = stage.touch("guide")
        assert isinstance(view, TroubleView)
        assert view.what.key == "guide.nothing.what"


def test_the_list_is_an_a4_paper_that_lacks_nothing(stage: Stage):
    word = snapshot()
    wish = sheet(finished(stage), word, NOW, "2026 · 7")
    paper = papers.render(wish.name, wish.values)
    assert paper.pages <= 2
    assert paper.said == (), "every character has its glyph"
    assert papers.render(wish.name, sheet(listed(stage.attendant.face().view), word, NOW, "2026 · 7").values) == paper


def test_no_answer_in_english_is_a_bare_yes_or_no():
    given = [
        Given("use", ("功能", "Main use?"), ("办公", "Offices")),
        Given("aged", ("老旧", "Completed before 1992?"), ("否", "No")),
    ]
    phrases = Phrases()
    assert "老旧" in given_words(given, phrases)
    phrases.language = "en"
    assert given_words(given, phrases) == "Offices · …"
