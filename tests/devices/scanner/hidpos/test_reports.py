"""HID POS Scanned Data Reports: golden bytes from a maker's manual."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from devices.scanner.hidpos.codec import SIZE, ReportReader, encode
from devices.scanner.lines.codec import LONGEST, decode

BOARDING = b"M1GATHERGOOD/MICHAEL YABCDEF LHRDURAK 3542 052Y003D23  1"  # 56 bytes


def report(length, data, more, identifier=b"]Q0", number=2):
    """By hand, apart from the codec: HID POS Usage Tables 1.02, 8Ch, as laid out in Access-IS LSR118, appendix B.1."""
    return bytes([number, length]) + identifier + data.ljust(56, b"\0") + bytes([0x73, 0, more])


def test_golden_a_code_in_two_reports():
    """Appendix B.1.1: 60 bytes, 56 (38h) in the first with byte 63 set, 4 in the second with it clear."""
    assert len(BOARDING) == 56
    reader = ReportReader()
    assert reader.feed(report(0x38, BOARDING, 1)) == b""
    assert reader.feed(report(4, b" 100", 0)) == BOARDING + b" 100\n"


def test_golden_what_is_sent():
    sent = encode(b"SJ 1")
    assert sent == bytes.fromhex("02 04 5d 51 31 53 4a 20 31") + bytes(52) + bytes(3)
    assert len(sent) == SIZE


def test_chinese_passes_whatever_its_encoding():
    for encoding in ("utf-8", "gb18030"):
        assert decode(ReportReader().feed(encode("随申码".encode(encoding)))) == "随申码"


def test_other_reports_are_not_data():
    assert ReportReader().feed(report(4, b"attr", 0, number=1)) == b""


def test_a_length_that_cannot_be_is_no_code():
    assert decode(ReportReader().feed(report(57, b"x" * 56, 0))) is None
    assert decode(ReportReader().feed(report(255, b"x" * 56, 0))) is None


def test_a_line_end_inside_a_code_does_not_cut_it_in_two():
    first, rest = ReportReader().feed(encode(b"BEGIN:VCARD\r\nFN:Z\r\n")).split(b"\n", 1)
    assert rest == b""
    assert decode(first) is None


def test_a_terminator_that_the_scanner_adds_is_not_of_the_code():
    assert ReportReader().feed(encode(b"SJ1:A B\r\n")) == b"SJ1:A B\n"


def test_an_endless_code_costs_no_memory_and_is_no_code():
    reader, said = ReportReader(), b""
    for _ in range(2000):
        said += reader.feed(report(56, b"x" * 56, 1))
    assert len(reader._text) <= LONGEST + 56
    assert all(len(line) > LONGEST for line in said.split(b"\n")[:-1])


@settings(max_examples=500, deadline=None)
@given(st.binary(max_size=300).filter(lambda b: not set(b) & set(b"\r\n\0")), st.integers(1, 130))
@example(b"x" * 56, 64)
@example(b"x" * 112, 64)
def test_a_code_comes_back_however_it_is_cut(data, size):
    reader, sent = ReportReader(), encode(data)
    assert b"".join(reader.feed(sent[at : at + size]) for at in range(0, len(sent), size)) == data + b"\n"


@settings(max_examples=500, deadline=None)
@given(st.lists(st.binary(max_size=200), max_size=8))
def test_whatever_comes_nothing_breaks(pieces):
    reader = ReportReader()
    for piece in pieces:
        reader.feed(piece)
