"""Each dialect's simulated device as a technician meets it: words typed at it, faults it can have, what it tells."""

import argparse
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, ClassVar, Literal

from devices.bench.people import PEOPLE
from devices.documents.ipp.simulator import FAULTS as IPP_FAULTS
from devices.documents.ipp.simulator import IppSimulator
from devices.door.card import wiegand34
from devices.door.osdp.simulator import SAMPLE_KEY, OsdpSimulator
from devices.door.uhppote.simulator import UhppoteSimulator
from devices.door.uhppote.words import word
from devices.gate.relay.modules import MODULES, WAVESHARE
from devices.gate.relay.simulator import RelaySimulator
from devices.idcard.sdt.codec import Status
from devices.idcard.sdt.simulator import SdtSimulator
from devices.printer.escpos.liar import FAULTS as PRINTER_FAULTS
from devices.printer.escpos.liar import ModelPrinter
from devices.printer.profiles import GENERIC_80, PROFILES
from devices.scanner.camera.kinds import KINDS
from devices.scanner.hidpos.simulator import ReportsSimulator
from devices.scanner.lines.simulator import LinesSimulator

Where = Literal["pty", "listen", "picture"]
Hand = Callable[[Any, float], object]


class NoSuchHand(ValueError):
    """``str(error)`` is a sentence for whoever typed it."""


class Stand:
    """``where`` it can be had; ``hands``: what a typed word does to it; ``line``: what any other typed line does, in
    words; ``faults``: its own, beside the wire's; ``link``: the address's, over a pty."""

    what: ClassVar[str]
    where: ClassVar[tuple[Where, ...]] = ("pty", "listen")
    link: ClassVar[str] = "serial"
    hands: ClassVar[Mapping[str, Hand]] = {}
    line: ClassVar[str] = ""
    faults: ClassVar[Mapping[str, str]] = {}
    query: str = ""
    device: Any

    @staticmethod
    def arguments(parser: argparse.ArgumentParser) -> None:
        """Options of its own."""

    def __init__(self, options: argparse.Namespace, faults: tuple[str, ...]) -> None:
        """Makes ``device``. ``faults``: of its own, by name."""
        raise NotImplementedError

    def other(self, device: Any, line: str) -> None:
        """A line that is no hand. Raises ``ValueError``."""
        raise NoSuchHand(f"There is no hand '{line}'; there are {', '.join(self.hands)}.")

    def news(self, device: Any) -> Iterator[str]:
        """What it did since it was last asked."""
        return iter(())


def _do(name: str, *how: Any) -> Hand:
    return lambda device, now: getattr(device, name)(now, *how)


class PrinterStand(Stand):
    what = "a ticket printer (ESC/POS); each slip is written out as text"
    faults = PRINTER_FAULTS
    hands: ClassVar[Mapping[str, Hand]] = {
        **{name: _do(name) for name in ("open_cover", "close_cover", "paper_out", "refill", "paper_low", "jam_cutter",
                                        "free_cutter", "overheat", "break_down", "leave_slip", "take_slip")},
        "paper_plenty": _do("paper_low", False), "cool_down": _do("overheat", False),
        "repair": _do("break_down", False),
    }  # fmt: skip

    @staticmethod
    def arguments(parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--profile", default=GENERIC_80.name, choices=PROFILES, metavar="MODEL",
                            help=f"one of {', '.join(PROFILES)} (default: {GENERIC_80.name})")  # fmt: skip
        parser.add_argument("--retract", type=float, metavar="SECONDS",
                            help="its presenter pulls a slip nobody takes back after so long")  # fmt: skip

    def __init__(self, options: argparse.Namespace, faults: tuple[str, ...]) -> None:
        profile = PROFILES[options.profile]
        if options.retract:
            profile = replace(profile, retract_s=options.retract)
        self.device = ModelPrinter(profile, faults, taken_after=None)  # whoever sits here takes it
        self._told = 0
        self._fates: dict[int, str] = {}

    def news(self, device: Any) -> Iterator[str]:
        cut = [paper for paper in device.papers if paper.cut]
        for paper in cut[self._told :]:
            yield "\n".join((*paper.text(), "-" * 48))
        self._told = len(cut)
        for number, paper in enumerate(cut, start=1):
            if self._fates.get(number, "out") != paper.fate:
                self._fates[number] = paper.fate
                yield f"(slip {number}: {paper.fate})"


