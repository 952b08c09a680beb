"""A UHPPOTE board with four doors, seen from its wire, traps included. Reads and writes packets by its own hand; shares
with the driver what a board would decide (``devices.door.board.admits``), and nothing of the packets."""

import ipaddress
from collections import deque
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from devices.door.board import BoardCard, BoardProfile, Policy, admits
from devices.gate.simulated import SimulatedDoor

SAMPLE_SERIAL = 405_419_896
_ADDRESSES = ("192.168.1.100", "255.255.255.0", "192.168.1.1")
_SIZE, _MAGIC = 64, bytes.fromhex("55aaaa55")
_HOST_DECIDES = 5
_GRANTED, _NO_RIGHTS, _NOT_NOW, _UNKNOWN, _WRONG_PIN = 1, 6, 15, 18, 7
_BUTTON, _OPENED, _SHUT, _SUPERVISOR, _POWER, _FORCED, _FIRE, _REMOTE = 20, 23, 24, 25, 28, 38, 39, 44
_START = datetime(2026, 11, 30, 9, 0)  # noqa: DTZ001 - a board knows no zone


class BoardDoor(SimulatedDoor):
    """``until``: its relay lets go by itself. ``dead``: its relay does not move."""

    def __init__(self) -> None:
        super().__init__()
        self.until, self.delay, self.mode, self.dead = 0.0, 3, 3, False
        self.passcodes = [123_456, 0, 0, 0]  # as it comes from the factory
        self.seen_open = False

    def drawn(self, now: float) -> bool:
        return self.mode == 1 or now < self.until

    def draw(self, now: float) -> None:
        self.until = self.until if self.dead else now + self.delay


