"""Splits a byte stream into ESC/POS commands, as a printer does. For the simulator and the pictures: it shares no
table with the codec, so that a mistake there shows here.
"""

from dataclasses import dataclass

ESC, FS, GS, DLE = 0x1B, 0x1C, 0x1D, 0x10


def _lengths(*letters: bytes) -> dict[int, int]:
    """Letter → number of parameter bytes: the first string's letters have none, the second's one, and so on."""
    return {letter: count for count, group in enumerate(letters) for letter in group}


FIXED = {
    ESC: _lengths(b"@2LSim<", b"!EGa-3JdMRtV{= rqeuK%", b"$\\c", b"p"),
    GS: _lengths(b":", b"!raIBbhwHf/EcTt", b"PLW$\\"),
    FS: _lengths(b"&.", b"!-WCT", b"Sp"),
}
"""Lead byte → letter → number of parameter bytes. Commands whose length is in their data are in ``_length``."""
LONGEST = 1 << 20
"""A command that claims more than this (1 MiB) is nonsense: its first byte is dropped."""


@dataclass(frozen=True)
class Command:
    """``name``: ``text``, a control's or command's letters (``LF``, ``ESC a``, ``GS v``), or ``?`` for a byte that
    starts nothing known. ``data``: all its bytes. ``body``: those after the letters."""

    name: str
    data: bytes
    body: bytes = b""


CONTROLS = {0x0A: "LF", 0x0D: "CR", 0x09: "HT", 0x0C: "FF", 0x18: "CAN", 0x00: "NUL"}
LEADS = {ESC: "ESC", FS: "FS", GS: "GS"}


def take(buffer: bytes | bytearray, at: int = 0) -> Command | None:
    """The command at ``at``, or None if more bytes are needed (or there are none)."""
    if at >= len(buffer):
        return None
    first = buffer[at]
    if first >= 0x20:
        return _text(buffer, at)
    if first == DLE:
        return _real_time(buffer, at)
    if first not in LEADS:
        return Command(CONTROLS.get(first, "?"), bytes(buffer[at : at + 1]))
    if at + 1 >= len(buffer):
        return None
    length = _length(buffer, at)
    if length is None or (length <= LONGEST and at + length > len(buffer)):
        return None
    if length == 0 or length > LONGEST:
        return Command("?", bytes(buffer[at : at + 1]))
    data = bytes(buffer[at : at + length])
    return Command(f"{LEADS[first]} {chr(data[1])}", data, data[2:])


def split(data: bytes) -> list[Command]:
    """All complete commands; a broken one at the end is left out."""
    commands, at = [], 0
    while (command := take(data, at)) is not None:
        commands.append(command)
        at += len(command.data)
    return commands


def _text(buffer: bytes | bytearray, at: int) -> Command:
    end = at
    while end < len(buffer) and buffer[end] >= 0x20 and end - at < 256:
        end += 1
    data = bytes(buffer[at:end])
    return Command("text", data, data)


def _real_time(buffer: bytes | bytearray, at: int) -> Command | None:
    """Real-time commands left in a recorded stream: skipped there."""
    if at + 1 >= len(buffer):
        return None
    length = {0x04: 3, 0x05: 3}.get(buffer[at + 1], 1)
    if buffer[at + 1] == 0x14:
        if at + 2 >= len(buffer):
            return None
        length = {1: 5, 2: 5, 3: 8, 7: 4, 8: 10}.get(buffer[at + 2], 3)
    if at + length > len(buffer):
        return None
    return Command("DLE" if length > 1 else "?", bytes(buffer[at : at + length]))


def _length(buffer: bytes | bytearray, at: int) -> int | None:
    """Whole length of the command at ``at``; None: not yet to be seen; 0: unknown."""
    first, letter = buffer[at], buffer[at + 1]
    if letter in FIXED[first]:
        return 2 + FIXED[first][letter]
    head = bytes(buffer[at : at + 8])
    match first, letter:
        case ((0x1D | 0x1C), 0x28):  # GS ( x, FS ( x: pL pH
            return _counted(head, 5, lambda: 5 + head[3] + 256 * head[4])
        case 0x1D, 0x56:  # GS V m [n]
            return _counted(head, 3, lambda: 4 if head[2] in (65, 66, 97, 98, 103, 104) else 3)
        case 0x1D, 0x76:  # GS v 0 m xL xH yL yH
            return _counted(head, 8, lambda: 8 + (head[4] + 256 * head[5]) * (head[6] + 256 * head[7]))
        case 0x1D, 0x38:  # GS 8 L p1–p4
            return _counted(head, 7, lambda: 7 + int.from_bytes(head[3:7], "little"))
        case 0x1D, 0x2A:  # GS * x y
            return _counted(head, 4, lambda: 4 + head[2] * head[3] * 8)
        case 0x1D, 0x6B:  # GS k m n … or GS k m … NUL
            return _barcode(buffer, at)
        case 0x1B, 0x2A:  # ESC * m nL nH
            return _counted(head, 5, lambda: 5 + (head[3] + 256 * head[4]) * (3 if head[2] in (32, 33) else 1))
        case 0x1B, 0x44:  # ESC D … NUL
            return _terminated(buffer, at + 2, at)
    return 0


def _counted(head: bytes, needed: int, length) -> int | None:  # noqa: ANN001
    return length() if len(head) >= needed else None


def _barcode(buffer: bytes | bytearray, at: int) -> int | None:
    if at + 3 >= len(buffer):
        return None
    return 4 + buffer[at + 3] if buffer[at + 2] >= 65 else _terminated(buffer, at + 3, at)


def _terminated(buffer: bytes | bytearray, start: int, at: int) -> int | None:
    """Up to a NUL, at most 256 bytes on."""
    end = buffer.find(b"\x00", start, start + 256)
    if end >= 0:
        return end + 1 - at
    return None if len(buffer) < start + 256 else 0
