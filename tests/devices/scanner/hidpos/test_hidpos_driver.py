"""The scanner's role over a device node. The node is a pty or a pipe here: /dev/uinput needs rights a test has not, so
that the grab itself is not shown, only what is said when it fails."""

import os

import pytest

from devices.bench.pty import PtyHost
from devices.errors import Unplugged
from devices.links.serial import serial_factory
from devices.open import BadAddress, open_scanner
from devices.scanner.hidpos import keys
from devices.scanner.hidpos.codec import ReportReader
from devices.scanner.hidpos.driver import HidPosScanner
from devices.scanner.hidpos.keys import KeyReader
from devices.scanner.hidpos.node import EVIOCGRAB, open_node
from devices.scanner.hidpos.simulator import KeysSimulator, ReportsSimulator
from devices.scanner.scan import Scan, ScannerTrouble
from tests.support.wires import await_event, nothing_said


@pytest.fixture(params=[(KeysSimulator, KeyReader), (ReportsSimulator, ReportReader)], ids=["keys", "reports"])
def host_and_scanner(request, tmp_path):
    simulator, reader = request.param
    host = PtyHost(simulator(), tmp_path / "node", baud=0)
    scanner = HidPosScanner(serial_factory(host.address), reader)
    scanner.poll()
    yield host, scanner
    scanner.close()
    host.stop()


def show(host, text):
    with host.device() as device:
        device.show(text)


def test_a_code_is_told_with_its_inner_spaces(host_and_scanner):
    host, scanner = host_and_scanner
    show(host, "SJ1:A B  C$%*+-./:")
    assert await_event(scanner.poll, Scan).text == "SJ1:A B  C$%*+-./:"


def test_a_code_held_before_the_scanner_is_one_scan(host_and_scanner):
    host, scanner = host_and_scanner
    for _ in range(3):
        show(host, "held")
    assert await_event(scanner.poll, Scan).text == "held"
    assert nothing_said(scanner.poll, 0.4)
    show(host, "other")
    assert await_event(scanner.poll, Scan).text == "other"


def test_a_typed_code_without_enter_is_told_after_a_silence_and_a_faltering_one_whole(tmp_path):
    host = PtyHost(KeysSimulator(), tmp_path / "node", baud=0)
    scanner = HidPosScanner(serial_factory(host.address), KeyReader)
    scanner.poll()
    for half in ("SJ2026", "0012"):
        with host.device() as device:
            device.show_bytes(keys.encode(half, enter=False))
        assert nothing_said(scanner.poll, 0.2)
    assert await_event(scanner.poll, Scan).text == "SJ20260012"
    scanner.close()
    host.stop()


def test_a_long_code_comes_whole(host_and_scanner):
    host, scanner = host_and_scanner
    show(host, "SJ2026" * 12)  # more events than the pty of a line without flow control would take at once
    assert await_event(scanner.poll, Scan).text == "SJ2026" * 12


def test_unplugged_and_back_are_told_once_each_and_half_a_code_is_gone(host_and_scanner):
    host, scanner = host_and_scanner
    with host.device() as device:
        device.show("0123456789" * 8)
        sent = device.transmit(0)
        device.show_bytes(sent[: len(sent) // 2])
    scanner.poll()
    host.unplug()
    assert await_event(scanner.poll, ScannerTrouble) == ScannerTrouble("unplugged")
    assert nothing_said(scanner.poll, 0.4)
    host.plug()
    assert await_event(scanner.poll, ScannerTrouble) == ScannerTrouble("back")
    show(host, "whole")
    assert await_event(scanner.poll, Scan).text == "whole"


def test_the_grab_is_the_kernels():
    """_IOC(write, 'E', 0x90, sizeof(int)) of <asm-generic/ioctl.h>: direction at bit 30, size at 16, type at 8."""
    assert 1 << 30 | 4 << 16 | ord("E") << 8 | 0x90 == EVIOCGRAB


def test_a_node_that_cannot_be_grabbed_is_not_listened_to(tmp_path):
    """Unshared or not at all: else the code would be typed on the screen too."""
    os.mkfifo(tmp_path / "event0")
    before = set(os.listdir("/proc/self/fd"))
    with pytest.raises(Unplugged, match="for us alone"):
        open_node(str(tmp_path / "event0"), grab=True)
    assert set(os.listdir("/proc/self/fd")) == before


def test_a_node_that_is_not_grabbed_is_read(tmp_path):
    os.mkfifo(tmp_path / "hidraw0")
    scanner = open_scanner(f"hidpos+hidraw:{tmp_path / 'hidraw0'}")
    scanner.poll()
    simulator = ReportsSimulator(encoding="gb18030")
    simulator.show("随申码")
    with open(tmp_path / "hidraw0", "wb", buffering=0) as wire:
        wire.write(simulator.transmit(0))
        assert await_event(scanner.poll, Scan).text == "随申码"
    scanner.close()


def test_no_node_is_told_once():
    scanner = open_scanner("hidpos+evdev:/nowhere/event3")
    assert await_event(scanner.poll, ScannerTrouble) == ScannerTrouble("unplugged")
    assert nothing_said(scanner.poll, 0.6)
    scanner.close()


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("hidpos+serial:/dev/ttyUSB0", "no link we have for hidpos; use evdev or hidraw"),
        ("hidpos+evdev:/dev/input/event3?baud=9600", "'baud' is no option of hidpos.evdev"),
        ("camera+usb:1", "no link we have for camera; use v4l2 or file"),
        ("camera+v4l2:/dev/video0?width=wide", "width=wide must be a number from 160 to 8192"),
        ("camera+file:/x.avi?width=640", "'width' is no option of camera.file"),
        ("lines+v4l2:/dev/video0", "no link we have for lines; use serial or tcp"),
    ],
)
def test_a_bad_address_is_refused_with_a_sentence(address, said):
    with pytest.raises(BadAddress, match=said):
        open_scanner(address)
