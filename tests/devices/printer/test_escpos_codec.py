"""Slip to bytes, on golden bytes. Clauses are those of Epson's ESC/POS command reference."""

from dataclasses import replace

import pytest
import zxingcpp
from escpos.printer import Dummy
from hypothesis import given
from hypothesis import strategies as st

from devices.printer import glyphs
from devices.printer.escpos import codec, commands
from devices.printer.escpos.picture import picture_of, text_of
from devices.printer.profiles import BT_T080, GENERIC_58, GENERIC_80, PROFILES, TM_T88VI, Profile
from devices.printer.slip import Feed, Line, Pair, QrCode, Rule, Slip, Text
from tests.devices.printer.slips import FORTY_LINES, QUEUE_SLIP

OPENING = "1b40 1c26"  # ESC @, FS &
CUT = "1d56 4220"  # GS V 66 32


def encoded(*lines: Line, profile: Profile = GENERIC_80) -> bytes:
    return codec.encode(Slip(lines), profile)


GOLDEN = {
    "chinese in GBK, line spacing 38 (ESC 3)": ([Text("窗口")], "1b33 26 b4b0bfda 0a"),
    "size 2 (GS !), bold (ESC E), spacing 60": ([Text("A1", scale=2, bold=True)], "1d21 11 1b45 01 1b33 3c 4131 0a"),
    "centred (ESC a 1)": ([Text("x", align="centre")], "1b61 01 1b33 26 78 0a"),
    "a pair pushed apart by blanks": ([Pair("ab", "窗")], "1b33 26 6162" + "20" * 44 + "b4b0 0a"),
    "feed (ESC J)": ([Feed(300)], "1b4a ff 1b4a 2d"),
    "a rule: one doubled raster row (GS v 0, m 3)": ([Rule()], "1b4a 08 1d7630 03 2400 0100" + "ff" * 36 + "1b4a 14"),
    "a dashed rule": ([Rule(dashed=True)], "1b4a 08 1d7630 03 2400 0100" + "e7" * 36 + "1b4a 14"),
    "QR code (GS ( k fn 165 167 169 180 181)": (
        [QrCode("abc", module=7, level="M")],
        "1b4a 0a 1b61 01 1d286b 0400 3141 3200 1d286b 0300 3143 07 1d286b 0300 3145 31"
        "1d286b 0600 3150 30 616263 1d286b 0300 3151 30 1b4a 16",
    ),
    "¥ is U+FFE5, A3 A4, not 81 30 84 36": ([Text("¥9")], "1b33 26 a3a4 39 0a"),
    "settings are said once": ([Text("a"), Text("b")], "1b33 26 61 0a 62 0a"),
}


@pytest.mark.parametrize("case", GOLDEN)
def test_golden(case):
    lines, body = GOLDEN[case]
    assert encoded(*lines).hex() == bytes.fromhex(OPENING + body + CUT).hex()


def test_only_a_model_without_a_partial_cut_is_cut_through():
    """A full cut without a presenter drops the slip on the floor."""
    assert all(one.partial_cut for one in PROFILES.values())
    assert codec.encode(QUEUE_SLIP, replace(GENERIC_80, partial_cut=False)).endswith(b"\x1dV\x41\x20")


def test_an_epson_is_told_that_a_motion_unit_is_a_dot():
    assert encoded(Text("a"), profile=TM_T88VI).startswith(bytes.fromhex(OPENING + "1d50cbcb"))  # GS P 203 203


def test_the_commands_outside_a_slip():
    assert commands.ask_status(4) == bytes.fromhex("100404")  # DLE EOT 4
    assert bytes.fromhex("10140801031401060208") == commands.CLEAR  # DLE DC4 fn 8
    assert bytes.fromhex("100502") == commands.RECOVER_AND_CLEAR  # DLE ENQ 2
    assert bytes.fromhex("1d7201") == commands.STATUS_TO_HOST  # GS r 1
    assert bytes.fromhex("1d610e") == commands.ASB_ON  # GS a: online, error, paper
    assert commands.process_id(b"abcd") == bytes.fromhex("1d284806003030") + b"abcd"  # GS ( H fn 48


@pytest.mark.parametrize("level", ["L", "M", "Q", "H"])
def test_python_escpos_says_the_same_qr_code(level):
    peer = Dummy()
    peer.qr("https://example.test/A012", native=True, size=5, ec="LMQH".index(level))
    assert commands.qr_code(b"https://example.test/A012", 5, level) == peer.output


def test_process_ids_ascend_and_wrap():
    assert commands.identity(0) == b"    "
    assert commands.identity(94) == b"   ~"
    assert commands.identity(95) == b"  ! "
    assert commands.identity(95**4 - 1) == b"~~~~"
    assert commands.identity(95**4) == b"    "


@given(st.integers(0, 95**4 - 2))
def test_a_later_process_id_is_greater(number):
    assert commands.identity(number) < commands.identity(number + 1)


HARD = "〇㎡䶮：，。"


@pytest.mark.parametrize("profile", PROFILES.values(), ids=lambda p: p.name)
@pytest.mark.parametrize("char", HARD)
def test_a_character_is_printed_or_drawn_but_never_a_question_mark(char, profile):
    data = encoded(Text(f"王{char}"), profile=profile)
    if codec.encode_text(char, profile.charset):
        assert text_of(data, profile.charset) == [f"王{char}"]
    else:
        assert text_of(data, profile.charset) == []
        assert b"\x1dv0\x00" in data