class CardStand(Stand):
    what = "an ID card reader (SDT)"
    line = f"{', '.join(PEOPLE)}: lays that person's card; an empty line takes it away"
    faults: ClassVar[Mapping[str, str]] = {
        "not-authorised": "the module may not be used (66)",
        "self-test-failed": "the module is broken (60)",
        "hides-card": "a card that was read and stays is not found again, but can be read",
        "refuses-card": "a card that was read and stays is neither found nor read again",
        "unreadable": "no card can be read (41)",
    }

    def __init__(self, options: argparse.Namespace, faults: tuple[str, ...]) -> None:
        self.device = SdtSimulator(
            left_card="refused" if "refuses-card" in faults else "hidden" if "hides-card" in faults else "found_again",
            sam=Status.SAM_SELF_TEST_FAILED if "self-test-failed" in faults
            else Status.SAM_NOT_AUTHORISED if "not-authorised" in faults else None,
            unreadable=Status.READ_FAILED if "unreadable" in faults else None,
        )  # fmt: skip

    def other(self, device: Any, line: str) -> None:
        if not line:
            device.take_away()
        elif line in PEOPLE:
            device.lay(PEOPLE[line].text)
        else:
            raise NoSuchHand(f"There is no card of '{line}'; there are those of {', '.join(PEOPLE)}.")


class LinesStand(Stand):
    what = "a code scanner on a serial line"
    line = "anything else: that code is scanned"
    faults: ClassVar[Mapping[str, str]] = {
        "no-end": "sends nothing behind a code", "gb18030": "sends Chinese in GB18030",
    }  # fmt: skip

    def __init__(self, options: argparse.Namespace, faults: tuple[str, ...]) -> None:
        end = b"" if "no-end" in faults else b"\r\n"
        self.device = LinesSimulator(end, "gb18030" if "gb18030" in faults else "utf-8")

    def other(self, device: Any, line: str) -> None:
        device.show(line)


class HidPosStand(LinesStand):
    what = (
        "a USB code scanner in HID POS mode, its reports on a pty in the place of /dev/hidraw0. One that types "
        "(hidpos+evdev) cannot be simulated: its node must be a kernel's input device, to be grabbed for us alone"
    )
    where = ("pty",)
    link = "hidraw"
    faults: ClassVar[Mapping[str, str]] = {"gb18030": "sends Chinese in GB18030"}

    def __init__(self, options: argparse.Namespace, faults: tuple[str, ...]) -> None:
        self.device = ReportsSimulator("gb18030" if "gb18030" in faults else "utf-8")


