"""What we send, read back by a reader that shares no code with us (``tests.support.escpos_reader``); and the reader
itself, tried on receipts that are not ours."""

import unicodedata
from pathlib import Path

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image as Images

from devices.printer.escpos import codec, commands
from devices.printer.profiles import GENERIC_58, GENERIC_80, PROFILES, TM_T88VI
from devices.printer.slip import Feed, Pair, QrCode, Rule, Slip, Text
from tests.devices.printer.slips import FORTY_LINES, QUEUE_SLIP
from tests.support.escpos_reader import Ask, Code, Cut, Image, Line, Reading, read

RECEIPTS = Path(__file__).resolve().parents[2] / "bench" / "peers" / "receiptline"

# --- the reader, on golden bytes of the command reference ------------------------------------------------------------


def of(*data: str | bytes) -> Reading:
    return read(b"".join(bytes.fromhex(part) if isinstance(part, str) else part for part in data))


def test_it_reads_text_only_as_the_printer_was_told_to():
    assert of(b"\xb4\xb0\n").lines == ["┤░"]  # ESC t 0: code page 437
    assert of("1c26", b"\xb4\xb0\n").lines == ["窗"]
    assert of("1b7410", b"\x80\n").lines == ["€"]  # ESC t 16: Windows-1252
    assert of("1b520f", b"$5\n").lines == ["¥5"]  # ESC R 15: China


def test_it_reads_no_glyph_out_of_codes_no_font_is_promised_to_hold():
    assert of("1c26 82359037 0a").unreadable == [(2, bytes.fromhex("82359037"))]  # U+9FB4, or U+E81E since 2022
    assert of("1c26 8139ee39 0a").lines == ["㐀"]
    assert read(bytes.fromhex("1c26 81308436 0a"), "gbk").lines == ["06"]  # the yen trap


def test_it_reads_sizes_places_and_cuts():
    line, cut = of("1d2121 1b4501 1b6101", b"A1", "0a 1d564210").items
    assert isinstance(line, Line)
    assert (line.align, line.width) == ("centre", 2 * 3 * 12)
    assert (line.runs[0].style.wide, line.runs[0].style.high, line.runs[0].style.bold) == (3, 2, True)
    assert cut == Cut(partial=True, feed=16)
    assert of(b"ab", "1b246000", b"c\n").lines == ["ab      c"]  # ESC $ 96: column 8
    assert of(b"half", "1d5601").unknown[0] == (4, b"\x1dV\x01")  # a cut inside a line is none


def test_it_finds_a_real_time_command_inside_data_and_tells_it_from_one_that_stands_alone():
    assert of("100401 1d7201").asks == [Ask("DLE EOT", b"\x01"), Ask("GS r", b"\x01")]
    assert of("1d763000 0300 0100 100401").embedded == [(8, b"\x10\x04")]


def test_what_it_does_not_know_is_said():
    assert of(b"a\n", "1b99", b"b\n").unknown == [(2, b"\x1b\x99b\n")]


# --- receipts of receiptline ------------------------------------------------------------------------------------------


def receipt(name: str) -> Reading:
    found = read((RECEIPTS / f"{name}.bin").read_bytes())
    assert found.plain
    assert len(found.cuts) == 1
    return found


def words(found: Reading) -> list[list[str]]:
    return [line.split() for line in found.lines if line.strip()]


def test_a_chinese_receipt_of_receiptline_reads_as_it_was_written():
    assert words(receipt("ticket")) == [
        ["A012"], ["一层", "3", "号窗口"], ["─" * 48], ["前面等候", "3", "组"], ["预计等候", "8-12", "分钟"],
        ["取号方式", "身份证", "****0013"], ["─" * 48], ["在任一自助机上扫一扫，看去窗口的路"], ["㎡〇：（）《》￥30"],
    ]  # fmt: skip


def test_the_raster_code_of_receiptline_can_be_scanned_from_what_was_read():
    (image,) = receipt("ticket").images
    (code,) = zxingcpp.read_barcodes(_drawn(image))
    assert code.text == "OD1.A012.7FQ2K9"


def test_frames_sizes_and_bar_codes_of_receiptline():
    found = receipt("bill")
    assert words(found)[2] == ["╭" + "─" * 20 + "┬" + "─" * 8 + "┬" + "─" * 12 + "╮"]
    assert words(found)[3] == ["│", "Item│", "Qty", "│Fee", "│"]
    title = next(item for item in found.items if isinstance(item, Line))
    assert (title.align, title.runs[-1].style.wide, title.runs[-1].style.high) == ("left", 1, 2)
    assert [(code.kind, code.data) for code in found.codes] == [("code128", b"{C" + bytes((12, 34, 56, 78, 90)))]


def test_other_alphabets_of_receiptline():
    assert [" ".join(line) for line in words(receipt("latin"))] == [
        "Größe: 12 m² – Straße", "Prix: 25 € ça, où, naïve", "Łódź, Žižkov, Привет",
    ]  # fmt: skip
    assert words(receipt("kana")) == [["東京都", "領収書"], ["ｶﾅ", "ﾀﾞｼ", "合計", "1,200", "円"]]


# --- ours -------------------------------------------------------------------------------------------------------------