def test_a_drawn_line_is_as_high_as_its_text_and_stands_where_the_text_would():
    data = encoded(Text("王𠮷", align="right"))
    at = data.index(b"\x1dv0")
    assert data[at + 3 : at + 8] == bytes.fromhex("00 4800 1800")  # 72 bytes wide, 24 rows
    rows = [data[at + 8 + 72 * row : at + 8 + 72 * (row + 1)] for row in range(24)]
    assert not any(any(row[:66]) for row in rows)  # two Chinese cells are 48 dots: the last six bytes
    assert any(any(row[66:]) for row in rows)


@pytest.mark.parametrize(
    ("name", "shown", "lost"),
    [
        ("王\u10ff", "王〓", "\u10ff"),
        ("🏢一区", "〓一区", "🏢"),
        ("👨\u200d👩\u200d👧亲子区", "〓亲子区", "👨👩👧"),
        ("🇨🇳👍🏽厅", "〓〓厅", "🇨🇳👍🏽"),
        ("葛\U000e0100城", "葛城", ""),
    ],
    ids=ascii,
)
def test_what_no_font_holds_costs_that_letter_and_is_told(name, shown, lost):
    for profile in (TM_T88VI, BT_T080, GENERIC_58):
        sheet = codec.encode_steps(Slip((Text(name), Text("A001", scale=6))), profile)
        assert text_of(b"".join((*sheet.head, *sheet.tail, sheet.cut)), profile.charset) == [shown, "A001"]
        assert sheet.lost == set(lost)


def test_without_our_fonts_the_number_is_printed_by_the_printers_own(monkeypatch):
    def none(char):
        raise glyphs.NoFont("not installed")

    monkeypatch.setattr(glyphs, "known", none)
    assert text_of(encoded(Text("\U00020000区"), Text("A001"))) == ["〓区", "A001"]


@given(st.binary(max_size=300))
def test_a_raster_never_holds_a_real_time_command(data):
    safe = codec.defuse(data)
    assert not codec.has_real_time(safe)
    assert len(safe) == len(data)
    changed = [(a, b) for a, b in zip(data, safe, strict=True) if a != b]
    assert set(changed) <= {(0x10, 0x18)}  # one dot grows by its neighbour


def test_a_qr_text_that_would_hold_a_real_time_command_goes_as_raster():
    data = encoded(QrCode("a\x10\x04\x01b", module=4))
    assert b"\x1d(k" not in data
    assert b"\x1dv0" in data
    assert not codec.has_real_time(data)


def test_a_qr_length_that_would_be_a_real_time_command_goes_as_raster():
    data = encoded(QrCode("7" * (0x0410 - 3), module=2))  # pL pH = 10 04
    assert b"\x1d(k" not in data
    assert not codec.has_real_time(data)


def test_a_code_wider_than_the_paper_is_refused():
    with pytest.raises(codec.Unprintable, match="wider"):
        encoded(QrCode("x" * 400, module=10), profile=GENERIC_58)


@pytest.mark.parametrize("slip", [QUEUE_SLIP, FORTY_LINES], ids=["queue", "forty"])
@pytest.mark.parametrize("profile", PROFILES.values(), ids=lambda p: p.name)
def test_the_slip_can_be_read_back(slip, profile):
    data = codec.encode(slip, profile)
    shown = "".join(text_of(data, profile.charset, profile.dots))
    if not profile.native_qr:  # drawn: read as whoever scans it would
        shown += "".join(code.text for code in zxingcpp.read_barcodes(picture_of(data, profile.dots, profile.charset)))
    for line in slip.lines:
        texts = [getattr(line, name, "").replace("–", "-") for name in ("text", "left", "right")]
        if codec.encode_text("".join(texts), profile.charset) is None:
            continue  # drawn, as the characters above
        for text in texts:
            assert text.replace(" ", "") in shown.replace(" ", "")


aligns = st.sampled_from(["left", "centre", "right"])


def test_a_slip_takes_less_than_a_twentieth_of_its_raster():
    sheet = codec.encode_steps(QUEUE_SLIP, GENERIC_80)
    assert len(encoded(*QUEUE_SLIP.lines)) * 20 < sheet.dots[-1] * GENERIC_80.dots // 8


lines = st.one_of(
    st.builds(Text, st.text(max_size=60), st.integers(1, 8), st.booleans(), aligns),
    st.builds(Pair, st.text(max_size=40), st.text(max_size=40), st.booleans()),
    st.builds(Rule, st.booleans()),
    st.builds(QrCode, st.text(max_size=60), st.integers(1, 5), st.sampled_from("LMQH")),
    st.builds(Feed, st.integers(0, 600)),
)


@given(st.lists(lines, max_size=6), st.sampled_from([GENERIC_58, TM_T88VI, BT_T080]))
def test_any_slip_is_encoded_safely_or_refused(parts, profile):
    try:
        sheet = codec.encode_steps(Slip(tuple(parts)), profile)
    except codec.Unprintable:
        return
    data = b"".join((*sheet.head, *sheet.tail, sheet.cut))
    assert not codec.has_real_time(data)
    assert all(len(part) <= 2048 for part in sheet.head if not part.startswith(b"\x1d(k"))
    assert sheet.dots == tuple(sorted(sheet.dots))


@given(st.text(alphabet=st.characters(min_codepoint=0x20, max_codepoint=0x9FFF), max_size=40))
def test_text_survives_the_charset_or_is_drawn(text):
    for charset in ("gb2312", "gbk", "gb18030"):
        data = codec.encode_text(text, charset)
        if data is not None:
            assert data.decode(charset).replace("￥", "¥") == text.replace("￥", "¥")
            assert b"\x81\x30\x84\x36" not in data or "\xa5" not in text
