"""The status state machine, on golden bytes and on nonsense."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.printer.escpos.status import (
    Automatic,
    Cleared,
    Flow,
    Info,
    Noise,
    Plain,
    ProcessId,
    RealTime,
    StatusMachine,
    automatic_trouble,
    reasons,
    worst,
)
from devices.printer.profiles import BT_T080, GENERIC_80, KP_628E
from devices.printer.verdict import Reason
from tests.support.thorough import examples

GOLDEN = {
    "DLE EOT: 0xx1xx10": ("12 1a 7e", [RealTime(0x12), RealTime(0x1A), RealTime(0x7E)]),
    "GS a: four bytes": ("10 00 00 0f", [Automatic(b"\x10\x00\x00\x0f")]),
    "GS a: XOFF may stand inside": ("38 00 13 0c 0f", [Flow(False), Automatic(b"\x38\x00\x0c\x0f")]),
    "GS r: 0xx0xxxx": ("00 0c 63", [Plain(0x00), Plain(0x0C), Plain(0x63)]),
    "GS ( H fn 48": ("37 22 61 62 63 64 00", [ProcessId(b"abcd")]),
    "DLE DC4 fn 8": ("37 25 00", [Cleared()]),
    "GS I 67": ("5f 54 4d 2d 54 38 38 00", [Info(b"TM-T88")]),
    "XON XOFF": ("11 13", [Flow(True), Flow(False)]),
    "an ASB that breaks off": ("10 00 12", [Noise(b"\x10\x00"), RealTime(0x12)]),
    "a block that breaks off": ("37 22 61 12", [Noise(b"\x37\x22a"), RealTime(0x12)]),
    "a process id too short": ("37 22 61 00", [Noise(b"\x37\x22a")]),
    "bit 7 set": ("92 ff", [Noise(b"\x92"), Noise(b"\xff")]),
    "everything in a row": (
        "12 10 00 00 0f 00 37 22 20 20 20 7e 00 12",
        [RealTime(0x12), Automatic(b"\x10\x00\x00\x0f"), Plain(0), ProcessId(b"   ~"), RealTime(0x12)],
    ),
}


@pytest.mark.parametrize("case", GOLDEN)
def test_golden(case):
    data, events = GOLDEN[case]
    assert StatusMachine().feed(bytes.fromhex(data)) == events


@pytest.mark.parametrize("case", GOLDEN)
def test_it_does_not_matter_how_the_bytes_are_cut(case):
    data, events = GOLDEN[case]
    machine = StatusMachine()
    assert [event for byte in bytes.fromhex(data) for event in machine.feed(bytes([byte]))] == events


def test_a_slip_not_taken_is_a_status_on_the_models_that_say_it_so():
    assert StatusMachine(slip_not_taken_bit=True).feed(b"\x92") == [RealTime(0x92)]


CAUSES = [
    ((0x12, 0x12, 0x12, 0x12), set()),
    ((0x1A, 0x16, 0x12, 0x12), {Reason.COVER_OPEN}),
    ((0x1A, 0x32, 0x12, 0x7E), {Reason.PAPER_END, Reason.PAPER_LOW}),
    ((0x12, 0x12, 0x12, 0x1E), {Reason.PAPER_LOW}),
    ((0x1A, 0x52, 0x1A, 0x12), {Reason.CUTTER}),
    ((0x1A, 0x52, 0x32, 0x12), {Reason.UNRECOVERABLE}),
    ((0x1A, 0x52, 0x52, 0x12), {Reason.OVERHEATED}),
    ((0x1A, 0x52, 0x16, 0x12), {Reason.UNRECOVERABLE}),
    ((0x1A, 0x12, 0x12, 0x12), {Reason.OFFLINE}),
]


@pytest.mark.parametrize(("replies", "expected"), CAUSES)
def test_what_the_four_statuses_mean(replies, expected):
    assert reasons(dict(enumerate(replies, 1)), GENERIC_80) == expected


def test_the_quirks_of_single_models():
    assert reasons({1: 0x12, 2: 0x52, 3: 0x16, 4: 0x12}, BT_T080) == set()  # anti-jam module
    assert reasons({1: 0x92, 2: 0x12, 3: 0x12, 4: 0x12}, KP_628E) == {Reason.SLIP_NOT_TAKEN}


def test_the_reason_told_is_the_one_to_mend_first():
    assert worst(frozenset({Reason.PAPER_END, Reason.COVER_OPEN, Reason.PAPER_LOW})) == Reason.COVER_OPEN
    assert worst(frozenset({Reason.PAPER_LOW, Reason.SLIP_NOT_TAKEN})) is None


@pytest.mark.parametrize(
    ("data", "trouble"),
    [("1000000f", False), ("1000030f", False), ("1800000f", True), ("3000000f", True), ("10000c0f", True)],
)
def test_automatic_status_tells_trouble(data, trouble):
    assert automatic_trouble(bytes.fromhex(data)) is trouble


@settings(max_examples=examples(1000))
@given(st.binary(max_size=60))
def test_no_bytes_crash_it_and_no_byte_is_lost_silently(data):
    machine = StatusMachine()
    events = machine.feed(data)
    spoken = {RealTime: 1, Automatic: 4, Plain: 1, ProcessId: 7, Cleared: 3, Flow: 1}
    heard = sum(
        len(e.data) if isinstance(e, Noise) else len(e.text) + 2 if isinstance(e, Info) else spoken[type(e)]
        for e in events
    )
    dropped_ends = sum(isinstance(e, Noise) and len(e.data) > 1 and e.data[0] in (0x37, 0x5F) for e in events)
    assert len(data) - 96 <= heard + dropped_ends <= len(data) + dropped_ends


@settings(max_examples=500)
@given(st.binary(max_size=60))
def test_after_any_nonsense_it_understands_again(data):
    machine = StatusMachine()
    machine.feed(data)
    machine.feed(b"\x12\x12")  # ends whatever was half said
    assert machine.feed(bytes.fromhex("37226162636400")) == [ProcessId(b"abcd")]
