"""The packets of UHPPOTE boards: recorded ones, and the public library as witness for every one."""

import contextlib
from datetime import date, datetime, time
from ipaddress import IPv4Address

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from uhppoted import decode, encode

from devices.door.board import BoardCard, BoardProfile
from devices.door.uhppote import codec
from devices.door.uhppote.codec import NotAnAnswer, Question
from devices.door.uhppote.words import Control, Kind, Listener, Reason
from tests.support.thorough import examples

SERIAL = 405_419_896
NOW = datetime(2026, 11, 30, 21, 5, 9)

# recorded packets of the uhppoted project: uhppoted-lib-python, tests/uhppoted/test_encode.py and test_decode.py
PUT_CARD = "17500000 78372a18 a07a9900 20250101 20251231 01001101 3f420f"
PUT_PROFILE = "17880000 78372a18 25 20241126 20241229 01010001000101 08300945 11351315 14011759 13"
SET_LISTENER = "17900000 78372a18 c0a80164 61ea 0f"
IDENTITY = "17940000 78372a18 c0a80164 ffffff00 c0a80101 001223344556 0892 20181105"
STATUS = (
    "17200000 78372a18 4e000000 02010301 a1987c00 20220823094706 2c 00010000 00000001 03 094939 00000000 00000000"
    " 27 07 09 220823"
)
EVENT = "17b00000 78372a18 11270000 20010101 eaaccde9 20000000000000 2c"


def packet(text):
    return bytes.fromhex(text).ljust(64, b"\0")


def body(text, function):
    return codec.answer(packet(text), Question(function), SERIAL)


CARD = BoardCard(10_058_400, date(2025, 1, 1), date(2025, 12, 31), (1, 0, 17, 1), 999_999)
PROFILE = BoardProfile(
    37, date(2024, 11, 26), date(2024, 12, 29), (True, True, False, True, False, True, True),
    ((time(8, 30), time(9, 45)), (time(11, 35), time(13, 15)), (time(14, 1), time(17, 59))), 19,
)  # fmt: skip


@pytest.mark.parametrize(
    ("question", "recorded"),
    [
        (codec.put_card(CARD), PUT_CARD),
        (codec.put_profile(PROFILE), PUT_PROFILE),
        (codec.set_listener(Listener("192.168.1.100", 60001, 15)), SET_LISTENER),
    ],
)
def test_what_is_said_is_said_as_recorded(question, recorded):
    assert question.packet(SERIAL) == packet(recorded)


def test_what_is_heard_is_read_as_recorded():
    identity = codec.identity(body(IDENTITY, codec.IDENTIFY), SERIAL)
    assert (identity.host, identity.mac, identity.version) == ("192.168.1.100", "00:12:23:34:45:56", "8.92")
    status = codec.status(body(STATUS, codec.STATUS))
    assert status.last is not None
    assert (status.last.index, status.last.kind, status.last.door) == (78, Kind.DOOR, 3)
    assert (status.last.reason, status.last.at) == (Reason.REMOTE, datetime(2022, 8, 23, 9, 47, 6))
    assert status.open == (False, True, False, False)
    assert status.pressed == (False, False, False, True)
    assert [status.drawn(door) for door in (1, 2, 3, 4)] == [True, True, True, False]
    assert status.fire is True
    assert (status.error, status.clock) == (3, datetime(2022, 8, 23, 9, 49, 39))
    record = codec.event(body(EVENT, codec.GET_EVENT))
    assert record is not None
    assert (record.index, record.card, record.at) == (10_001, 3_922_570_474, None)  # its clock made no sense


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (Question(codec.IDENTIFY), encode.get_controller_request(SERIAL)),
        (Question(codec.STATUS), encode.get_status_request(SERIAL)),
        (Question(codec.GET_TIME), encode.get_time_request(SERIAL)),
        (codec.set_time(NOW), encode.set_time_request(SERIAL, NOW)),
        (codec.plain(codec.OPEN, 3, 1), encode.open_door_request(SERIAL, 3)),
        (codec.about(codec.GET_CONTROL, 4, 1), encode.get_door_control_request(SERIAL, 4)),
        (codec.set_control(2, Control(3, 7)), encode.set_door_control_request(SERIAL, 2, 3, 7)),
        (Question(codec.COUNT_CARDS), encode.get_cards_request(SERIAL)),
        (codec.about(codec.GET_CARD, 8_165_537), encode.get_card_request(SERIAL, 8_165_537)),
        (codec.plain(codec.GET_CARD_AT, 13), encode.get_card_by_index_request(SERIAL, 13)),
        (codec.plain(codec.DELETE_CARD, 8_165_537), encode.delete_card_request(SERIAL, 8_165_537)),
        (Question(codec.DELETE_CARDS, codec.MAGIC), encode.delete_cards_request(SERIAL)),
        (codec.about(codec.GET_PROFILE, 29, 1), encode.get_time_profile_request(SERIAL, 29)),
        (Question(codec.CLEAR_PROFILES, codec.MAGIC), encode.delete_all_time_profiles_request(SERIAL)),
        (codec.plain(codec.RECORD_ALL, 1, 1), encode.record_special_events_request(SERIAL, True)),
        (Question(codec.GET_LISTENER), encode.get_listener_request(SERIAL)),
        (codec.about(codec.GET_EVENT, 12_345), encode.get_event_request(SERIAL, 12_345)),
        (Question(codec.GET_INDEX), encode.get_event_index_request(SERIAL)),
        (codec.plain(codec.SET_INDEX, 99, rest=codec.MAGIC), encode.set_event_index_request(SERIAL, 99)),
        (codec.no_passcodes(2), encode.set_door_passcodes_request(SERIAL, 2, 0, 0, 0, 0)),
        (codec.plain(codec.INTERLOCK, 2, 1), encode.set_interlock_request(SERIAL, 2)),
        (codec.plain(codec.SET_PASSBACK, 2, 1), encode.set_antipassback_request(SERIAL, 2)),
        (Question(codec.GET_PASSBACK), encode.get_antipassback_request(SERIAL)),
    ],
)  # fmt: skip
def test_every_question_is_the_witnesss_byte_for_byte(ours, theirs):
    assert ours.packet(SERIAL) == bytes(theirs)


