"""A module with four pipes, and one with a pair, on the bus the real libusb sees. Played by ``test_sdt_usb.py``."""

import threading
import time

import pytest

from devices.bench.people import PEOPLE
from devices.idcard.card import CardGone, CardTrouble, IdCard, ReaderBack, Trouble
from devices.idcard.sdt import codec
from devices.idcard.sdt.codec import Command, ModuleState
from devices.idcard.sdt.driver import Module
from devices.idcard.sdt.pipes import FourPipes, OnePair, open_module
from devices.idcard.sdt.simulator import SdtSimulator
from devices.links.usb import UsbAddress
from devices.open import open_idcard
from tests.support.usb.devices import Alternative, CardReaderWire, Identity, Wire
from tests.support.usb.fixtures import bus, plug
from tests.support.wires import await_event, nothing_said

__all__ = ["bus", "plug"]
ADDRESS = "sdt+usb:0400:C35A"
HERE = UsbAddress(0x0400, 0xC35A)
PAIR = Identity(0x0483, 0x5652, "", (Alternative((0xFF, 0, 0), (0x01, 0x81)),))


@pytest.fixture
def module(plug):
    wire = CardReaderWire(SdtSimulator(work=0.002))
    plug(wire)
    return wire


def lay(wire, person):
    with wire.host.device() as device:
        device.lay(PEOPLE[person].text) if person else device.take_away()


def test_a_card_is_read_and_its_leaving_told(module):
    reader = open_idcard(ADDRESS)
    assert nothing_said(reader.poll, 0.4)
    for person in ("zhang", "lin"):
        lay(module, person)
        assert await_event(reader.poll, IdCard).number == PEOPLE[person].number
        assert nothing_said(reader.poll, 0.4)
        lay(module, "")
        await_event(reader.poll, CardGone)
    reader.close()


def test_every_frame_goes_out_in_two_parts_and_only_our_commands(module):
    reader = open_idcard(ADDRESS)
    lay(module, "zhang")
    await_event(reader.poll, IdCard)
    reader.close()
    parts = list(zip(module.sent[::2], module.sent[1::2], strict=True))
    for (first, head), (second, rest) in parts:
        assert (first, head) == (0x02, codec.PREAMBLE + b"\x00\x03")
        assert second == 0x06
        assert codec.check(b"\x00\x03" + rest) == 0
        assert rest[:2].hex() in {"11ff", "2001", "2002", "3001"}
    assert len(parts) >= 4


def test_the_module_tells_its_number(module):
    reader = open_idcard(ADDRESS)
    assert reader.module() == Module(ModuleState.READY, "05.03-20240101-0000123456-1234567890")
    reader.close()


def test_a_module_that_is_not_authorised_says_so_by_usb_too(module):
    with module.host.device() as device:
        device.sam = 0x66
    reader = open_idcard(ADDRESS)
    assert await_event(reader.poll, CardTrouble) == CardTrouble(Trouble.NOT_AUTHORISED)
    assert reader.module().state is ModuleState.NOT_AUTHORISED
    reader.close()


def test_a_pulled_module_comes_back_by_itself_and_tells_the_card_anew(bus, plug, module):
    reader = open_idcard(ADDRESS)
    lay(module, "zhang")
    await_event(reader.poll, IdCard)
    bus.unplug()
    assert await_event(reader.poll, CardTrouble) == CardTrouble(Trouble.UNPLUGGED)
    plug(module)
    await_event(reader.poll, ReaderBack)
    await_event(reader.poll, IdCard)
    reader.close()


def test_a_mute_module_is_silent_within_three_seconds_and_comes_back(module):
    reader = open_idcard(ADDRESS)
    assert nothing_said(reader.poll, 0.2)
    module.host.faults.mute = True
    began = time.monotonic()
    assert await_event(reader.poll, CardTrouble) == CardTrouble(Trouble.SILENT)
    assert time.monotonic() - began < 3
    module.host.faults.mute = False
    await_event(reader.poll, ReaderBack)
    reader.close()


def test_what_a_program_before_us_left_unread_does_not_confuse_us(module):
    """It was killed after the first part of an answer, the second still waits in its pipe; and again, before any."""
    before = open_module(HERE)
    for parts in (1, 0):
        before.write(codec.request(Command.SAM_NUMBER), time.monotonic() + 1)
        for _ in range(parts):
            assert len(before.read(time.monotonic() + 1)) == 7
        before.close()
        reader = open_idcard(ADDRESS)
        assert nothing_said(reader.poll, 0.5)
        assert reader.module().state is ModuleState.READY
        reader.close()
        before = open_module(HERE)
    before.close()


def test_a_stalled_answer_is_read_on(module):
    reader = open_idcard(ADDRESS)
    assert nothing_said(reader.poll, 0.2)
    module.stall = {0x81: 1, 0x85: 1}
    lay(module, "zhang")
    await_event(reader.poll, IdCard)
    reader.close()


def test_closing_ends_a_look_under_way(module):
    reader = open_idcard(ADDRESS)
    reader.poll()
    module.host.faults.mute = True
    threading.Timer(0.4, reader.close).start()
    began = time.monotonic()
    while time.monotonic() - began < 0.5:
        reader.poll()
    assert time.monotonic() - began < 1.5


def test_a_module_with_one_pair_of_pipes_is_read_like_a_serial_port(plug):
    wire = Wire(SdtSimulator(), PAIR)
    plug(wire)
    link = open_module(UsbAddress(0x0483, 0x5652))
    assert isinstance(link, OnePair)
    link.close()
    reader = open_idcard("sdt+usb:0483:5652")
    lay(wire, "john")
    assert await_event(reader.poll, IdCard).kind == "foreigner_2017"
    reader.close()


def test_the_pipes_decide_not_the_numbers(plug):
    plug(CardReaderWire(SdtSimulator(), Identity(0x2B19, 0x0200, "", CardReaderWire.identity.alternatives)))
    link = open_module(UsbAddress(0x2B19, 0x0200))
    assert isinstance(link, FourPipes)
    link.close()


def test_a_printer_is_not_taken_for_a_card_reader(plug):
    plug(Wire(SdtSimulator(), Identity(0x0400, 0xC35A)))
    reader = open_idcard(ADDRESS)
    assert await_event(reader.poll, CardTrouble) == CardTrouble(Trouble.UNPLUGGED)
    reader.close()