class DoorStand(Stand):
    what = "a door on a Modbus relay board"
    hands: ClassVar[Mapping[str, Hand]] = {
        **{name: _do(name) for name in ("push", "force", "shut", "tap_exit", "press_exit", "set_fire")},
        "let_go": _do("press_exit", False), "end_fire": _do("set_fire", False),
    }  # fmt: skip
    faults: ClassVar[Mapping[str, str]] = {
        "refuses": "answers everything with an exception", "other-unit": "answers as another unit",
        "sticks": "a relay once drawn is not let go by itself",
    }  # fmt: skip

    @staticmethod
    def arguments(parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--module", default=WAVESHARE.name, choices=MODULES, help="the board")

    def __init__(self, options: argparse.Namespace, faults: tuple[str, ...]) -> None:
        self.device = RelaySimulator(
            MODULES[options.module], "tcp" if options.listen else "rtu", sticks="sticks" in faults,
            failing=4 if "refuses" in faults else None, answers_as=2 if "other-unit" in faults else None,
        )  # fmt: skip
        self.query = f"?module={options.module}&exit=2&fire=3"
        self._told = ""

    def news(self, device: Any) -> Iterator[str]:
        now = time.monotonic()
        lock = "let go" if device.free(now) else "holds"
        told = f"(door {'OPEN' if device.open else 'shut'}, relay {'DRAWN' if device.closed(1, now) else 'at rest'}, "
        if (told := f"{told}lock {lock})") != self._told:
            self._told = told
            yield told


class ReaderStand(Stand):
    what = "a door with an OSDP reader, in the secure channel of the sample key"
    line = "704711: presents that card; 2580#: is typed"
    hands: ClassVar[Mapping[str, Hand]] = {
        **{name: _do(name) for name in ("push", "force", "shut", "tap_exit", "set_fire", "tamper", "fail_power")},
        "end_fire": _do("set_fire", False), "close_case": _do("tamper", False), "end_battery": _do("fail_power", False),
    }  # fmt: skip
    faults: ClassVar[Mapping[str, str]] = {
        "dead-output": "says yes to an unlock and does nothing", "mute-output": "never tells its outputs",
        "other-key": "has another key than the sample's",
    }  # fmt: skip

    def __init__(self, options: argparse.Namespace, faults: tuple[str, ...]) -> None:
        key = bytes(reversed(SAMPLE_KEY)) if "other-key" in faults else SAMPLE_KEY
        self.device = OsdpSimulator(key=key, dead_output="dead-output" in faults, mute_output="mute-output" in faults)
        self.query = "?key=FILE&exit=2&fire=3"
        self._told = f"(its key, for a file of mode 0600: {key.hex()})"
        self._first = True

    def other(self, device: Any, line: str) -> None:
        if line.endswith("#"):
            device.type(time.monotonic(), line)
        elif line.isdigit() and 0 < int(line) <= 0xFFFFFFFF:
            device.present(time.monotonic(), 34, wiegand34(int(line)))
        else:
            super().other(device, line)

    def news(self, device: Any) -> Iterator[str]:
        now = time.monotonic()
        told = f"(door {'OPEN' if device.open else 'shut'}, relay {'DRAWN' if device.drawn(now) else 'at rest'}"
        told += f", shows {device.light} {device.words})" if device.words else ")"
        if self._first:
            self._first = False
            yield self._told
        if told != self._told:
            self._told = told
            yield told


class BoardStand(Stand):
    what = "a UHPPOTE board with four doors, on UDP"
    where = ("listen",)
    line = "704711: presents that card at door 1; 704711 3: at door 3"
    hands: ClassVar[Mapping[str, Hand]] = {
        **{name: _do(name) for name in ("push", "force", "shut", "tap_exit", "set_fire", "wipe")},
        "end_fire": _do("set_fire", False),
    }  # fmt: skip
    faults: ClassVar[Mapping[str, str]] = {
        "other-serial": "answers as another board", "dead-relay": "says yes to an unlock and does nothing",
        "forgets-cards": "says yes to a card and does not keep it",
    }  # fmt: skip

    def __init__(self, options: argparse.Namespace, faults: tuple[str, ...]) -> None:
        self.device = UhppoteSimulator()
        self.device.says += "other-serial" in faults
        self.device.doors[0].dead = "dead-relay" in faults
        self.device.forgets |= {0x50} if "forgets-cards" in faults else set()
        self.query = f"?serial={self.device.serial}&door=1"
        self._told = 0

    def other(self, device: Any, line: str) -> None:
        number, _, door = line.partition(" ")
        if not (number.isdigit() and 0 < int(number) < 0xFFFFFFFF and door in ("", "1", "2", "3", "4")):
            super().other(device, line)
        device.swipe(time.monotonic(), int(number), int(door or 1))

    def news(self, device: Any) -> Iterator[str]:
        for record in device.records[self._told :]:
            yield f"(record {self._told + 1}: door {record[2]}, {word(record[15])})"
            self._told += 1


class A4Stand(Stand):
    what = "an A4 printer (IPP)"
    where = ("listen",)
    faults = IPP_FAULTS
    hands: ClassVar[Mapping[str, Hand]] = {
        name: _do(name) for name in ("paper_out", "refill", "jam", "free_jam", "open_cover", "close_cover", "low_toner",
                                     "empty_toner", "new_toner")
    }  # fmt: skip

    @staticmethod
    def arguments(parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--pace", type=float, default=1.0, metavar="SECONDS", help="seconds a side (default: 1)")

    def __init__(self, options: argparse.Namespace, faults: tuple[str, ...]) -> None:
        self.device = IppSimulator(faults, options.pace)
        self.query = "/ipp/print"
        self._told: dict[int, str] = {}

    def news(self, device: Any) -> Iterator[str]:
        device.advance(time.monotonic())
        for job in device.jobs:
            told = f"({job.name}: {job.state.name.lower()}, {job.done} of {job.of} sides, {job.sides})"
            if self._told.get(job.number) != told:
                self._told[job.number] = told
                yield told


class CameraStand(Stand):
    what = (
        "a camera that sees one picture, a file another program looks at as camera+file:PATH. A camera on "
        "/dev/videoN cannot be simulated without a kernel module of its own (v4l2loopback)"
    )
    where = ("picture",)
    line = "anything else: that code is held before the camera; an empty line takes it away"

    @staticmethod
    def arguments(parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--kind", default="qr", choices=KINDS, help="the symbology drawn (default: qr)")

    def __init__(self, options: argparse.Namespace, faults: tuple[str, ...]) -> None:
        from devices.scanner.camera.simulator import PictureFile

        self.device = PictureFile(options.picture)
        self._kind = options.kind

    def other(self, device: Any, line: str) -> None:
        device.show(line, self._kind) if line else device.hide()


STANDS: dict[str, type[Stand]] = {
    "escpos": PrinterStand, "sdt": CardStand, "lines": LinesStand, "hidpos": HidPosStand, "camera": CameraStand,
    "ipp": A4Stand, "relay": DoorStand, "osdp": ReaderStand, "uhppote": BoardStand,
}  # fmt: skip
"""By dialect."""
