"""A door over OSDP on a pty, libosdp's own peripheral as the reader: every trap of the library, and what must never
happen."""

import time
from typing import Any

import pytest
from osdp import Capability, Command

from devices.bench.pty import PtyHost
from devices.door.card import wiegand26, wiegand34
from devices.door.door import (
    CardRead,
    Conflict,
    Contradiction,
    PinTyped,
    PowerFailed,
    PresentAgain,
    ReaderBack,
    ReaderTrouble,
    Side,
    Sign,
    Tampered,
)
from devices.door.osdp.driver import OsdpDoor
from devices.door.osdp.panel import Panel
from devices.door.osdp.simulator import SAMPLE_KEY, LineSimulator, OsdpSimulator
from devices.gate.gate import (
    ExitPressed,
    FireInput,
    Forced,
    GateBack,
    GateTrouble,
    HeldOpen,
    Leaf,
    MaybeReleased,
    NotPassed,
    NotReleased,
    Passed,
    Released,
    Unseen,
    Why,
)
from devices.gate.wiring import Wiring
from devices.links.serial import serial_factory
from tests.devices.door.doors import all_told, decision, hand, opened, standing, told, until

WIRING = Wiring(exit=2, fire=3)
FRESH = 2.2  # seconds until a reader just met is believed


class Line:
    """Simulated readers on a pty, the panel, and a door at the first."""

    def __init__(self, path, *readers: Any, wiring=WIRING, key=SAMPLE_KEY, held=20.0, sides=None, at=0):
        self.host: Any = PtyHost(LineSimulator(*readers) if len(readers) > 1 else next(iter(readers)), path, 9600)
        self.panel = Panel(serial_factory(str(path), 9600), {reader.address: key for reader in readers})
        self.door: Any = OsdpDoor(self.panel, sides or {Side.IN: 0}, at, wiring, held=held)

    def stop(self):
        self.panel.close()
        self.host.stop()


@pytest.fixture
def line(tmp_path):
    """A reader met a moment ago."""
    line = Line(tmp_path / "line", OsdpSimulator(), held=1.0)
    standing(line.door)
    yield line
    line.stop()


@pytest.fixture(scope="module")
def settled(tmp_path_factory):
    """A reader that has been there for a while; tests leave it as they found it."""
    line = Line(tmp_path_factory.mktemp("osdp") / "line", OsdpSimulator(), held=1.0)
    standing(line.door)
    all_told(line.door, FRESH)
    yield line
    line.stop()


@pytest.fixture
def calm(settled):
    hand(settled.host, "shut")
    hand(settled.host, "set_fire", False)
    all_told(settled.door, 0.3)
    standing(settled.door)
    with settled.host.device() as reader:
        reader.done.clear()
    return settled


def presented(line):
    """As people do it: again, until it is read."""

    def look(event):
        if event == PresentAgain(Side.IN):
            time.sleep(0.5)
            hand(line.host, "present", 26, wiegand26(7, 2))
        return event if isinstance(event, CardRead) else None

    hand(line.host, "present", 26, wiegand26(7, 2))
    return until(line.door, look, 15.0)


def commands(line, kind):
    with line.host.device() as reader:
        return [one for one in reader.done if one["command"] == kind]


def test_a_card_opens_and_he_passes_and_it_locks_by_itself(calm):
    hand(calm.host, "present", 26, wiegand26(7, 4711))
    read = told(calm.door, CardRead)
    assert (read.side, read.card.bits, read.card.number) == (Side.IN, 26, 704_711)
    assert not hand(calm.host, "push")
    one = opened(calm.door, 2.0, "pass")
    assert hand(calm.host, "push")
    assert told(calm.door, Passed).decision is one
    hand(calm.host, "shut")
    until(calm.door, lambda _: not hand(calm.host, "free"))
    assert not hand(calm.host, "push")
    assert len(commands(calm, Command.Output)) == 1


def test_keys_and_longer_cards_are_read(calm):
    hand(calm.host, "type", "2580#")
    assert told(calm.door, PinTyped).digits == "2580"
    hand(calm.host, "present", 34, wiegand34(3_000_000_001))
    assert told(calm.door, CardRead).card.number == 3_000_000_001


def test_a_card_with_a_fallen_bit_is_to_be_presented_again(calm):
    hand(calm.host, "present", 26, bytes([wiegand26(7, 4711)[0] ^ 0x40]) + wiegand26(7, 4711)[1:])
    assert told(calm.door, (CardRead, PresentAgain)) == PresentAgain(Side.IN)


def test_who_does_not_go_has_not_passed_and_three_in_vain_are_a_contradiction(calm):
    for n in range(3):
        calm.door.unlock(0.2, decision(f"vain-{n}"))
        told(calm.door, NotPassed)
    assert told(calm.door, Contradiction).what is Conflict.NEVER_OPENS