days = st.dates(date(2000, 1, 1), date(2099, 12, 31))
minutes = st.times().map(lambda at: at.replace(second=0, microsecond=0))
profiles_of_doors = st.tuples(*[st.integers(0, 254)] * 4)
cards = st.builds(BoardCard, st.integers(1, 0xFFFFFFFE), days, days, profiles_of_doors, st.integers(0, 999_999))
profiles = st.builds(
    BoardProfile, st.integers(2, 254), days, days, st.tuples(*[st.booleans()] * 7),
    st.lists(st.tuples(minutes, minutes).filter(lambda span: span != (time(), time())), max_size=3).map(tuple),
    st.integers(0, 254),
)  # fmt: skip


@settings(max_examples=examples(200))
@given(cards)
def test_every_card_is_said_as_the_witness_says_it_and_read_back_the_same(card):
    theirs = encode.put_card_request(SERIAL, card.number, card.first, card.last, *card.doors, card.pin)
    question = codec.put_card(card)
    assert question.packet(SERIAL) == bytes(theirs)
    reply = bytes([0x17, 0x5A, 0, 0]) + question.packet(SERIAL)[4:]
    assert codec.card(codec.answer(reply, codec.about(codec.GET_CARD, card.number), SERIAL)) == card
    said = decode.get_card_response(reply)
    assert (said.card_number, said.start_date, said.pin) == (card.number, card.first, card.pin)


@settings(max_examples=examples(200))
@given(profiles)
def test_every_profile_is_said_as_the_witness_says_it_and_read_back_the_same(profile):
    spans = [*profile.spans, *[(None, None)] * 3][:3]
    hours = [at for span in spans for at in span]
    theirs = encode.set_time_profile_request(
        SERIAL, profile.id, profile.first, profile.last, *profile.days, *hours, profile.link
    )
    question = codec.put_profile(profile)
    assert question.packet(SERIAL) == bytes(theirs)
    reply = bytes([0x17, 0x98, 0, 0]) + question.packet(SERIAL)[4:]
    assert codec.profile(codec.answer(reply, codec.about(codec.GET_PROFILE, profile.id, 1), SERIAL)) == profile


QUESTION = codec.about(codec.GET_CONTROL, 2, 1)
ANSWER = bytes([0x17, 0x82, 0, 0]) + SERIAL.to_bytes(4, "little") + bytes([2, 3, 5]) + bytes(53)


@pytest.mark.parametrize(
    ("at", "value", "said"),
    [(0, 0x18, "no packet"), (0, 0x19, "no packet"), (1, 0x80, "function 80"), (4, 0x79, "board 405419897"),
     (8, 1, "something else")],
)  # fmt: skip
def test_an_answer_to_something_else_is_none(at, value, said):
    wrong = bytearray(ANSWER)
    wrong[at] = value
    with pytest.raises(NotAnAnswer, match=said):
        codec.answer(bytes(wrong), QUESTION, SERIAL)


@pytest.mark.parametrize("size", [0, 63, 65])
def test_a_packet_has_sixty_four_bytes(size):
    with pytest.raises(NotAnAnswer):
        codec.answer((ANSWER + b"\0")[:size], QUESTION, SERIAL)


@settings(max_examples=examples(300))
@given(st.binary(min_size=56, max_size=56))
def test_nothing_but_not_an_answer_comes_of_any_body(noise):
    for read in (codec.status, codec.event, codec.card, codec.profile, codec.control, codec.listener, codec.clock):
        with contextlib.suppress(NotAnAnswer):
            read(noise)


def test_a_pushed_event_of_old_firmware_begins_otherwise():
    old = b"\x19" + packet(STATUS)[1:]
    serial, status = codec.pushed(old)
    assert serial == SERIAL
    assert status.last is not None
    assert status.last.index == 78


def test_a_listener_is_read_as_the_witness_reads_it():
    said = decode.get_listener_response(packet("17920000 78372a18 c0a80164 61ea 0f"))
    ours = codec.listener(body("17920000 78372a18 c0a80164 61ea 0f", codec.GET_LISTENER))
    assert (IPv4Address(ours.host), ours.port, ours.interval) == (said.address, said.port, said.interval)
