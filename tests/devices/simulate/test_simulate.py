"""One device alone: every dialect as a technician meets it, worked by typed words. The program itself over a pty and a
port is also tried beside the bench (tests/devices/bench)."""

import argparse
import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from devices import __main__ as program
from devices.documents.documents import Completed, Options
from devices.open import open_documents, open_scanner
from devices.scanner.scan import Scan, ScannerTrouble
from devices.simulate.command import add_arguments
from devices.simulate.stands import STANDS, NoSuchHand, Stand
from tests.devices.documents.ippeve import await_true, follow
from tests.devices.documents.pdf import pdf
from tests.support.wires import await_event


class Typist:
    """Sits at one simulated device."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.address = self.read()

    def read(self) -> str:
        assert self.process.stdout
        return self.process.stdout.readline().strip()

    def type(self, line: str) -> None:
        assert self.process.stdin
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()


@contextlib.contextmanager
def simulated(*arguments: str) -> Iterator[Typist]:
    process = subprocess.Popen(
        [sys.executable, "-m", "devices", "simulate", *arguments], text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    with process:
        yield Typist(process)
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0


def test_a_camera_alone_shows_what_is_typed_to_another_program(tmp_path):
    with simulated("camera", "--picture", str(tmp_path / "camera.png"), "--kind", "aztec") as seat:
        scanner = open_scanner(seat.address)
        seat.type("松江 12345")
        assert await_event(scanner.poll, Scan, 15).text == "松江 12345"
        seat.type("unplug")
        assert await_event(scanner.poll, ScannerTrouble) == ScannerTrouble("unplugged")
        seat.type("plug")
        assert await_event(scanner.poll, ScannerTrouble) == ScannerTrouble("back")
        scanner.close()
    assert list(tmp_path.iterdir()) == []


def test_a_usb_scanner_alone_sends_reports(tmp_path):
    with simulated("hidpos", "--pty", str(tmp_path / "hidraw0"), "--fault", "gb18030") as seat:
        assert seat.address == f"hidpos+hidraw:{tmp_path / 'hidraw0'}"
        scanner = open_scanner(seat.address)
        scanner.poll()
        seat.type("随申码 " + "7" * 80)
        assert await_event(scanner.poll, Scan).text == "随申码 " + "7" * 80
        scanner.close()


def test_an_a4_printer_alone_tells_what_it_prints():
    with simulated("ipp", "--listen", "127.0.0.1:0", "--pace", "0.01") as seat:
        a4 = open_documents(seat.address)
        a4.print(pdf(2), "k1-1", Options(pages=2))
        assert follow(a4, "k1-1")[1] == Completed(2)
        while "completed, 2 of 2 sides, one-sided" not in (told := seat.read()):
            assert told
        seat.type("open cover")
        await_true(lambda: a4.health().able is False, "its open cover")
        a4.close()


def stand(dialect: str, *arguments: str) -> Stand:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    options = parser.parse_args([dialect, *arguments])
    return STANDS[dialect](options, tuple(getattr(options, "fault", ())))


PORT = ("--listen", "127.0.0.1:0")
WHERE = {"ipp": PORT, "uhppote": PORT, "hidpos": ("--pty",), "camera": ("--picture", "camera.png")}


@pytest.mark.parametrize("dialect", STANDS)
def test_every_hand_and_every_fault_is_there(dialect, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    where = WHERE.get(dialect, ("--pty",))
    one = stand(dialect, *where)
    for hand in one.hands.values():
        hand(one.device, time.monotonic())
        list(one.news(one.device))
    for fault in one.faults:
        assert stand(dialect, *where, "--fault", fault).device is not None
    if one.hands:
        with pytest.raises(NoSuchHand, match="there are"):
            one.other(one.device, "burn")


def test_a_slip_left_and_a_slip_taken_are_told():
    one = stand("escpos", "--pty", "--profile", "custom-kpm", "--retract", "9")
    one.device.receive(b"1\n2\n\x1dV\x42\x00", 0.0)
    one.device.transmit(2.0)
    assert list(one.news(one.device)) == ["1\n2\n" + "-" * 48, "(slip 1: waiting)"]
    one.device.transmit(20.0)
    assert list(one.news(one.device)) == ["(slip 1: retracted)"]
    one.device.receive(b"3\n\x1dV\x42\x00", 21.0)
    one.device.transmit(23.0)
    one.hands["take_slip"](one.device, 23.0)
    assert list(one.news(one.device))[1:] == ["(slip 2: taken)"]


def test_a_relay_that_sticks_stays_drawn():
    one = stand("relay", "--pty", "--fault", "sticks")
    one.device._draw(0, 1.0)
    assert one.device.closed(1, 1e9)
    assert next(one.news(one.device)) == "(door shut, relay DRAWN, lock let go)"


@pytest.mark.parametrize("arguments", [(), ("escpos",), ("ipp",), ("camera",), ("hidpos",)])
def test_help_names_what_may_be_typed_and_what_can_be_wrong(arguments, capsys):
    with pytest.raises(SystemExit):
        program.main(["simulate", *arguments, "--help"])
    told = capsys.readouterr().out
    assert "cannot be simulated" in told or arguments not in {("camera",), ("hidpos",)}
    for dialect in arguments or STANDS:
        assert dialect in told
        for name in STANDS[dialect].faults if arguments else ():
            assert name in told


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(("camera", "--picture", "/tmp/x.avi"), "must end in one of .png"), (("sdt", "--listen", "x"), "is not HOST:PORT"),
     (("ipp", "--listen", "256.0.0.1:0"), "not known")],
)  # fmt: skip
def test_what_cannot_be_is_said_in_a_sentence(arguments, said, capsys, monkeypatch):
    monkeypatch.setattr("signal.signal", lambda *_: None)
    assert program.main(["simulate", *arguments]) == 1
    assert said in capsys.readouterr().err