def test_a_decision_out_of_its_time_or_used_opens_nothing(calm):
    for age in (2.1, -5.0):
        assert calm.door.unlock(1.0, decision("old", age)).why is Why.EXPIRED
    one = decision("once")
    calm.door.unlock(0.2, one)
    assert calm.door.unlock(0.2, decision("second")).why is Why.BUSY
    told(calm.door, NotPassed)
    assert calm.door.unlock(0.2, one).why is Why.USED
    assert len(commands(calm, Command.Output)) == 1


def test_a_time_the_reader_cannot_do_is_refused_before_anything_is_said(calm):
    with pytest.raises(ValueError, match=r"25\.5"):
        calm.door.unlock(25.6, decision("long"))
    assert commands(calm, Command.Output) == []


def test_a_relay_drawn_by_somebody_else_is_a_contradiction(line):
    with line.host.device() as reader:
        reader._until[0] = time.monotonic() + 2.0
    assert told(line.door, Contradiction).what is Conflict.DRAWN_UNASKED
    until(line.door, lambda _: not hand(line.host, "drawn"))


def test_a_forced_door_held_open_exit_and_fire_are_told(calm):
    hand(calm.host, "force")
    assert told(calm.door, Forced) == Forced(seen=True)
    assert calm.door.state().leaf is Leaf.FORCED
    told(calm.door, HeldOpen)
    hand(calm.host, "shut")
    standing(calm.door)
    hand(calm.host, "tap_exit")
    told(calm.door, ExitPressed)
    assert hand(calm.host, "push")  # by wire
    standing(calm.door, Leaf.OPEN)
    hand(calm.host, "shut")
    standing(calm.door)
    hand(calm.host, "set_fire")
    assert told(calm.door, FireInput) == FireInput(True)
    assert hand(calm.host, "push")
    assert commands(calm, Command.Output) == []


def test_an_opened_case_and_a_failing_supply_are_told(calm):
    hand(calm.host, "tamper")
    assert told(calm.door, Tampered) == Tampered("reader", True)
    assert calm.door.state().tamper is True
    hand(calm.host, "tamper", False)
    assert told(calm.door, Tampered).active is False
    hand(calm.host, "fail_power")
    assert told(calm.door, PowerFailed).active is True
    hand(calm.host, "fail_power", False)


def test_signs_are_shown_by_light_sound_and_words(calm):
    calm.door.tell(Side.IN, Sign.AGAIN)
    until(calm.door, lambda _: len(commands(calm, Command.Text)) == 1)
    with calm.host.device() as reader:
        assert (reader.light, reader.words) == ("amber", "PRESENT AGAIN")
    calm.door.tell(Side.OUT, Sign.GRANTED)  # there is no such reader, and nothing happens


def test_what_was_recorded_on_the_wire_opens_nothing_when_it_is_played_again(tmp_path):
    """Every byte of an opening, said again by somebody on the bus, with the panel away and with it there."""
    heard: list[bytes] = []
    host = PtyHost(OsdpSimulator(), tmp_path / "line", 0, heard=heard.append)
    panel = Panel(serial_factory(str(tmp_path / "line"), 9600), {0: SAMPLE_KEY})
    door = OsdpDoor(panel, {Side.IN: 0}, 0, WIRING)
    standing(door)
    opened(door, 0.3, "heard")
    until(door, lambda _: not hand(host, "drawn"))
    recorded = list(heard)
    for there in (True, False):
        if not there:
            panel.close()
        with host.device() as reader:
            reader.done.clear()
            for frame in recorded:
                reader.receive(frame, time.monotonic())
                reader.transmit(time.monotonic())
            assert [one for one in reader.done if one["command"] == Command.Output] == []
            assert not reader.drawn(time.monotonic())
    host.stop()


def test_a_flood_of_bad_cards_does_not_blind_the_door_and_a_good_one_opens(calm):
    for n in range(200):
        if n % 10 == 0:
            hand(calm.host, "present", 26, wiegand26(9, n))
        calm.door.poll()
    all_told(calm.door, 1.5)
    hand(calm.host, "present", 26, wiegand26(7, 4711))
    until(calm.door, lambda event: isinstance(event, CardRead) and event.card.number == 704_711)
    began = time.monotonic()
    assert isinstance(calm.door.unlock(0.2, decision("good")), Released)
    assert time.monotonic() - began < 0.9
    told(calm.door, NotPassed)


# -- what goes wrong ---------------------------------------------------------------------------------------------------


def test_cards_and_keys_read_while_the_line_was_cut_are_refused(line):
    all_told(line.door, FRESH)
    line.host.faults.mute = True
    told(line.door, ReaderTrouble)
    hand(line.host, "present", 26, wiegand26(7, 1))
    hand(line.host, "type", "2580#")
    line.host.faults.mute = False
    told(line.door, ReaderBack, 15.0)
    events = all_told(line.door, FRESH + 1.0)
    assert not [event for event in events if isinstance(event, CardRead | PinTyped)]
    assert presented(line).card.number == 700_002


