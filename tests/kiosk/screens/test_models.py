"""What the models make of a view, without a window."""

from dataclasses import replace

import pytest

from hall.contract.queue import ServiceView
from kiosk.errands.identify.screen.cells import cells
from kiosk.kit.views import SlipView
from kiosk.qt.phrases import Phrases
from kiosk.qt.services import wait_words
from kiosk.qt.times import Clock
from kiosk.screens.samples import NOW, faces
from kiosk.screens.slip.model import SlipModel


@pytest.mark.parametrize(("waiting", "low", "high", "open", "said"), [
    (3, 8, 12, True, "前面 3 人 · 约 8–12 分"),
    (1, 5, 5, True, "前面 1 人 · 约 5 分"),
    (0, 0, 0, True, "无需等候"),
    (0, None, None, True, "无需等候"),
    (4, None, None, True, "前面 4 人"),
    (4, 8, 12, False, "暂停取号"),
])  # fmt: skip
def test_a_wait_is_never_guessed(waiting, low, high, open, said):
    service = ServiceView(
        id="a", letter="A", name_zh="收件", name_en="", waiting=waiting, wait_low=low, wait_high=high, open=open
    )
    assert wait_words(service, Phrases()) == said


def test_an_id_number_stands_in_groups_of_six_eight_and_four():
    row = cells("id_number", "310117199001010013", None, None)
    assert [c.id for c in row if c.leads] == [7, 15]
    assert "".join(c.text for c in row) == "310117199001010013"
    assert not any(c.wrong or c.next for c in row)


def test_the_wrong_places_and_only_those_are_marked():
    assert [c.id for c in cells("id_number", "310117198502290012", 13, 14) if c.wrong] == [13, 14]
    assert [c.id for c in cells("credit_code", "91310117MA1J00014W", 18, None) if c.wrong] == [18]


def test_the_next_place_is_shown_while_typing():
    assert [c.id for c in cells("id_number", "3101", None, None) if c.next] == [5]


def _slip(qapp, **changes) -> SlipModel:
    face = faces()["slip"]
    assert isinstance(face.view, SlipView)
    return SlipModel(replace(face, view=replace(face.view, **changes)), Phrases(), Clock())


def test_printed_is_said_only_with_the_printers_word_and_its_second(qapp):
    assert _slip(qapp).proof == "打印机已确认出票 · 09:42:07"
    assert "打印机" not in _slip(qapp, confirmed_at=None).proof
    assert "打印机" not in _slip(qapp, printed=False, confirmed_at=NOW).proof


def test_what_nobody_knows_is_not_said_as_a_number(qapp):
    slip = _slip(qapp, ahead=None, wait_low=None, wait_high=None, windows=())
    assert (slip.ahead, slip.expected, slip.window) == ("暂不可知", "暂不可知", "看叫号屏")


@pytest.mark.parametrize(("state", "window", "said"), [
    ("called", "3", "请到 3 号窗口"),
    ("called", None, "正在叫您的号，请看大屏"),
    ("missed", None, "已经过号，请到咨询台，可以补叫"),
])  # fmt: skip
def test_a_look_up_says_how_the_number_stands(qapp, state, window, said):
    assert _slip(qapp, printed=False, state=state, called_to=window).state == said
