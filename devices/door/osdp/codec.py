"""OSDP in values. Pure. IEC 60839-11-5 / SIA OSDP 2.2: 5.9 (frame), annex on CRC; commands OUT, LED, BUZ, TEXT and
replies RAW, KEYPAD, LSTATR as libosdp 3.2.9 writes them into dictionaries.

The ciphers and the conversation are libosdp's; here is what is said, and whose reply goes over the line.
"""

from typing import Any

from osdp import Capability, CardFormat, Command, CommandLEDColor, Event, StatusReportType

from devices.door.card import Misread, card_of
from devices.door.door import Card, Sign

LONGEST = 25.5
"""Seconds. The standard's timer has sixteen bits, libosdp's eight: 256 tenths would become none, a door for ever."""

SOM, REPLY, CRC = 0x53, 0x80, 0x04
_LARGEST = 1500  # bytes; more is no length
_OTHER = 8  # bytes of the smallest frame with a CRC; a checksum's is one less
_KEYS = {0x7F: "*", 0x0D: "#"}
_FORGET = 10.0  # seconds after which half a PIN is nobody's


def output(relay: int, seconds: float) -> dict[str, Any]:
    """Close ``relay`` (from 1) for so long by the reader's own timer (OUT, control code 5: temporarily on, then as it
    was). Raises ``ValueError``."""
    tenths = round(seconds * 10)
    if not 1 <= tenths <= 255:
        raise ValueError(f"a reader releases for 0.1 to {LONGEST:g} s")
    return {"command": Command.Output, "output_no": relay - 1, "control_code": 5, "timer_count": tenths}


def keyset(key: bytes) -> dict[str, Any]:
    """The secret it answers to from now on (KEYSET, key type 1: SCBK)."""
    return {"command": Command.Keyset, "type": 1, "data": key}


def status(kind: int) -> dict[str, Any]:
    """Ask for inputs, outputs or tamper (ISTAT, OSTAT, LSTAT)."""
    return {"command": Command.Status, "type": kind, "report": b""}


INPUTS, OUTPUTS, LOCAL = StatusReportType.Input, StatusReportType.Output, StatusReportType.Local

_SIGNS: dict[Sign, tuple[int, int, int, str]] = {
    Sign.GRANTED: (CommandLEDColor.Green, 30, 1, "PLEASE ENTER"),
    Sign.DENIED: (CommandLEDColor.Red, 30, 3, "NO ENTRY"),
    Sign.AGAIN: (CommandLEDColor.Amber, 30, 2, "PRESENT AGAIN"),
    Sign.PIN: (CommandLEDColor.Amber, 100, 1, "PIN AND #"),
    Sign.OUT_OF_ORDER: (CommandLEDColor.Red, 100, 3, "OUT OF ORDER"),
}
"""Colour, tenths of a second, beeps, text."""