def test_what_is_presented_in_the_two_seconds_after_a_cut_is_to_be_presented_again(line):
    hand(line.host, "present", 26, wiegand26(7, 1))  # it was met a moment ago
    assert told(line.door, (CardRead, PresentAgain)) == PresentAgain(Side.IN)


def test_a_reader_that_was_away_is_there_again_in_seconds_and_not_in_five_minutes(line):
    line.host.unplug()
    told(line.door, GateTrouble)
    until(line.door, lambda _: not line.panel.there(0))  # libosdp has parked it
    line.host.plug()
    began = time.monotonic()
    told(line.door, GateBack, 15.0)
    assert time.monotonic() - began < 10.0


def test_neither_loss_nor_return_of_the_line_releases_anything(line):
    line.host.faults.deaf = True  # what we say is lost
    one = decision("lost")
    told_us = line.door.unlock(3.0, one)
    assert isinstance(told_us, MaybeReleased | NotReleased)
    all_told(line.door, 1.5)
    line.host.faults.deaf = False
    told(line.door, GateBack, 15.0)
    events = all_told(line.door, 2.0)
    assert commands(line, Command.Output) == []
    assert not hand(line.host, "push")
    assert not [event for event in events if isinstance(event, Passed)]
    again = line.door.unlock(1.0, one)
    assert isinstance(again, NotReleased)
    assert again.why in (Why.USED, Why.EXPIRED)


def test_who_was_let_in_while_the_line_broke_is_unseen(line):
    one = opened(line.door, 5.0, "unseen")
    line.host.unplug()
    assert told(line.door, Unseen).decision is one
    assert line.door.state().leaf is Leaf.UNKNOWN
    assert line.door.unlock(1.0, decision("blind")).why is Why.NO_WATCH


def test_a_reader_with_another_key_is_never_there_and_nothing_is_said_in_plaintext(tmp_path):
    heard = bytearray()
    reader = OsdpSimulator(key=bytes(range(16)))
    host = PtyHost(reader, tmp_path / "line", 0, heard=heard.extend)
    panel = Panel(serial_factory(str(tmp_path / "line"), 9600), {0: SAMPLE_KEY})
    door = OsdpDoor(panel, {Side.IN: 0}, 0, WIRING)
    hand(host, "present", 26, wiegand26(7, 1))
    events = all_told(door, 4.0)
    assert [type(event) for event in events] == [ReaderTrouble, GateTrouble]
    assert not panel.there(0)
    answer = door.unlock(1.0, decision())
    assert isinstance(answer, NotReleased)
    assert answer.why is Why.NO_WATCH
    assert heard  # it was spoken to
    assert list(reader.done) == []
    panel.close()
    host.stop()


def test_a_reader_is_not_asked_for_what_it_lacks(tmp_path):
    """A command it does not know it refuses, and libosdp parks it for that."""
    reader = OsdpSimulator(without=frozenset({Capability.TextOutput, Capability.AudibleControl}))
    line = Line(tmp_path / "line", reader)
    standing(line.door)
    line.door.tell(Side.IN, Sign.GRANTED)
    until(line.door, lambda _: len(commands(line, Command.LED)) == 1)
    assert not [event for event in all_told(line.door, 1.0) if isinstance(event, ReaderTrouble)]
    assert commands(line, Command.Text) == commands(line, Command.Buzzer) == []
    line.stop()


def test_a_reader_without_a_relay_opens_nothing(tmp_path):
    line = Line(tmp_path / "line", OsdpSimulator(without=frozenset({Capability.OutputControl})))
    standing(line.door)
    assert line.door.unlock(1.0, decision()).why is Why.NO_PULSE
    line.stop()


def test_true_is_not_done_a_reader_that_says_yes_and_does_nothing_is_contradicted(tmp_path):
    line = Line(tmp_path / "line", OsdpSimulator(dead_output=True))
    standing(line.door)
    all_told(line.door, 0.5)  # it has told its relays
    assert isinstance(line.door.unlock(1.0, decision()), MaybeReleased)
    assert told(line.door, Contradiction).what is Conflict.SAID_AND_NOT_DONE
    line.stop()


def test_two_readers_of_a_door_share_a_line(tmp_path):
    inner = OsdpSimulator(address=1)
    line = Line(tmp_path / "line", OsdpSimulator(), inner, sides={Side.IN: 0, Side.OUT: 1}, at=1)
    standing(line.door)
    all_told(line.door, FRESH)
    with line.host.device() as readers:
        readers.readers[1].present(time.monotonic(), 26, wiegand26(7, 2))
    assert told(line.door, CardRead).side is Side.OUT
    opened(line.door, 3.0, "two")
    with line.host.device() as readers:
        assert readers.readers[1].drawn(time.monotonic())
        assert not readers.readers[0].drawn(time.monotonic())
    line.stop()
