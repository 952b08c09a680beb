"""The packets of UHPPOTE boards. Pure. 64 bytes: 17h, function, two zeros, serial (u32), then the body; integers little
endian, dates and times in BCD. Source: the public library ``uhppoted`` 0.9.1.1 (encode.py, decode.py) and its recorded
packets; no maker's manual is public. Firmware 6.62 begins pushed events with 19h.

An answer is believed only if function and serial are the question's, and what it echoes is what was asked about.
"""

import struct
from dataclasses import dataclass
from datetime import date, datetime, time
from ipaddress import IPv4Address

from devices.door.board import BoardCard, BoardProfile
from devices.door.uhppote.words import Control, Identity, Listener, Record, Status

SIZE, SOM, SOM_662 = 64, 0x17, 0x19
MAGIC = bytes.fromhex("55aaaa55")
FIRST_EVENT, LAST_EVENT = 0, 0xFFFFFFFF

STATUS, SET_TIME, GET_TIME, OPEN = 0x20, 0x30, 0x32, 0x40
PUT_CARD, DELETE_CARD, DELETE_CARDS, COUNT_CARDS, GET_CARD, GET_CARD_AT = 0x50, 0x52, 0x54, 0x58, 0x5A, 0x5C
SET_CONTROL, GET_CONTROL, SET_PASSBACK, GET_PASSBACK = 0x80, 0x82, 0x84, 0x86
SET_PROFILE, CLEAR_PROFILES, PASSCODES, RECORD_ALL = 0x88, 0x8A, 0x8C, 0x8E
SET_LISTENER, GET_LISTENER, IDENTIFY, GET_PROFILE = 0x90, 0x92, 0x94, 0x98
HOST_CONTROL, INTERLOCK, GET_EVENT, SET_INDEX, GET_INDEX = 0xA0, 0xA2, 0xB0, 0xB2, 0xB4


class NotAnAnswer(ValueError):
    """This packet does not answer that question."""


@dataclass(frozen=True)
class Question:
    """``echo``: bytes the answer must begin its body with; ``or_none``: zeros in their place say that there is none."""

    function: int
    body: bytes = b""
    echo: bytes = b""
    or_none: bool = False

    def packet(self, serial: int) -> bytes:
        return (struct.pack("<BBHI", SOM, self.function, 0, serial) + self.body).ljust(SIZE, b"\0")


def answer(packet: bytes, question: Question, serial: int) -> bytes:
    """The body, 56 bytes. ``serial`` 0: anybody's. Raises :class:`NotAnAnswer`."""
    if len(packet) != SIZE or packet[0] != SOM:
        raise NotAnAnswer("no packet of a board")
    if packet[1] != question.function:
        raise NotAnAnswer(f"an answer to function {packet[1]:02X}")
    said = int.from_bytes(packet[4:8], "little")
    if serial and said != serial:
        raise NotAnAnswer(f"an answer of board {said}")
    body = packet[8:]
    none = question.or_none and not any(body[: len(question.echo)])
    if not (none or body.startswith(question.echo)):
        raise NotAnAnswer("an answer about something else")
    return body


# -- questions ---------------------------------------------------------------------------------------------------------


def put_card(card: BoardCard) -> Question:
    """Raises ``ValueError``."""
    if not 0 < card.number < 0xFFFFFFFF or not 0 <= card.pin <= 999_999:
        raise ValueError("a board knows cards from 1 and PINs of six digits")
    body = struct.pack("<I", card.number) + _date(card.first) + _date(card.last) + bytes(card.doors)
    return Question(PUT_CARD, body + card.pin.to_bytes(3, "little"))


def put_profile(profile: BoardProfile) -> Question:
    spans = [*profile.spans, *[(time(), time())] * 3][:3]
    hours = b"".join(_hour(begin) + _hour(end) for begin, end in spans)
    body = bytes([profile.id]) + _date(profile.first) + _date(profile.last) + bytes(profile.days) + hours
    return Question(SET_PROFILE, body + bytes([profile.link]))


def plain(function: int, number: int | None = None, size: int = 4, rest: bytes = b"") -> Question:
    """A question whose answer does not repeat what it was about."""
    return Question(function, b"" if number is None else number.to_bytes(size, "little") + rest)


def about(function: int, number: int, size: int = 4) -> Question:
    """A question about a door, card, profile or event, whose number the answer repeats, or zero for none."""
    key = number.to_bytes(size, "little")
    return Question(function, key, key, or_none=True)


def set_control(door: int, control: Control) -> Question:
    body = bytes([door, control.mode, control.delay])
    return Question(SET_CONTROL, body, body)


def set_time(now: datetime) -> Question:
    body = _moment(now)
    return Question(SET_TIME, body, body)


def set_listener(listener: Listener) -> Question:
    body = IPv4Address(listener.host).packed + struct.pack("<HB", listener.port, listener.interval)
    return Question(SET_LISTENER, body)


