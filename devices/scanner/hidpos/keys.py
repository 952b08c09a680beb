"""A scanner that types: the kernel's key events become lines of text. US layout, as every scanner leaves the factory.

Event: ``struct input_event`` of <linux/input.h>, 24 bytes on a 64-bit kernel: seconds and microseconds (8 bytes each),
type u16, code u16, value s32, native order. Codes are those of <linux/input-event-codes.h>.
"""

import struct

EVENT = struct.Struct("@llHHi")
EV_SYN, EV_KEY = 0, 1
SYN_DROPPED = 3  # the kernel's buffer ran over: events are missing
_RELEASE, _PRESS = 0, 1  # 2 is the kernel's own repeat of a key held down

UNREADABLE = "\x1a"  # SUBSTITUTE: makes a line no code, rather than another code
_SHIFTS = {42, 54}
_ENTERS = {28, 96}
_ROWS = {  # first code of a row: its keys, plain and with shift
    2: ("1234567890-=", "!@#$%^&*()_+"),
    16: ("qwertyuiop[]", "QWERTYUIOP{}"),
    30: ("asdfghjkl;'`", 'ASDFGHJKL:"~'),
    43: ("\\zxcvbnm,./", "|ZXCVBNM<>?"),
    55: ("*", "*"),
    57: (" ", " "),
    71: ("789-456+1230.", "789-456+1230."),  # keypad
    98: ("/", "/"),
}
_KEYS = {first + i: pair for first, (low, high) in _ROWS.items() for i, pair in enumerate(zip(low, high, strict=True))}


class KeyReader:
    """Key events in, lines' bytes out, each with its LF."""

    def __init__(self) -> None:
        self._rest = b""
        self._shifts: set[int] = set()

    def feed(self, data: bytes) -> bytes:
        data = self._rest + data
        whole = len(data) - len(data) % EVENT.size
        self._rest = data[whole:]
        return "".join(self._typed(*event[2:]) for event in EVENT.iter_unpack(data[:whole])).encode()

    def _typed(self, kind: int, code: int, value: int) -> str:
        if (kind, code) == (EV_SYN, SYN_DROPPED):
            self._shifts.clear()
            return UNREADABLE
        if kind != EV_KEY:
            return ""
        if code in _SHIFTS:
            (self._shifts.add if value != _RELEASE else self._shifts.discard)(code)
            return ""
        if value != _PRESS:
            return ""
        if code in _ENTERS:
            return "\n"
        if code in _KEYS:
            return _KEYS[code][bool(self._shifts)]
        return UNREADABLE  # Ctrl, Alt, Caps Lock, a key of another layout: what it does to the text is not known


def encode(text: str, enter: bool = True) -> bytes:
    """What a scanner that types sends for a code. Raises ``ValueError`` for what no US keyboard has."""
    events = [event for letter in text for event in _strokes(letter)]
    return b"".join(events + (_stroke(28) if enter else []))


def _strokes(letter: str) -> list[bytes]:
    for code, (plain, shifted) in _KEYS.items():
        if letter == plain:
            return _stroke(code)
        if letter == shifted:
            return [_event(EV_KEY, 42, _PRESS), *_stroke(code), _event(EV_KEY, 42, _RELEASE), _event(EV_SYN, 0, 0)]
    raise ValueError(f"No key of a US keyboard types {letter!r}.")


def _stroke(code: int) -> list[bytes]:
    return [_event(EV_KEY, code, _PRESS), _event(EV_SYN, 0, 0), _event(EV_KEY, code, _RELEASE), _event(EV_SYN, 0, 0)]


def _event(kind: int, code: int, value: int) -> bytes:
    return EVENT.pack(0, 0, kind, code, value)
