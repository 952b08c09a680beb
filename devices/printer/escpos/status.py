"""What a printer says, as one state machine: bytes in, events out. Feed it as the bytes come, one or many.

Told apart by their bits (Epson ESC/POS reference): ``DLE EOT`` reply ``0xx1xx10``; ASB ``0xx1xx00`` then three bytes
``0xx0xxxx``; ``GS r`` ``0xx0xxxx``; blocks ``37 … 00`` (process id, cleared) and ``5F … 00`` (``GS I``); ``11``/``13``
XON/XOFF, which may stand between any two bytes. ``10 0F`` and four bytes (``DLE EOT 20``, Custom) look like an ASB and
are believed only when they were asked for. Whatever fits nowhere is :class:`Noise`, counted, and forgotten.
"""

from dataclasses import dataclass

from devices.printer.profiles import Profile
from devices.printer.verdict import Reason

XON, XOFF = 0x11, 0x13
BLOCK_MOST = 96
"""Longest block we believe in; GS I answers are at most 80 characters."""


@dataclass(frozen=True)
class RealTime:
    """Reply to DLE EOT. It does not say to which n; replies come in the order asked."""

    byte: int


@dataclass(frozen=True)
class Automatic:
    """ASB, four bytes."""

    data: bytes


@dataclass(frozen=True)
class Plain:
    """Reply to GS r (or a one-byte GS I)."""

    byte: int


@dataclass(frozen=True)
class ProcessId:
    """Everything before this process id has been printed."""

    identity: bytes


@dataclass(frozen=True)
class Cleared:
    """Receive and print buffer are empty (DLE DC4 fn 8)."""


@dataclass(frozen=True)
class Info:
    """Reply to GS I 65–69."""

    text: bytes


@dataclass(frozen=True)
class Full:
    """Reply to DLE EOT 20, the four bytes behind ``10 0F``: paper, user, recoverable and unrecoverable errors."""

    data: bytes

    @property
    def slip_in_presenter(self) -> bool:
        """Bit 5 of the paper byte."""
        return bool(self.data[0] & 0x20)


@dataclass(frozen=True)
class Flow:
    """XON (``go``) or XOFF."""

    go: bool


@dataclass(frozen=True)
class Noise:
    """Bytes that fit nowhere."""

    data: bytes


Event = RealTime | Automatic | Plain | ProcessId | Cleared | Info | Full | Flow | Noise


class StatusMachine:
    """``slip_not_taken_bit``: bit 7 of a DLE EOT reply is a flag, not an error (Cashino)."""

    def __init__(self, slip_not_taken_bit: bool = False) -> None:
        self._mask = 0x13 if slip_not_taken_bit else 0x93
        self._held = bytearray()
        self._full = False

    def expect_full(self, expected: bool = True) -> None:
        """DLE EOT 20 was asked (or its answer is given up: what came of it is forgotten)."""
        if not expected and self._in_full():
            self._held.clear()
        self._full = expected

    def feed(self, data: bytes) -> list[Event]:
        return [event for byte in data for event in self._byte(byte)]

    def _byte(self, byte: int) -> list[Event]:
        if self._in_full() or (self._full and self._held == b"\x10" and byte == 0x0F):
            return self._full_status(byte)
        if byte in (XON, XOFF):
            return [Flow(byte == XON)]
        if not self._held:
            return self._first(byte)
        return self._automatic(byte) if self._held[0] & 0x93 == 0x10 else self._block(byte)

    def _first(self, byte: int) -> list[Event]:
        if byte & self._mask == 0x12:
            return [RealTime(byte)]
        if byte & 0x93 == 0x10 or byte in (0x37, 0x5F):
            self._held.append(byte)
            return []
        return [Plain(byte)] if byte & 0x90 == 0 else [Noise(bytes([byte]))]

    def _automatic(self, byte: int) -> list[Event]:
        if byte & 0x90:
            return self._broken(byte)
        self._held.append(byte)
        return [Automatic(self._take())] if len(self._held) == 4 else []

    def _in_full(self) -> bool:
        return self._full and self._held[:2] == b"\x10\x0f"

    def _full_status(self, byte: int) -> list[Event]:
        """Its bytes have no fixed bits: any may come."""
        self._held.append(byte)
        if len(self._held) < 6:
            return []
        self._full = False
        return [Full(self._take()[2:])]

    def _block(self, byte: int) -> list[Event]:
        if byte == 0:
            return [_understand(self._take())]
        foreign = byte < 0x20 or len(self._held) >= BLOCK_MOST or (self._held[0] == 0x37 and byte > 0x7E)
        if foreign:
            return self._broken(byte)
        self._held.append(byte)
        return []

    def _broken(self, byte: int) -> list[Event]:
        """What was held is noise; ``byte`` begins anew."""
        return [Noise(self._take()), *self._first(byte)]

    def _take(self) -> bytes:
        held = bytes(self._held)
        self._held.clear()
        return held


def _understand(block: bytes) -> Event:
    if block[0] == 0x5F:
        return Info(block[1:])
    if block[1:2] == b"\x22" and len(block) == 6:
        return ProcessId(block[2:])
    return Cleared() if block == b"\x37\x25" else Noise(block)


def offline(first: int) -> bool:
    """Bit 3 of the reply to DLE EOT 1."""
    return bool(first & 0x08)


def automatic_trouble(data: bytes) -> bool:
    """Whether an ASB says it cannot print: offline, cover, cutter, unrecoverable, auto-recoverable, paper end."""
    return bool(data[0] & 0x28 or data[1] & 0x68 or data[2] & 0x0C)


def reasons(replies: dict[int, int], profile: Profile) -> frozenset[Reason]:
    """What the four replies (n → byte) of DLE EOT 1–4 mean together. Empty: all is well."""
    printer, cause, error, paper = (replies[n] for n in (1, 2, 3, 4))
    no_paper = paper & 0x60 or cause & 0x20
    like_cover = profile.cover_as_paper_end and not cause & 0x04
    mechanical = error & 0x04 and cause & 0x40 and not profile.anti_jam_bit
    told = {
        Reason.COVER_OPEN: cause & 0x04,
        Reason.PAPER_END: no_paper and not like_cover,
        Reason.PAPER_OR_COVER: no_paper and like_cover,
        Reason.PAPER_LOW: paper & 0x0C,
        Reason.CUTTER: error & 0x08,
        Reason.UNRECOVERABLE: error & 0x20 or mechanical,
        Reason.OVERHEATED: error & 0x40,
        Reason.SLIP_NOT_TAKEN: profile.slip_not_taken_bit and printer & 0x80,
    }
    found = {reason for reason, bits in told.items() if bits}
    if offline(printer) and not found & BLOCKING.keys():
        found.add(Reason.OFFLINE)
    return frozenset(found)


BLOCKING = {
    reason: rank
    for rank, reason in enumerate((
        Reason.COVER_OPEN, Reason.PAPER_OR_COVER, Reason.PAPER_END, Reason.CUTTER, Reason.UNRECOVERABLE,
        Reason.OVERHEATED, Reason.OFFLINE,
    ))
}  # fmt: skip
"""Reasons that stop the printer, the one to tell first by rank: an open cover explains missing paper."""


def worst(found: frozenset[Reason]) -> Reason | None:
    """The one reason to tell of those that stop the printer, or None if it can print."""
    return min(found & BLOCKING.keys(), key=BLOCKING.__getitem__, default=None)