def host_control(on: bool) -> Question:
    """Who decides: a host that is heard at least every half minute, or the board."""
    return Question(HOST_CONTROL, MAGIC + bytes([on]))


def no_passcodes(door: int) -> Question:
    return Question(PASSCODES, bytes([door, 0, 0, 0]) + bytes(16))


# -- answers -----------------------------------------------------------------------------------------------------------


def identity(body: bytes, serial: int) -> Identity:
    host, mask, gateway = (str(IPv4Address(body[at : at + 4])) for at in (0, 4, 8))
    return Identity(serial, host, mask, gateway, body[12:18].hex(":"), f"{body[18]:x}.{body[19]:02x}")


def status(body: bytes) -> Status:
    """Also the body of a pushed event."""
    record = _record(int.from_bytes(body[:4], "little"), body[4:20]) if any(body[:4]) else None
    clock = _datetime(b"\x20" + body[43:46] + body[29:32])
    return Status(
        record, tuple(map(bool, body[20:24])), tuple(map(bool, body[24:28])), body[41], body[42], body[28], clock
    )


def pushed(packet: bytes) -> tuple[int, Status]:
    """Serial and status of what a board says by itself: a hint, nothing more. Raises :class:`NotAnAnswer`."""
    if len(packet) != SIZE or packet[0] not in (SOM, SOM_662) or packet[1] != STATUS:
        raise NotAnAnswer("no event")
    return int.from_bytes(packet[4:8], "little"), status(packet[8:])


def event(body: bytes) -> Record | None:
    """None: there is none of that number, or it was overwritten."""
    return None if body[4] in (0, 0xFF) else _record(int.from_bytes(body[:4], "little"), body[4:20])


def card(body: bytes) -> BoardCard | None:
    """None: there is none. Raises :class:`NotAnAnswer` for a record that makes no sense."""
    number = int.from_bytes(body[:4], "little")
    if number in (0, 0xFFFFFFFF):
        return None
    first, last = _day(body[4:8]), _day(body[8:12])
    if first is None or last is None:
        raise NotAnAnswer("a card without days")
    doors = (body[12], body[13], body[14], body[15])
    return BoardCard(number, first, last, doors, int.from_bytes(body[16:19], "little"))


def profile(body: bytes) -> BoardProfile | None:
    """None: there is none. Raises :class:`NotAnAnswer` for a record that makes no sense."""
    first, last = _day(body[1:5]), _day(body[5:9])
    if not body[0] or first is None or last is None:
        return None
    days = tuple(map(bool, body[9:16]))
    hours = [_clock(body[at : at + 2]) for at in range(16, 28, 2)]
    spans = tuple(span for span in zip(hours[::2], hours[1::2], strict=True) if span != (time(), time()))
    return BoardProfile(body[0], first, last, days, spans, body[28])


def control(body: bytes) -> Control:
    return Control(body[1], body[2])


def listener(body: bytes) -> Listener:
    port, interval = struct.unpack("<HB", body[4:7])
    return Listener(str(IPv4Address(body[:4])), port, interval)


def clock(body: bytes) -> datetime | None:
    return _datetime(body[:7])


def number(body: bytes) -> int:
    return int.from_bytes(body[:4], "little")


def yes(body: bytes) -> bool:
    return body[0] == 1


def _record(index: int, body: bytes) -> Record:
    kind, granted, door, direction, number = struct.unpack("<BBBBI", body[:8])
    return Record(index, kind, granted == 1, door, direction, number, _datetime(body[8:15]), body[15])


# -- BCD ---------------------------------------------------------------------------------------------------------------


def _bcd(digits: str) -> bytes:
    return bytes.fromhex(digits)


def _digits(data: bytes) -> str:
    """Raises ``ValueError``."""
    if not (digits := data.hex()).isdecimal():
        raise ValueError("no BCD")
    return digits


def _date(day: date) -> bytes:
    return _bcd(f"{day:%Y%m%d}")


def _moment(now: datetime) -> bytes:
    return _bcd(f"{now:%Y%m%d%H%M%S}")


def _hour(at: time) -> bytes:
    return _bcd(f"{at:%H%M}")


def _day(data: bytes) -> date | None:
    try:
        return date.fromisoformat(_digits(data))
    except ValueError:
        return None


def _datetime(data: bytes) -> datetime | None:
    """By the board's own clock, which knows no zone."""
    try:
        return datetime.fromisoformat(f"{_digits(data[:4])}T{_digits(data[4:])}")
    except ValueError:
        return None


def _clock(data: bytes) -> time:
    """Raises :class:`NotAnAnswer`."""
    try:
        digits = _digits(data)
        return time(int(digits[:2]), int(digits[2:]))
    except ValueError:
        raise NotAnAnswer("an hour that is none") from None
