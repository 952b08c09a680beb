"""Relay boards as data: how each is told to close a relay *and open it again by itself*.

Modbus has no timed pulse, so every maker found his own. A board without one is never driven: a release that only the
host could end would outlive the host.
"""

from dataclasses import dataclass
from typing import Literal

Surety = Literal["document", "sources agree", "sources differ", "unknown"]


@dataclass(frozen=True)
class Pulse:
    """``single``: function 05 to ``first + relay``, the time as its value. ``pair``: function 16 to ``first +
    step × relay``, two registers, ``mode`` and the time. Times are in tenths of a second, up to ``most``.
    ``relay`` counts from 0 here."""

    how: Literal["single", "pair"]
    first: int
    step: int = 1
    mode: int = 0
    most: int = 600


@dataclass(frozen=True)
class Module:
    """``read``: the function that reads the inputs, from address 0. ``golden``: frames that are known, as
    (unit, relay from 1, tenths, bytes with CRC); they are tested."""

    name: str
    title: str
    baud: int
    pulse: Pulse | None
    surety: Surety
    golden: tuple[tuple[int, int, int, str], ...] = ()
    note: str = ""
    read: Literal[1, 2] = 2


WAVESHARE = Module(
    "waveshare", "Waveshare Modbus RTU Relay (D) and PoE ETH Relay, with inputs", 9600, Pulse("single", 0x0200),
    "document",
    ((1, 1, 7, "01 05 02 00 00 07 8D B0"), (1, 2, 8, "01 05 02 01 00 08 9C 74")),
    "The maker's page gives both frames ('flash on'). Value 7 is none the Modbus standard knows for function 05.",
)  # fmt: skip
DAM = Module(
    "dam", "聚英 DAM and the many boards that copy its registers", 9600, Pulse("pair", 3, step=5, mode=4),
    "sources differ",
    (
        (0xFE, 1, 10, "FE 10 00 03 00 02 04 00 04 00 0A 41 6B"),
        (0xFE, 2, 10, "FE 10 00 08 00 02 04 00 04 00 0A 00 D8"),
        (0xFE, 3, 10, "FE 10 00 0D 00 02 04 00 04 00 0A C0 E7"),
    ),
    "Several programs send these frames; most call mode 4 闪开 (close, then open), one calls it the opposite. Look at "
    "the relay's lamp before a lock is wired to it.",
)  # fmt: skip
PLAIN = Module(
    "plain", "a board of coils and inputs alone", 9600, None, "unknown",
    note="Its inputs are read; it never opens a door, for nothing in it would close it again.",
)  # fmt: skip

MODULES = {module.name: module for module in (WAVESHARE, DAM, PLAIN)}
"""By the name used in a gate's address: ``relay+serial:/dev/ttyS2?module=waveshare``."""
