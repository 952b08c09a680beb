"""A module set to another speed than the usual one is found by asking, on a port whose speed matters."""

import termios
import time

import pytest

from devices.bench.people import PEOPLE
from devices.bench.pty import PtyHost
from devices.idcard.card import CardTrouble, IdCard, ReaderBack, Trouble
from devices.idcard.sdt.codec import BAUDS
from devices.idcard.sdt.simulator import SdtSimulator
from devices.idcard.sdt.speed import SpeedHunt
from devices.links.serial import open_serial
from devices.open import open_idcard
from tests.support.wires import await_event, nothing_said


class SetTo(PtyHost):
    """Bytes arrive as nonsense, both ways, unless the port is open at the speed the device is set to."""

    def __init__(self, simulator, path, speed):
        self.speed = speed
        super().__init__(simulator, path, speed)

    def _noisy(self, data):
        right = self._pair is not None and termios.tcgetattr(self._pair[1])[4] == getattr(termios, f"B{self.speed}")
        return data if right else bytes(byte ^ 0x5A for byte in data[::2])


@pytest.fixture
def module(tmp_path):
    hosts = []

    def set_to(speed):
        hosts.append(SetTo(SdtSimulator(), tmp_path / "idcard", speed))
        return hosts[-1]

    yield set_to
    for host in hosts:
        host.stop()


@pytest.mark.parametrize("speed", BAUDS)
def test_each_speed_is_found_and_tried_first_the_next_time(module, speed):
    host, tried = module(speed), []

    def open_at(baud):
        tried.append(baud)
        return open_serial(host.address, baud)

    hunt = SpeedHunt(open_at)
    for _ in range(2):
        hunt().close()
        assert hunt.baud == speed
    assert tried == [*list(BAUDS)[: list(BAUDS).index(speed) + 1], speed]


def test_a_card_is_read_at_a_speed_nobody_said(module):
    host = module(19200)
    reader = open_idcard(f"sdt+serial:{host.address}")
    with host.device() as device:
        device.lay(PEOPLE["zhang"].text)
    assert await_event(reader.poll, IdCard).number == "310117199001010013"
    reader.close()


def test_a_speed_that_was_said_is_kept_to(module):
    host = module(19200)
    reader = open_idcard(f"sdt+serial:{host.address}?baud=115200")
    assert await_event(reader.poll, CardTrouble).trouble in (Trouble.SILENT, Trouble.GARBLED)
    reader.close()


def test_a_mute_module_holds_a_look_three_seconds_at_most_and_is_found_when_it_speaks(module):
    host = module(38400)
    host.faults.mute = True
    reader = open_idcard(f"sdt+serial:{host.address}")
    began, told = time.monotonic(), None
    while told is None:
        told = reader.poll()
        assert time.monotonic() - began < 3.4
        began = time.monotonic()
    assert told == CardTrouble(Trouble.SILENT)
    host.faults.mute = False
    await_event(reader.poll, ReaderBack, 8)
    assert nothing_said(reader.poll, 0.3)
    reader.close()


def test_nothing_but_its_status_is_asked_and_nothing_set(module):
    host = module(9600)
    SpeedHunt(lambda baud: open_serial(host.address, baud))().close()
    with host.device() as device:
        assert set(device.heard) == {b"\x11\xff"}
