"""SDT frames against golden bytes of the protocol sheet (commands, replies, status words, the 1295-byte sample)."""

import hashlib
import itertools
import re
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import devices
from devices.idcard.sdt import codec
from devices.idcard.sdt.codec import Command, FrameReader, Status
from tests.support.thorough import examples

# Protocol sheet, table of commands: the whole request frames
REQUESTS = {
    Command.RESET: "AA AA AA 96 69 00 03 10 FF EC",
    Command.SAM_STATUS: "AA AA AA 96 69 00 03 11 FF ED",
    Command.SAM_NUMBER: "AA AA AA 96 69 00 03 12 FF EE",
    Command.FIND: "AA AA AA 96 69 00 03 20 01 22",
    Command.SELECT: "AA AA AA 96 69 00 03 20 02 21",
    Command.READ: "AA AA AA 96 69 00 03 30 01 32",
}
# Protocol sheet, sample replies: frame, SW3, length of the data
REPLIES = [
    ("AA AA AA 96 69 00 08 00 00 9F 00 00 00 00 97", Status.FOUND, 4),
    ("AA AA AA 96 69 00 04 00 00 80 84", Status.NO_CARD, 0),
    ("AA AA AA 96 69 00 0C 00 00 90 00 00 00 00 00 00 00 00 9C", Status.OK, 8),
    ("AA AA AA 96 69 00 04 00 00 81 85", Status.SELECT_FAILED, 0),
    ("AA AA AA 96 69 00 04 00 00 41 45", Status.READ_FAILED, 0),
    ("AA AA AA 96 69 00 04 00 00 90 94", Status.OK, 0),
]
SAM_NUMBER = "AA AA AA 96 69 00 14 00 00 90 05 00 03 00 E5 D6 34 01 40 E2 01 00 D2 02 96 49 28"