def _drawn(image: Image) -> Images.Image:
    picture = Images.frombytes("1", (8 * len(image.rows[0]), len(image.rows)), b"".join(image.rows))
    paper = Images.new("L", (picture.width + 80, picture.height + 80), 255)
    paper.paste(0, (40, 40), picture)
    return paper


def _bare(text: str) -> str:
    """As it is on paper but for spaces, which lines begin and end without."""
    text = unicodedata.normalize("NFC", text).replace("\u00a5", "￥").replace("–", "-")
    return "".join(text.split())


def _texts(slip: Slip) -> list[str]:
    parts = [
        line.text if isinstance(line, Text) else line.left + line.right if isinstance(line, Pair) else ""
        for line in slip.lines
    ]
    return [_bare(part) for part in parts]


def _in(text: str, charset: str) -> bool:
    return bytes(text, charset, "ignore").decode(charset) == text


@pytest.mark.parametrize("slip", [QUEUE_SLIP, FORTY_LINES], ids=["queue", "forty"])
@pytest.mark.parametrize("profile", PROFILES.values(), ids=lambda p: p.name)
def test_the_slips_we_print_read_back_text_for_text(slip, profile):
    found = read(codec.encode(slip, profile), profile.charset)
    assert found.plain
    said = [text for text in _texts(slip) if _in(text, profile.charset)]
    assert _bare("".join(found.lines)) == "".join(said)
    assert len(found.images) >= len(_texts(slip)) - len(said)  # the others are drawn, each line of them
    assert len(found.cuts) == 1
    assert isinstance(found.items[-1], Cut)
    assert all(item.width <= profile.dots for item in found.items if isinstance(item, Line | Image))


CHARS = st.characters(codec="gb2312", exclude_categories=("C",), exclude_characters="・―")  # elsewhere in GBK: drawn
TEXTS = st.text(CHARS, max_size=40)
ALIGNS = st.sampled_from(["left", "centre", "right"])
LINES = st.one_of(
    st.builds(Text, TEXTS, st.integers(1, 8), st.booleans(), ALIGNS),
    st.builds(Pair, TEXTS, TEXTS, st.booleans()),
    st.builds(Rule, st.booleans()),
    st.builds(QrCode, st.text(st.characters(exclude_categories=("C",)), min_size=1, max_size=30), st.integers(1, 5),
              st.sampled_from("LMQH")),
    st.builds(Feed, st.integers(0, 600)),
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(LINES, max_size=6), st.sampled_from([GENERIC_58, GENERIC_80, TM_T88VI]))
def test_any_slip_reads_back_text_for_text_and_code_for_code(lines, profile):
    slip = Slip(tuple(lines))
    found = read(codec.encode(slip, profile), profile.charset)
    assert found.plain
    assert _bare("".join(found.lines)) == "".join(_texts(slip))
    assert [(code.data.decode(), code.module, code.level) for code in found.codes] == [
        (line.text, line.module, line.level) for line in lines if isinstance(line, QrCode)
    ]
    assert all(item.width <= profile.dots for item in found.items if isinstance(item, Line | Image))
    assert all(isinstance(item, Line | Image) or getattr(item, "align", "centre") == "centre" for item in found.items)


@settings(max_examples=200, deadline=None)
@given(st.text(CHARS, min_size=1, max_size=40), st.integers(1, 8), st.booleans(), ALIGNS)
def test_every_line_has_the_size_weight_and_place_it_was_given(text, scale, bold, align):
    found = read(codec.encode(Slip((Text(text, scale, bold, align), Text("x"))), GENERIC_80), "gbk")
    *lines, last = [item for item in found.items if isinstance(item, Line)]
    assert {(line.align, run.style.wide, run.style.high, run.style.bold) for line in lines for run in line.runs} <= {
        (align, scale, scale, bold)
    }
    assert (last.align, last.runs[0].style.wide, last.runs[0].style.bold) == ("left", 1, False)


def test_a_code_drawn_by_us_can_be_scanned_from_what_was_read():
    found = read(codec.encode(Slip((QrCode("a\x10\x04\x01b", module=4),)), GENERIC_80), "gbk")
    rows = tuple(row for image in found.images for row in image.rows)
    (code,) = zxingcpp.read_barcodes(_drawn(Image(8 * len(rows[0]), rows, 1, 1, "left")))
    assert code.bytes == b"a\x10\x04\x01b"


def test_what_we_say_between_slips_is_what_the_reference_calls_it():
    said = commands.ask_status(4) + commands.RECOVER_AND_CLEAR + commands.CLEAR + commands.STATUS_TO_HOST
    found = read(said + commands.ASB_ON + commands.process_id(b"abcd"))
    assert found.asks == [
        Ask("DLE EOT", b"\x04"), Ask("DLE ENQ", b"\x02"), Ask("DLE DC4", b"\x08"), Ask("GS r", b"\x01"),
        Ask("GS a", b"\x0e"), Ask("GS ( H", b"abcd"),
    ]  # fmt: skip
    assert found.plain


def test_no_code_is_both_drawn_and_said():
    found = read(codec.encode(QUEUE_SLIP, GENERIC_80), "gbk")
    assert [code for code in found.codes if isinstance(code, Code)] == found.codes
    assert len(found.codes) == 1