def shown(sign: Sign) -> dict[int, dict[str, Any]]:
    """Capability → the command that uses it."""
    colour, tenths, beeps, text = _SIGNS[sign]
    steady = sign in (Sign.GRANTED, Sign.DENIED, Sign.OUT_OF_ORDER)
    light = {
        "command": Command.LED, "reader": 0, "led_number": 0, "temporary": True, "control_code": 2,
        "on_count": tenths if steady else 3, "off_count": 0 if steady else 3, "on_color": colour,
        "off_color": CommandLEDColor.Black, "timer_count": tenths,
    }  # fmt: skip
    beep = {
        "command": Command.Buzzer, "reader": 0, "control_code": 2, "on_count": 1, "off_count": 1, "rep_count": beeps,
    }  # fmt: skip
    words = {
        "command": Command.Text, "reader": 0, "control_code": 3, "temp_time": max(1, tenths // 10), "offset_row": 1,
        "offset_col": 1, "data": text,
    }  # fmt: skip
    return {Capability.LEDControl: light, Capability.AudibleControl: beep, Capability.TextOutput: words}


def card(event: dict[str, Any]) -> Card:
    """A RAW reply. Raises :class:`~devices.door.card.Misread`."""
    if event["format"] == CardFormat.ASCII:
        return Card(8 * len(event["data"]), int.from_bytes(event["data"], "big"))
    if not event["length"]:
        raise Misread("a card without a bit")
    return card_of(event["length"], event["data"])


class Keypad:
    """Keys up to ``#``; ``*`` begins anew. Times are handed in."""

    def __init__(self) -> None:
        self._typed, self._at = "", float("-inf")

    def press(self, keys: bytes, now: float) -> list[str]:
        """PINs that are whole now."""
        whole: list[str] = []
        if now - self._at > _FORGET:
            self._typed = ""
        self._at = now
        for key in (_KEYS.get(key, chr(key)) for key in keys):
            if key == "#":
                whole += [self._typed] if self._typed else []
            self._typed = (self._typed + key)[:16] if key in "0123456789" else ""
        return whole

    def clear(self) -> None:
        self._typed = ""


class Frames:
    """Whole and sound frames out of what trickles in. The secure channel says whether they are true; this says that
    somebody spoke. Libosdp 3.2.9 needs it too: a frame it reads in pieces it does not understand, and on a slow line
    every frame comes in pieces."""

    def __init__(self) -> None:
        self._bytes = bytearray()

    def hear(self, data: bytes) -> list[bytes]:
        """Those that end in ``data``, from their first byte on, without the mark before it. Noise that looks like the
        beginning of one holds nothing up."""
        self._bytes += data
        whole: list[bytes] = []
        at = self._bytes.find(SOM)
        while at >= 0:
            size = int.from_bytes(self._bytes[at + 2 : at + 4], "little")
            frame = bytes(self._bytes[at : at + size])
            if 7 <= size == len(frame) and _sound(frame):
                whole.append(frame)
                del self._bytes[: at + size]
                at = -1
            at = self._bytes.find(SOM, at + 1)
        del self._bytes[:-_LARGEST]
        return whole

    def clear(self) -> None:
        self._bytes.clear()


def who(frame: bytes) -> int | None:
    """Whose reply it is; None: a panel's word."""
    return frame[1] & ~REPLY if frame[1] & REPLY else None


def identify(address: int) -> bytes:
    """Who is there? (ID, in clear: a reader must answer before it has a key.) With the mark before it."""
    head = bytes([SOM, address, 9, 0, CRC, 0x61, 0])
    return b"\xff" + head + crc(head)


def identity(reply: bytes) -> tuple[str, int, int, str] | None:
    """Vendor, model, serial and firmware of a PDID reply; None: it is another one."""
    at = 5 + (reply[5] if reply[4] & 0x08 else 0)  # a security block, if there is one
    data = reply[at + 1 : -2 if reply[4] & CRC else -1]
    if reply[at] != 0x45 or len(data) < 12:
        return None
    return data[:3].hex(), data[3], int.from_bytes(data[5:9], "little"), ".".join(map(str, data[9:12]))


def _sound(frame: bytes) -> bool:
    if frame[4] & CRC:
        return len(frame) >= _OTHER and crc(frame[:-2]) == frame[-2:]
    return sum(frame) & 0xFF == 0


def crc(data: bytes) -> bytes:
    """CRC-16, polynomial 1021, from 1D0F, low byte first."""
    value = 0x1D0F
    for byte in data:
        value ^= byte << 8
        for _ in range(8):
            value = (value << 1 ^ 0x1021 if value & 0x8000 else value << 1) & 0xFFFF
    return value.to_bytes(2, "little")


__all__ = [
    "INPUTS", "LOCAL", "LONGEST", "OUTPUTS", "Capability", "Command", "Event", "Frames", "Keypad", "card", "crc",
    "identify", "identity", "keyset", "output", "shown", "status", "who",
]  # fmt: skip
