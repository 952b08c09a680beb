"""Key events of a scanner that types: golden bytes of <linux/input.h>, US layout."""

import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.scanner.hidpos.keys import EVENT, KeyReader, encode
from devices.scanner.lines.codec import decode

SYN = bytes.fromhex("000000000000000000000000000000000000000000000000")


def event(kind, code, value):
    """By hand, apart from the codec: struct input_event, little-endian, time 0."""
    return struct.pack("<qqHHi", 0, 0, kind, code, value)


def typed(data):
    return KeyReader().feed(data)


def test_golden_a_capital_letter_as_the_kernel_gives_it():
    """EV_KEY 1, KEY_LEFTSHIFT 42, KEY_A 30, KEY_ENTER 28 (input-event-codes.h); recorded times are not looked at."""
    data = bytes.fromhex(
        "6a1f8d6500000000" "a186010000000000" "0100" "2a00" "01000000"
        "6a1f8d6500000000" "a186010000000000" "0100" "1e00" "01000000"
        "6a1f8d6500000000" "a186010000000000" "0000" "0000" "00000000"
        "6a1f8d6500000000" "b186010000000000" "0100" "1e00" "00000000"
        "6a1f8d6500000000" "b186010000000000" "0100" "2a00" "00000000"
        "6a1f8d6500000000" "b186010000000000" "0100" "1c00" "01000000"
    )  # fmt: skip
    assert EVENT.size == 24
    assert typed(data) == b"A\n"


def test_golden_what_is_typed():
    assert encode("b", enter=False) == event(1, 48, 1) + SYN + event(1, 48, 0) + SYN


@pytest.mark.parametrize(
    ("code", "plain", "shifted"),
    [(2, "1", "!"), (3, "2", "@"), (12, "-", "_"), (13, "=", "+"), (26, "[", "{"), (39, ";", ":"), (40, "'", '"'),
     (41, "`", "~"), (43, "\\", "|"), (51, ",", "<"), (52, ".", ">"), (53, "/", "?"), (57, " ", " "), (82, "0", "0")],
)  # fmt: skip
def test_keys_of_the_us_layout(code, plain, shifted):
    assert typed(event(1, code, 1)) == plain.encode()
    for shift in (42, 54):
        assert typed(event(1, shift, 1) + event(1, code, 1)) == shifted.encode()


def test_a_key_held_down_is_typed_once():
    assert typed(event(1, 30, 1) + event(1, 30, 2) + event(1, 30, 2) + event(1, 30, 0)) == b"a"


def test_both_enters_end_a_line():
    assert typed(event(1, 28, 1)) == typed(event(1, 96, 1)) == b"\n"


@pytest.mark.parametrize("code", [29, 97, 56, 100, 125, 58, 69, 103, 183])
def test_a_key_that_is_no_us_text_spoils_the_line_and_not_the_next(code):
    """Ctrl, Alt (digits typed for a Chinese character), Caps Lock …: no code rather than another code."""
    lines = typed(encode("SJ1", enter=False) + event(1, code, 1) + encode("7") + encode("good")).split(b"\n")
    assert decode(lines[0]) is None
    assert decode(lines[1]) == "good"


def test_events_the_kernel_dropped_spoil_the_line():
    """SYN_DROPPED 3: the buffer ran over, a letter may be missing."""
    first, second, _ = typed(encode("SJ", enter=False) + event(0, 3, 0) + encode("2026") + encode("ok")).split(b"\n")
    assert decode(first) is None
    assert decode(second) == "ok"


def test_other_events_say_nothing():
    assert typed(event(4, 4, 458756) + event(17, 1, 1) + event(2, 0, 5) + SYN) == b""  # EV_MSC, EV_LED, EV_REL


def test_a_letter_no_us_keyboard_has_cannot_be_typed():
    with pytest.raises(ValueError, match="No key of a US keyboard types '松'"):
        encode("松")


@settings(max_examples=500, deadline=None)
@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=60), st.integers(1, 50))
def test_all_of_ascii_comes_back_however_it_is_cut(text, size):
    reader, sent = KeyReader(), encode(text)
    assert b"".join(reader.feed(sent[at : at + size]) for at in range(0, len(sent), size)) == text.encode() + b"\n"


@settings(max_examples=1000, deadline=None)
@given(st.lists(st.binary(max_size=60), max_size=8))
def test_whatever_comes_nothing_breaks(pieces):
    reader = KeyReader()
    for piece in pieces:
        reader.feed(piece)
