"""A simulated board on real wires, UDP and TCP, and what stands before it."""

import contextlib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from devices.bench.tcp import TcpHost
from devices.bench.udp import UdpHost
from devices.door.uhppote.board import UhppoteBoard
from devices.door.uhppote.client import Client
from devices.door.uhppote.driver import BoardWatch, UhppoteDoor
from devices.door.uhppote.simulator import SAMPLE_SERIAL, UhppoteSimulator
from devices.links.tcp import tcp_factory
from devices.links.udp import udp_factory

HOSTS: dict[str, Any] = {"udp": UdpHost, "tcp": TcpHost}
LINKS = {"udp": udp_factory, "tcp": tcp_factory}


@dataclass
class Standing:
    """``hand``: one of the simulator's, now."""

    host: Any
    link: str
    ending: contextlib.ExitStack

    @property
    def factory(self) -> Any:
        name, _, port = self.host.address.rpartition(":")
        return LINKS[self.link](name, int(port))

    def board(self, serial: int = SAMPLE_SERIAL) -> UhppoteBoard:
        board = UhppoteBoard(Client(self.factory, serial))
        self.ending.callback(board.close)
        return board

    def door(self, number: int = 1, **options: Any) -> tuple[BoardWatch, UhppoteDoor]:
        watch = BoardWatch(self.board(), at=options.pop("at", 0), ear=options.pop("ear", None),
                           tell=options.pop("tell", None))  # fmt: skip
        return watch, UhppoteDoor(watch, number, **options)

    def hand(self, what: str, *arguments: Any) -> Any:
        with self.host.device() as device:
            return getattr(device, what)(time.monotonic(), *arguments)

    def heard(self, *functions: int) -> list[bytes]:
        with self.host.device() as device:
            return [packet for packet in device.heard if not functions or packet[1] in functions]


@contextlib.contextmanager
def standing_board(link: str = "udp", **options: Any) -> Iterator[Standing]:
    with contextlib.ExitStack() as ending:
        host = HOSTS[link](UhppoteSimulator(**options))
        ending.callback(host.stop)
        yield Standing(host, link, ending)
