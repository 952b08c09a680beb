"""Lines from a scanner: where they end, what they hold."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from devices.scanner.lines.codec import LONGEST, LineReader, decode, encode, why_not
from tests.support.thorough import examples


@pytest.mark.parametrize("end", [b"\r", b"\n", b"\r\n", b"\n\n"])
def test_a_line_ends_with_cr_lf_or_both(end):
    assert LineReader().feed(b"one" + end + b"two" + end) == [b"one", b"two"]


def test_a_line_without_an_end_waits_for_the_silence():
    lines = LineReader()
    assert lines.feed(b"one") == []
    assert lines.pending
    assert lines.flush() == b"one"
    assert not lines.pending


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (b"SJ1:RRQ$-8P 60", "SJ1:RRQ$-8P 60"),  # base45 (RFC 9285) holds spaces
        (b" edge ", " edge "),
        (b"code\0\0", "code"),
        (b"code\t", "code"),
        (b"\x02code\x03", "code"),
        (b"\x02code\x03\r\n", "code"),
        (b"]Q1code", "code"),
        (b"\x02]d2code\x03", "code"),
        ("]Q1随申码".encode("gb18030"), "随申码"),
        (b"]Q1", ""),
        (b"]1code", "]1code"),  # no identifier of ISO/IEC 15424
        (b"co]Q1de", "co]Q1de"),
        (b"\x02\x03", ""),
        (b"a\x02b", None),
        (b"\r\ncode\r\n", "code"),
        ("随申码".encode(), "随申码"),
        ("随申码".encode("gb18030"), "随申码"),
        ("䶮".encode("gb18030"), "䶮"),
        ("宽　格".encode(), "宽　格"),
        (b"", ""),
        (b"\0", ""),
        (b"   ", ""),
        (b"\x1b[2J", None),
        (b"a\x00b", None),
        (b"a\tb", None),
        (b"\xff\xfe\x80", None),
        (b"x" * LONGEST, "x" * LONGEST),
        (b"x" * (LONGEST + 1), None),
        ("\u202e反".encode(), None),  # text that runs backwards
    ],
)
def test_a_line_is_text_or_no_code(line, text):
    assert decode(line) == text


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b"a\tb\x1bc", "control characters in the code: 09h, 1Bh"),
        (b"\xff\xfe\x80", "bytes that are neither UTF-8 nor GB18030"),
        (b"x" * (LONGEST + 1), "longer than 4096 bytes"),
        ("\u202e反".encode(), "characters that cannot be printed"),
    ],
)
def test_what_is_no_code_says_why(line, why):
    assert decode(line) is None
    assert why_not(line) == why


def test_two_framed_codes_without_a_line_end_are_two():
    lines = LineReader()
    assert [decode(line) for line in lines.feed(b"\x02one\x03\x02two\x03")] == ["one", "two"]


def test_an_endless_line_costs_no_memory_and_is_no_code():
    lines = LineReader()
    for _ in range(100):
        assert lines.feed(b"x" * 1000) == []
    assert len(lines._bytes) == LONGEST + 1
    (line,) = lines.feed(b"\r\n")
    assert decode(line) is None
    assert lines.feed(b"next\r\n") == [b"next"]


@settings(max_examples=examples(1000), deadline=None)
@given(st.lists(st.binary(max_size=40), max_size=6))
@example([b"\x81\x30\x81\x30"])
def test_whatever_comes_nothing_breaks(pieces):
    lines = LineReader()
    for line in [*(line for piece in pieces for line in lines.feed(piece)), lines.flush()]:
        text = decode(line)
        if text:
            assert text.strip("\r\n\0") == text
            assert all(c.isprintable() or c == "\u3000" for c in text)


@settings(max_examples=examples(500), deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=60), st.integers(1, 9))
def test_a_code_comes_back_however_it_is_cut(text, size):
    lines, sent = LineReader(), encode(text)
    got = [line for at in range(0, len(sent), size) for line in lines.feed(sent[at : at + size])]
    assert [decode(line) for line in got] == [text]


@pytest.mark.parametrize("end", [b"\r", b"\n", b"\r\n", b"\t", b"\t\r\n", b"\0", b"\x03", b"\x03\r", b""])
@pytest.mark.parametrize("before", [b"", b"\x02", b"]Q1", b"\x02]Q1", b"]d2", b"]C0"])
def test_however_a_scanner_is_set_up_the_code_is_the_code(before: bytes, end: bytes):
    """TAB, STX … ETX, the identifier of the symbol: what makers' booklets offer, together too."""
    lines = LineReader()
    got = [*lines.feed(before + b"OD1:TTTT" + end), lines.flush()]
    assert [text for line in got if (text := decode(line))] == ["OD1:TTTT"]
