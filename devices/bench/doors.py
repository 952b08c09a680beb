"""The doors of the rack: one with an OSDP reader on a pty, four at a UHPPOTE board on a UDP port."""

import os
import time
from collections import deque
from pathlib import Path
from typing import Any

from devices.bench.bays import Bay
from devices.bench.controls import BadControl, Control
from devices.bench.udp import UdpHost
from devices.door.card import wiegand26, wiegand34
from devices.door.osdp.simulator import SAMPLE_KEY, OsdpSimulator
from devices.door.uhppote.simulator import UhppoteSimulator

_KEPT = 1 << 20
_BAUD = 9600
_LARGEST = 0xFFFFFFFF


class DoorBay(Bay[OsdpSimulator]):
    """Its key lies beside it, as an installer would have it."""

    def __init__(self, directory: Path, baud: int) -> None:
        path = directory / "reader"
        super().__init__("door", "osdp", OsdpSimulator(), path, baud and _BAUD)
        key = directory / "reader.key"
        key.unlink(missing_ok=True)
        with os.fdopen(os.open(key, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(SAMPLE_KEY.hex())
        self._key = key
        self.url = f"osdp+serial:{path}?baud={_BAUD}&key={key}&exit=2&fire=3"

    def stop(self) -> None:
        super().stop()
        self._key.unlink(missing_ok=True)

    def present(self, number: int) -> None:
        """A card of 26 bits where its number fits there (facility 0–255, then five digits up to 65535), else of 34."""
        facility, rest = divmod(number, 100_000)
        small = facility <= 255 and rest <= 65_535
        bits, data = (26, wiegand26(facility, rest)) if small else (34, wiegand34(number))
        self.do("present", bits, data)

    def state(self) -> dict[str, Any]:
        with self.host.device() as reader:
            now = time.monotonic()
            return {
                **self.wire(), "open": reader.open, "free": reader.free(now), "released": reader.drawn(now),
                "exit": reader.pressed(now), "fire": reader.fire, "tampered": reader.tampered, "stuck": reader.stuck,
                "on_battery": reader.on_battery, "dead_output": reader.dead_output, "light": reader.light,
                "words": reader.words, "beeps": reader.beeps, "secure": reader.secure(),
            }  # fmt: skip


class BoardBay(Bay[UhppoteSimulator]):
    def __init__(self, port: int = 0) -> None:
        """On any port if that one is taken."""
        board = UhppoteSimulator()
        self.name, self.received = "board", deque[int](maxlen=_KEPT)
        try:
            self.host: Any = UdpHost(board, port=port, heard=self.received.extend)
        except OSError:
            self.host = UdpHost(board, heard=self.received.extend)
        self.url = f"uhppote+udp:{self.host.address}?serial={board.serial}&door=1"

    def state(self) -> dict[str, Any]:
        with self.host.device() as board:
            now = time.monotonic()
            doors = [
                {"open": door.open, "free": door.free(now), "released": door.drawn(now), "exit": door.pressed(now)}
                for door in board.doors
            ]
            return {
                **self.wire(), "doors": doors, "fire": board.fire, "cards": len(board.cards),
                "profiles": len(board.profiles), "records": len(board.records),
            }  # fmt: skip


def door_hands(bay: DoorBay) -> dict[str, Control]:
    def change(name: str, value: bool) -> None:
        with bay.host.device() as reader:
            setattr(reader, name, value)

    def type_keys(keys: str) -> None:
        if not 1 <= len(keys) <= 16 or any(key not in "0123456789*#" for key in keys):
            raise BadControl("'keys' must be 1 to 16 digits, * or #.")
        bay.do("type", keys)

    def present(number: int) -> None:
        bay.present(_number(number))

    return {
        "present": Control({"number": int}, present),
        "type": Control({"keys": str}, type_keys),
        "push": Control({}, lambda: bay.do("push")),
        "force": Control({}, lambda: bay.do("force")),
        "shut": Control({}, lambda: bay.do("shut")),
        "exit": Control({}, lambda: bay.do("tap_exit")),
        "fire": Control({"on": bool}, lambda on: bay.do("set_fire", on)),
        "tamper": Control({"on": bool}, lambda on: bay.do("tamper", on)),
        "battery": Control({"on": bool}, lambda on: bay.do("fail_power", on)),
        "stuck": Control({"on": bool}, lambda on: change("stuck", on)),
        "dead": Control({"on": bool}, lambda on: change("dead_output", on)),
    }


def board_hands(bay: BoardBay) -> dict[str, Control]:
    def at(door: int) -> int:
        if not 1 <= door <= 4:
            raise BadControl("'door' must be from 1 to 4.")
        return door

    def hand(name: str) -> Control:
        return Control({"door": int}, lambda door: bay.do(name, at(door)))

    def swipe(number: int, door: int, out: bool) -> None:
        bay.do("swipe", _number(number), at(door), out)

    def code(code: int, door: int) -> None:
        bay.do("type_code", _number(code), at(door))

    return {
        "swipe": Control({"number": int, "door": int, "out": bool}, swipe),
        "code": Control({"code": int, "door": int}, code),
        **{name: hand(name) for name in ("push", "force", "shut")},
        "exit": hand("tap_exit"),
        "fire": Control({"on": bool}, lambda on: bay.do("set_fire", on)),
        "wipe": Control({}, lambda: bay.do("wipe")),
    }


def _number(number: int) -> int:
    if not 1 <= number < _LARGEST:
        raise BadControl(f"A card's number is from 1 to {_LARGEST - 1}.")
    return number