class UhppoteSimulator:
    """``memory``: records it can keep; older ones are overwritten. ``says``: the serial in its answers, if another.
    ``pushes``: (address, packet) it says by itself. ``refuses``: functions it says no to. ``forgets``: functions it
    says yes to and does not do. ``old``: its pushed packets begin as firmware 6.62's. ``host_seconds``: after so long
    without a packet it decides for itself again."""

    def __init__(self, serial: int = SAMPLE_SERIAL, *, memory: int = 500, old: bool = False) -> None:
        self.serial, self.says, self.memory, self.old = serial, serial, memory, old
        self.doors = [BoardDoor() for _ in range(4)]
        self.cards: dict[int, BoardCard] = {}
        self.slots: list[int] = []  # card numbers in order; 0: deleted
        self.profiles: dict[int, BoardProfile] = {}
        self.records: list[bytes] = []  # 16 bytes each; record n at n - 1
        self.lost = 0  # how many of them are overwritten
        self.pushes: deque[tuple[tuple[str, int], bytes]] = deque()
        self.heard: deque[bytes] = deque(maxlen=4000)
        self.refuses: set[int] = set()
        self.forgets: set[int] = set()
        self.records_all, self.passback, self.interlock, self.index = False, 0, 0, 0
        self.listener = (bytes(4), 0, 0)
        self.fire = False
        self.host_decides, self.host_seconds, self._heard_at = False, 30.0, float("-inf")
        self._clock: tuple[float, datetime] | None = None
        self._bytes, self._out = bytearray(), bytearray()
        self._asked: dict[int, Callable[[bytes, float], bytes]] = {
            0x20: self._status, 0x30: self._set_time, 0x32: lambda _b, now: self._moment(now), 0x40: self._open,
            0x50: self._put_card, 0x52: self._delete_card, 0x54: self._delete_cards, 0x58: self._count,
            0x5A: self._card, 0x5C: self._card_at, 0x80: self._set_control, 0x82: self._control,
            0x84: self._set_passback, 0x86: lambda _b, _n: bytes([self.passback]), 0x88: self._put_profile,
            0x8A: self._clear_profiles, 0x8C: self._passcodes, 0x8E: self._record_all, 0x90: self._set_listener,
            0x92: lambda _b, _n: self.listener[0] + self.listener[1].to_bytes(2, "little") + bytes([self.listener[2]]),
            0x94: self._identity, 0x98: self._profile, 0xA0: self._host_control, 0xA2: self._interlock,
            0xB0: self._event, 0xB2: self._set_index, 0xB4: lambda _b, _n: self.index.to_bytes(4, "little"),
        }  # fmt: skip

    # -- hands ---------------------------------------------------------------------------------------------------------

    def swipe(self, now: float, number: int, door: int = 1, out: bool = False, pin: int = 0) -> bool:
        """A card is presented. True: the board itself opened."""
        card, at = self.cards.get(number), self.clock(now)
        reason = _UNKNOWN if card is None else _NO_RIGHTS if not card.doors[door - 1] else _GRANTED
        if card is not None and reason == _GRANTED:
            if card.pin and card.pin != pin:
                reason = _WRONG_PIN
            elif not admits(self.policy(), number, door, at):
                reason = _NOT_NOW
        if self.host_decides and now - self._heard_at < self.host_seconds:
            reason = _HOST_DECIDES
        if reason == _GRANTED:
            self.doors[door - 1].draw(now)
        self._record(now, 1, reason == _GRANTED, door, 2 if out else 1, number, reason)
        return reason == _GRANTED

    def type_code(self, now: float, code: int, door: int = 1) -> bool:
        """A supervisor's code at the keypad."""
        known = code and code in self.doors[door - 1].passcodes
        if known:
            self.doors[door - 1].draw(now)
            self._record(now, 2, True, door, 1, code, _SUPERVISOR)
        return bool(known)

    def push(self, now: float, door: int = 1) -> bool:
        opened = self.doors[door - 1].push(now)
        self._contacts(now)
        return opened

    def force(self, now: float, door: int = 1) -> None:
        self.doors[door - 1].force(now)
        self._contacts(now)

    def shut(self, now: float, door: int = 1) -> None:
        self.doors[door - 1].shut(now)
        self._contacts(now)

    def tap_exit(self, now: float, door: int = 1) -> None:
        self.doors[door - 1].tap_exit(now)
        if self.records_all:
            self._record(now, 2, True, door, 1, 0, _BUTTON)

    def free(self, now: float, door: int = 1) -> bool:
        return self.doors[door - 1].free(now)

    def set_fire(self, now: float, fire: bool = True) -> None:
        self.fire = fire
        for door in self.doors:
            door.set_fire(now, fire)
        if fire:
            self._record(now, 3, False, 1, 1, 0, _FIRE)

    def policy(self) -> Policy:
        return Policy(frozenset(self.cards.values()), frozenset(self.profiles.values()))

    def clock(self, now: float) -> datetime:
        if self._clock is None:
            self._clock = (now, _START)
        return self._clock[1] + timedelta(seconds=now - self._clock[0])

    # -- the wire ------------------------------------------------------------------------------------------------------

    def receive(self, data: bytes, now: float) -> None:
        self._bytes += data
        while len(self._bytes) >= _SIZE:
            packet = bytes(self._bytes[:_SIZE])
            del self._bytes[:_SIZE]
            serial = int.from_bytes(packet[4:8], "little")
            if packet[0] == 0x17 and (serial == self.serial or (serial == 0 and packet[1] == 0x94)):
                self._answer(packet, now)

    def transmit(self, now: float) -> bytes:
        out, self._out = bytes(self._out), bytearray()
        return out

    def wake_at(self) -> float | None:
        return None

    def power_cycle(self, now: float) -> None:
        for door in self.doors:
            door.until = 0.0
        self._bytes.clear()
        self._out.clear()
        self._record(now, 2, True, 1, 1, 0, _POWER)

    def wipe(self, now: float) -> None:
        """Reset to the factory's settings."""
        self.records, self.lost, self.index = [], 0, 0
        self.cards, self.slots, self.profiles = {}, [], {}

    def _answer(self, packet: bytes, now: float) -> None:
        self.heard.append(packet)
        self._heard_at = now
        answer = self._asked.get(packet[1])
        if answer is None:
            return
        if packet[1] in self.refuses:
            said = b"\0"
        elif packet[1] in self.forgets:
            said = b"\1"
        else:
            said = answer(packet[8:], now)
        self._out += (bytes([0x17, packet[1], 0, 0]) + self.says.to_bytes(4, "little") + said).ljust(_SIZE, b"\0")

    # -- what it does --------------------------------------------------------------------------------------------------

    def _status(self, body: bytes, now: float) -> bytes:
        at = self.clock(now)
        last = self._numbered(len(self.records)) if self.records else bytes(20)
        opened = bytes(not door.says_shut() for door in self.doors)
        pressed = bytes(door.pressed(now) for door in self.doors)
        relays = sum(door.drawn(now) << n for n, door in enumerate(self.doors))
        hour, day = bytes.fromhex(f"{at:%H%M%S}"), bytes.fromhex(f"{at:%y%m%d}")
        sequence = len(self.records).to_bytes(4, "little")
        return last + opened + pressed + b"\0" + hour + sequence + bytes(5) + bytes([relays, self.fire]) + day

    def _set_time(self, body: bytes, now: float) -> bytes:
        self._clock = (now, _moment(body[:7]))
        return body[:7]

    def _moment(self, now: float) -> bytes:
        return bytes.fromhex(f"{self.clock(now):%Y%m%d%H%M%S}")

    def _open(self, body: bytes, now: float) -> bytes:
        door = self._door(body)
        if door is None or door.mode == 2:
            return b"\0"
        door.draw(now)
        self._record(now, 2, True, body[0], 1, 0, _REMOTE)
        return b"\1"

    def _put_card(self, body: bytes, now: float) -> bytes:
        number = int.from_bytes(body[:4], "little")
        self.cards[number] = BoardCard(
            number, _day(body[4:8]), _day(body[8:12]), (body[12], body[13], body[14], body[15]),
            int.from_bytes(body[16:19], "little"),
        )  # fmt: skip
        if number not in self.slots:
            self.slots.append(number)
        return b"\1"

    def _delete_card(self, body: bytes, now: float) -> bytes:
        number = int.from_bytes(body[:4], "little")
        if self.cards.pop(number, None) is None:
            return b"\0"
        self.slots[self.slots.index(number)] = 0
        return b"\1"

    def _delete_cards(self, body: bytes, now: float) -> bytes:
        if body[:4] != _MAGIC:
            return b"\0"
        self.cards.clear()
        self.slots.clear()
        return b"\1"

    def _count(self, body: bytes, now: float) -> bytes:
        return len(self.cards).to_bytes(4, "little")

    def _card(self, body: bytes, now: float) -> bytes:
        return _packed(self.cards.get(int.from_bytes(body[:4], "little")))

    def _card_at(self, body: bytes, now: float) -> bytes:
        at = int.from_bytes(body[:4], "little") - 1
        if not 0 <= at < len(self.slots):
            return bytes(20)
        return _packed(self.cards[self.slots[at]]) if self.slots[at] else b"\xff\xff\xff\xff"

    def _set_control(self, body: bytes, now: float) -> bytes:
        door = self._door(body)
        if door is not None:
            door.mode, door.delay = body[1], body[2]
        return body[:3]

    def _control(self, body: bytes, now: float) -> bytes:
        door = self._door(body)
        return bytes(3) if door is None else bytes([body[0], door.mode, door.delay])

    def _set_passback(self, body: bytes, now: float) -> bytes:
        self.passback = body[0]
        return b"\1"

    def _interlock(self, body: bytes, now: float) -> bytes:
        self.interlock = body[0]
        return b"\1"

    def _host_control(self, body: bytes, now: float) -> bytes:
        if body[:4] == _MAGIC:
            self.host_decides = body[4] == 1
        return bytes([body[:4] == _MAGIC])

    def _put_profile(self, body: bytes, now: float) -> bytes:
        hours = [time(int(body[at : at + 1].hex()), int(body[at + 1 : at + 2].hex())) for at in range(16, 28, 2)]
        spans = tuple(span for span in zip(hours[::2], hours[1::2], strict=True) if span != (time(), time()))
        days = tuple(map(bool, body[9:16]))
        self.profiles[body[0]] = BoardProfile(body[0], _day(body[1:5]), _day(body[5:9]), days, spans, body[28])
        return b"\1"

    def _profile(self, body: bytes, now: float) -> bytes:
        found = self.profiles.get(body[0])
        if found is None:
            return b"\0"
        spans = [*found.spans, *[(time(), time())] * 3][:3]
        hours = bytes.fromhex("".join(f"{begin:%H%M}{end:%H%M}" for begin, end in spans))
        days = bytes.fromhex(f"{found.first:%Y%m%d}{found.last:%Y%m%d}")
        return bytes([found.id]) + days + bytes(found.days) + hours + bytes([found.link])

    def _clear_profiles(self, body: bytes, now: float) -> bytes:
        if body[:4] == _MAGIC:
            self.profiles.clear()
        return bytes([body[:4] == _MAGIC])

    def _passcodes(self, body: bytes, now: float) -> bytes:
        door = self._door(body)
        if door is None:
            return b"\0"
        door.passcodes = [int.from_bytes(body[at : at + 4], "little") for at in range(4, 20, 4)]
        return b"\1"

    def _record_all(self, body: bytes, now: float) -> bytes:
        self.records_all = body[0] == 1
        return b"\1"

    def _set_listener(self, body: bytes, now: float) -> bytes:
        self.listener = (body[:4], int.from_bytes(body[4:6], "little"), body[6])
        return b"\1"

    def _identity(self, body: bytes, now: float) -> bytes:
        addresses = b"".join(ipaddress.IPv4Address(one).packed for one in _ADDRESSES)
        return addresses + bytes.fromhex("001223344556 0892 20181105")

    def _event(self, body: bytes, now: float) -> bytes:
        index = int.from_bytes(body[:4], "little")
        newest = len(self.records)
        index = self.lost + 1 if index == 0 else newest if index == 0xFFFFFFFF else index
        if not self.records or index > newest:
            return bytes(20)
        return index.to_bytes(4, "little") + b"\xff" if index <= self.lost else self._numbered(index)

    def _set_index(self, body: bytes, now: float) -> bytes:
        changed = body[4:8] == _MAGIC and self.index != int.from_bytes(body[:4], "little")
        if changed:
            self.index = int.from_bytes(body[:4], "little")
        return bytes([changed])

    # -- its memory ----------------------------------------------------------------------------------------------------

    def _door(self, body: bytes) -> BoardDoor | None:
        return self.doors[body[0] - 1] if 1 <= body[0] <= 4 else None

    def _numbered(self, index: int) -> bytes:
        return index.to_bytes(4, "little") + self.records[index - 1]

    def _record(self, now: float, kind: int, granted: bool, door: int, side: int, card: int, reason: int) -> None:
        head = bytes([kind, granted, door, side]) + card.to_bytes(4, "little")
        self.records.append(head + self._moment(now) + bytes([reason]))
        self.lost = max(self.lost, len(self.records) - self.memory)
        host, port, _ = self.listener
        if port:
            packet = bytes([0x19 if self.old else 0x17, 0x20, 0, 0]) + self.serial.to_bytes(4, "little")
            address = (str(ipaddress.IPv4Address(host)), port)
            self.pushes.append((address, (packet + self._status(b"", now)).ljust(_SIZE, b"\0")))

    def _contacts(self, now: float) -> None:
        """What doors did since it last looked."""
        for number, door in enumerate(self.doors, start=1):
            if door.open == door.seen_open:
                continue
            door.seen_open = door.open
            if door.open and not door.free(now):
                self._record(now, 3, False, number, 1, 0, _FORCED)
            elif self.records_all:
                self._record(now, 2, True, number, 1, 0, _OPENED if door.open else _SHUT)


def _day(data: bytes) -> date:
    return date.fromisoformat(data.hex())


def _moment(data: bytes) -> datetime:
    return datetime.fromisoformat(f"{data[:4].hex()}T{data[4:].hex()}")


def _packed(card: BoardCard | None) -> bytes:
    if card is None:
        return bytes(20)
    days = bytes.fromhex(f"{card.first:%Y%m%d}{card.last:%Y%m%d}")
    return card.number.to_bytes(4, "little") + days + bytes(card.doors) + card.pin.to_bytes(3, "little")