# The sample card of the protocol notes, built here by hand from its table of offsets: 30, 2, 4, 16, 70, 36, 30, 16, 16
SAMPLE_FIELDS = [
    ("张样例", 30), ("2", 2), ("01", 4), ("19900101", 16), ("上海市松江区样例路1号", 70), ("310117199001010013", 36),
    ("上海市公安局松江分局", 30), ("20200101", 16), ("长期", 16), ("", 36),
]  # fmt: skip
SAMPLE_TEXT = b"".join(value.ljust(length // 2).encode("utf-16-le") for value, length in SAMPLE_FIELDS)
SAMPLE_SHA256 = "71b1e982c885e0cb4b988d9d937170999793396cefb63bdaef9bc578fb9d6b4f"


@pytest.mark.parametrize(("command", "frame"), REQUESTS.items())
def test_requests_are_those_of_the_protocol_sheet(command, frame):
    assert codec.request(command) == bytes.fromhex(frame)


def test_every_command_has_a_golden_frame():
    assert set(REQUESTS) == set(Command)


def test_set_baud_is_command_60():
    assert codec.set_baud_request(115200) == bytes.fromhex("AA AA AA 96 69 00 03 60 00 63")
    assert codec.set_baud_request(9600)[7:9] == b"\x60\x04"
    with pytest.raises(KeyError):
        codec.set_baud_request(1200)


@pytest.mark.parametrize(("frame", "status", "size"), REPLIES)
def test_replies_are_those_of_the_protocol_sheet(frame, status, size):
    (body,) = FrameReader().feed(bytes.fromhex(frame))
    reply = codec.parse_reply(body)
    assert (reply.status, len(reply.data)) == (status, size)
    assert codec.reply(status, bytes(size)) == bytes.fromhex(frame)


def test_a_cards_own_word_stands_before_the_modules():
    """31, 41, 47 and 81 may carry the card's SW1 SW2."""
    (body,) = FrameReader().feed(codec.frame(bytes.fromhex("6A 82 41")))
    reply = codec.parse_reply(body)
    assert (reply.status, reply.card_status) == (Status.READ_FAILED, 0x6A82)


def test_the_module_number_reads_as_printed_on_it():
    (body,) = FrameReader().feed(bytes.fromhex(SAM_NUMBER))
    assert codec.sam_number(codec.parse_reply(body).data) == "05.03-20240101-0000123456-1234567890"
    assert codec.sam_number(b"short") is None


def test_the_whole_sample_frame_is_reproduced():
    frame = codec.reply(Status.OK, b"\x01\x00\x04\x00" + SAMPLE_TEXT + bytes(1024))
    assert len(frame) == 1295
    assert frame[-1] == 0x44
    assert hashlib.sha256(frame).hexdigest() == SAMPLE_SHA256


def test_the_fingerprint_is_never_asked_for():
    assert all(command.value != b"\x30\x10" for command in Command)
    for file in Path(devices.__file__).parent.rglob("*.py"):
        assert not re.search(r"30[ _]?10|x30\\x10|0x30, ?0x10", file.read_text(encoding="utf-8")), file.name


def test_the_photo_is_overwritten_where_it_stood():
    data = bytearray(b"\x01\x00\x04\x00" + SAMPLE_TEXT + b"\xee" * 1024)
    assert codec.take_text(data) == SAMPLE_TEXT
    assert data == bytes(1284)


def test_a_reading_of_another_shape_is_none():
    assert codec.take_text(bytearray(b"\x01\x00\x04\x00" + SAMPLE_TEXT)) is None
    assert codec.take_text(bytearray(b"\x01\x00\x02\x00" + bytes(1280))) is None


def test_a_reply_shows_nothing_of_a_person():
    assert "310117" not in repr(codec.Reply(0x90, bytearray(b"310117")))


def test_a_wrong_check_is_rejected_and_the_next_frame_found():
    bad = bytearray(bytes.fromhex(REPLIES[0][0]))
    bad[-1] ^= 1
    frames = FrameReader()
    bodies = frames.feed(bytes(bad) + bytes.fromhex(REPLIES[1][0]))
    assert [codec.parse_reply(body).status for body in bodies] == [Status.NO_CARD]
    assert frames.rejected == 1


def test_an_impossible_length_is_rejected_at_once():
    frames = FrameReader()
    assert frames.feed(codec.PREAMBLE + b"\xff\xff") == []
    assert frames.rejected == 1
    assert len(frames.feed(bytes.fromhex(REPLIES[5][0]))) == 1


def test_a_preamble_after_stray_preamble_bytes_is_found():
    assert len(FrameReader().feed(b"\xaa\xaa\xaa\xaa" + bytes.fromhex(REPLIES[5][0]))) == 1


def chunks(data, cuts):
    edges = [0, *sorted({cut % (len(data) + 1) for cut in cuts}), len(data)]
    return [data[a:b] for a, b in itertools.pairwise(edges)]


@settings(max_examples=examples(1000), deadline=None)
@given(st.lists(st.one_of(st.binary(max_size=30), st.just(codec.PREAMBLE), st.just(b"\xaa\xaa")), max_size=8))
@example([codec.PREAMBLE, b"\x05\x08"])
def test_whatever_comes_nothing_breaks_and_memory_is_bounded(pieces):
    frames = FrameReader()
    for piece in pieces:
        for body in frames.feed(piece):
            assert 2 <= len(body) <= 0x0508
    assert len(frames._bytes) <= 7 + 0x0508


JUNK = st.binary(max_size=20).filter(lambda junk: b"\xaa" not in junk)


@settings(max_examples=examples(500), deadline=None)
@given(
    st.lists(st.tuples(JUNK, st.integers(0, 255), st.binary(max_size=40)), max_size=5),
    st.lists(st.integers(0, 400), max_size=6),
)
def test_frames_are_found_in_junk_however_they_are_cut(replies, cuts):
    stream = b"".join(junk + codec.reply(status, data) for junk, status, data in replies)
    frames = FrameReader()
    found = [codec.parse_reply(body) for piece in chunks(stream, cuts) for body in frames.feed(piece)]
    assert [(one.status, bytes(one.data)) for one in found] == [(status, data) for _, status, data in replies]
