"""A card presented until its door's output is told to close: OSDP in the secure channel on a pty, by our driver and
by libosdp's stock loop; a UHPPOTE board on UDP, looked at and with its events pushed."""

import os
import queue
import random
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import Any

import osdp
from osdp import Command, ControlPanel, Event, LibFlag, LogLevel, PDInfo

from devices.bench.pty import PtyHost
from devices.bench.udp import UdpHost
from devices.door.card import wiegand26
from devices.door.door import CardRead, Door, Side
from devices.door.osdp.codec import Frames
from devices.door.osdp.driver import OsdpDoor
from devices.door.osdp.panel import Panel
from devices.door.osdp.simulator import SAMPLE_KEY, OsdpSimulator
from devices.door.uhppote.board import UhppoteBoard
from devices.door.uhppote.client import Client
from devices.door.uhppote.driver import BoardWatch, UhppoteDoor
from devices.door.uhppote.simulator import SAMPLE_SERIAL, UhppoteSimulator
from devices.door.uhppote.words import Listener
from devices.gate.gate import Decision, Leaf
from devices.gate.wiring import Wiring
from devices.links.serial import open_serial, serial_factory
from devices.links.udp import UdpEar, udp_factory

CARDS = 60
NOTE = """\
From the card given to the simulated reader to the moment its output is told to close; deciding takes no time here.
Secure channel, an unpaced pty, cards at random moments. The stock loop is libosdp's own `ControlPanel.start()` with its
20 ms, its events handed over to a thread that answers at once. At 9600 baud add some 30 ms of wire for each way.
A board's own door opens without us where its own cards allow it; these are cards for us to decide."""


class _Reader(OsdpSimulator):
    """Notes when it is told to close its output."""

    told: "queue.SimpleQueue[float]"

    def _command(self, command: dict[str, Any]) -> tuple[int, dict[str, Any] | None]:
        if command["command"] == Command.Output:
            self.told.put(time.monotonic())
        return super()._command(command)


class _Board(UhppoteSimulator):
    told: "queue.SimpleQueue[float]"

    def _open(self, body: bytes, now: float) -> bytes:
        self.told.put(time.monotonic())
        return super()._open(body, now)


class _Stock(osdp.Channel):
    """A serial port as libosdp's examples have it, but for whole frames, without which it hears nothing."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self._link, self._frames, self._whole = open_serial(path), Frames(), list[bytes]()

    def read(self, max_bytes: int) -> bytes:
        self._whole += self._frames.hear(self._link.read(0.0))
        return self._whole.pop(0) if self._whole else b""

    def write(self, buf: bytes) -> int:
        self._link.write(bytes(buf), time.monotonic() + 0.1)
        return len(buf)

    def flush(self) -> None:
        self._whole.clear()

    def close(self) -> None:
        self._link.close()


def _answering(door: Door, seconds: float, over: threading.Event) -> None:
    """Lets in every card."""
    while not over.is_set():
        event = door.poll()
        if isinstance(event, CardRead):
            door.unlock(seconds, Decision(os.urandom(8).hex(), "p", "bench", time.monotonic()))


def _measured(present: Any, told: "queue.SimpleQueue[float]", pause: float) -> Iterator[float]:
    dice = random.Random(1)
    for n in range(CARDS):
        began = time.monotonic()
        present(n)
        yield (told.get(timeout=20) - began) * 1000
        time.sleep(pause + dice.random() / 5)


def _row(what: str, milliseconds: list[float], aim: str) -> dict[str, object]:
    ordered = sorted(milliseconds)
    return {
        "what": what, "cards": len(ordered), "median ms": round(median(ordered)),
        "95th": round(ordered[int(0.95 * len(ordered))]), "longest": round(ordered[-1]), "aim": aim,
    }  # fmt: skip


def _osdp(folder: Path, stock: bool) -> list[float]:
    reader = _Reader()
    reader.told = queue.SimpleQueue()
    with ExitStack() as ending:
        host = PtyHost(reader, folder / ("stock" if stock else "ours"), 0)
        ending.callback(host.stop)
        _stock(ending, host.address) if stock else _ours(ending, host.address)
        time.sleep(4.0)  # met, and no longer stale

        def present(n: int) -> None:
            with host.device() as device:
                device.present(time.monotonic(), 26, wiegand26(1, n))

        return list(_measured(present, reader.told, 0.9))


def _ours(ending: ExitStack, path: str) -> None:
    panel = Panel(serial_factory(path), {0: SAMPLE_KEY})
    door, over = OsdpDoor(panel, {Side.IN: 0}, 0, Wiring(exit=2, fire=3)), threading.Event()
    thread = threading.Thread(target=_answering, args=(door, 0.1, over))
    thread.start()
    ending.callback(door.close)
    ending.callback(thread.join)
    ending.callback(over.set)


def _stock(ending: ExitStack, path: str) -> None:
    wire, cards = _Stock(path), queue.SimpleQueue[Any]()

    def handler(_pd: int, event: dict[str, Any]) -> int:
        if event["event"] == Event.CardRead:
            cards.put(event)
        return 0

    info = PDInfo(0, wire, scbk=SAMPLE_KEY, flags=[LibFlag.EnforceSecure])
    panel = ControlPanel([info], LogLevel.Emergency, handler)
    panel.start()

    def answer() -> None:
        while cards.get() is not None:
            command = {"command": Command.Output, "output_no": 0, "control_code": 5, "timer_count": 1}
            panel.submit_command(0, command)

    thread = threading.Thread(target=answer)
    thread.start()
    ending.callback(wire.close)
    ending.callback(panel.stop)
    ending.callback(thread.join)
    ending.callback(cards.put, None)


def _uhppote(pushed: bool) -> list[float]:
    board = _Board()
    board.told = queue.SimpleQueue()
    with ExitStack() as ending:
        host = UdpHost(board)
        ending.callback(host.stop)
        name, _, port = host.address.rpartition(":")
        client = Client(udp_factory(name, int(port)), SAMPLE_SERIAL)
        ear = UdpEar("127.0.0.1", 0) if pushed else None
        tell = Listener("127.0.0.1", ear.port) if ear is not None else None
        watch = BoardWatch(UhppoteBoard(client), ear=ear, tell=tell, at=0)
        door, over = UhppoteDoor(watch, 1, delay=1), threading.Event()
        while door.state().leaf is not Leaf.SHUT:
            door.poll()
        thread = threading.Thread(target=_answering, args=(door, 1, over))
        thread.start()
        ending.callback(door.close)
        ending.callback(thread.join)
        ending.callback(over.set)

        def present(n: int) -> None:
            with host.device() as device:
                device.swipe(time.monotonic(), 1000 + n)

        return list(_measured(present, board.told, 2.0))


def rows() -> list[dict[str, object]]:
    with tempfile.TemporaryDirectory() as folder:
        found = [
            _row("OSDP, ours", _osdp(Path(folder), stock=False), "≤ 30 median, ≤ 60 longest"),
            _row("OSDP, libosdp's stock loop", _osdp(Path(folder), stock=True), ""),
        ]
    return [
        *found,
        _row("UHPPOTE on UDP, looked at", _uhppote(pushed=False), ""),
        _row("UHPPOTE on UDP, pushed", _uhppote(pushed=True), ""),
    ]
