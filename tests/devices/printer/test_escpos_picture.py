"""Pictures of slips: true to scale, and readable by an independent reader."""

import pytest
import zxingcpp
from hypothesis import given, settings

from devices.printer.escpos import codec
from devices.printer.escpos.lexer import split
from devices.printer.escpos.picture import picture_of, text_of
from devices.printer.profiles import GENERIC_58, GENERIC_80, TM_T88VI
from devices.printer.slip import Pair, QrCode, Rule, Slip, Text
from tests.devices.printer.slips import FORTY_LINES
from tests.devices.printer.test_escpos_simulator import NONSENSE
from tests.support.thorough import examples


def pictured(*lines, profile=GENERIC_80):
    return picture_of(codec.encode(Slip(lines), profile), profile.dots, profile.charset)


def ink(image) -> tuple[int, int, int, int]:
    box = image.point(lambda grey: 255 if grey < 128 else 0).getbbox()
    assert box is not None
    return box


@pytest.mark.parametrize("profile", [GENERIC_58, GENERIC_80, TM_T88VI], ids=lambda p: p.name)
@pytest.mark.parametrize("text", ["OD1.A012.7FQ2K9", "https://example.test/票/A012", "a\x10\x04\x01b"], ids=repr)
def test_the_code_on_the_picture_can_be_scanned(profile, text):
    found = zxingcpp.read_barcodes(pictured(QrCode(text, module=5), profile=profile))
    assert [code.bytes.decode() for code in found] == [text]


def test_the_picture_is_as_wide_as_the_paper_and_as_long_as_the_codec_reckons():
    sheet = codec.encode_steps(FORTY_LINES, GENERIC_80)
    image = picture_of(codec.encode(FORTY_LINES, GENERIC_80))
    assert image.width == 640  # 80 mm at 8 dots a millimetre
    assert image.height == sheet.dots[-1] + 96  # the margins


def test_a_rule_is_two_dots_high_and_as_wide_as_the_head():
    left, top, right, bottom = ink(pictured(Rule()))
    assert (right - left, bottom - top) == (576, 2)


def test_a_drawn_line_stands_where_a_printed_one_would():
    printed = ink(pictured(Text("松江", align="centre"), profile=GENERIC_80))
    drawn = ink(pictured(Text("松𠮷", align="centre"), profile=GENERIC_80))
    assert all(abs(a - b) <= 6 for a, b in zip(printed, drawn, strict=True))


def test_right_hand_texts_end_at_the_same_column():
    image = pictured(Pair("前面等候", "3 组"), Pair("预计等候时间", "分钟组"))
    assert abs(ink(image)[2] - (32 + 576)) <= 3


def test_bold_has_more_ink():
    plain, bold = (sum(255 - grey for grey in pictured(Text("A012", 4, bold=b)).tobytes()) for b in (False, True))
    assert bold > plain * 1.2


def test_text_is_read_in_rows():
    assert text_of(codec.encode(Slip((Text("一层"), QrCode("x"), Pair("a", "b"))), GENERIC_58), "gbk", 384) == [
        "一层", "[QR x]", "a" + " " * 30 + "b",
    ]  # fmt: skip


@settings(max_examples=examples(100), deadline=None)
@given(NONSENSE)
def test_no_byte_is_lost_in_splitting_but_an_unfinished_end(data):
    commands = split(data)
    joined = b"".join(command.data for command in commands)
    assert data.startswith(joined)


@settings(max_examples=150, deadline=None)
@given(NONSENSE)
def test_nonsense_makes_a_picture_of_bounded_size(data):
    image = picture_of(data)
    assert image.width == 640
    assert image.height < 20_000
