"""The devices on byte wires: each on a pty, with the troubles every wire has."""

import time
from collections import deque
from dataclasses import replace
from pathlib import Path
from typing import Any, Generic

from devices.bench.people import PEOPLE
from devices.bench.pty import PtyHost
from devices.gate.relay.simulator import RelaySimulator
from devices.idcard.sdt.simulator import SdtSimulator
from devices.links.host import Device
from devices.printer.escpos.simulator import DOTS_PER_MM, EscposSimulator, Paper
from devices.printer.escpos.typesetter import Code
from devices.printer.profiles import PROFILES
from devices.scanner.hidpos import codec as hidpos

_KEPT = 4 << 20  # bytes to the printer that are remembered: some thousand slips
_SHOWN = 12  # characters of a code that the page may show again
_RETRACT = 20.0  # seconds until a presenter pulls back a slip nobody takes


class Bay(Generic[Device]):
    """One device on its pty. ``link`` is the address's."""

    def __init__(self, name: str, dialect: str, device: Device, path: Path, baud: int, link: str = "serial") -> None:
        self.name = name
        self.received: deque[int] = deque(maxlen=_KEPT)
        self.host = PtyHost(device, path, baud, heard=self.received.extend)
        self.url = f"{dialect}+{link}:{path}" + (f"?baud={baud or 115200}" if link == "serial" else "")

    def plug(self, plugged: bool = True) -> None:
        """Or pull the cable out."""
        self.host.plug() if plugged else self.host.unplug()

    def power_cycle(self) -> None:
        self.do("power_cycle")

    def do(self, action: str, *arguments: Any) -> None:
        """One of the simulator's hands that take the time (``open_cover``, ``push`` …), now."""
        with self.host.device() as device:
            getattr(device, action)(time.monotonic(), *arguments)

    def stop(self) -> None:
        self.host.stop()

    def wire(self) -> dict[str, Any]:
        faults = self.host.faults
        return {
            "url": self.url, "plugged": self.host.plugged, "mute": faults.mute, "deaf": faults.deaf,
            "garble": faults.garble, "delay": faults.delay, "duplicate": faults.duplicate,
            "cut_after": faults.cut_after,
        }  # fmt: skip


class PrinterBay(Bay[EscposSimulator]):
    def change(self, profile: str) -> None:
        """Another printer in the place of this one: one of ``PROFILES``. Its slips wait in the mouth for a hand, where
        the model sees that. Raises ``KeyError``."""
        model = PROFILES[profile]
        if model.presenter:
            model = replace(model, retract_s=model.retract_s or _RETRACT)
        with self.host.device() as old:
            fresh = EscposSimulator(model, speed=old.speed, cut_time=old.cut_time, boot=old.boot, taken_after=None)
        was_plugged = self.host.plugged
        self.host.unplug()
        self.host.replace(fresh)
        self.plug(was_plugged)
        self.url = self.url.partition("&")[0] + f"&profile={profile}"

    @property
    def papers(self) -> list[Paper]:
        """What came out, oldest first. Copies: they do not grow while one looks."""
        with self.host.device() as printer:
            return [replace(paper, rows=list(paper.rows)) for paper in printer.papers]

    def last_code(self) -> str | None:
        """What stands in the newest slip's QR code."""
        codes = [row.text for paper in self.papers for row in paper.rows if isinstance(row, Code)]
        return codes[-1] if codes else None

    def state(self) -> dict[str, Any]:
        with self.host.device() as printer:
            return {
                **self.wire(), "profile": printer.profile.name, "cover_open": printer.cover_open,
                "paper_end": printer.paper_end, "paper_left_mm": printer.paper_left, "paper_low": printer.low,
                "cutter_jammed": printer.jammed, "cutter_error": printer.cutter_error, "overheated": printer.hot,
                "broken": printer.broken, "waiting": printer.holder.waiting,
                "presenter": bool(printer.profile.presenter),
                "papers": [_describe(n, p) for n, p in enumerate(printer.papers)],
            }  # fmt: skip


class CardBay(Bay[SdtSimulator]):
    person: str | None = None

    def lay(self, person: str) -> None:
        """Lay the card of one of :data:`~devices.bench.people.PEOPLE` on the reader. Raises ``KeyError``."""
        with self.host.device() as reader:
            reader.lay(PEOPLE[person].text)
            self.person = person

    def take_away(self) -> None:
        with self.host.device() as reader:
            reader.take_away()
            self.person = None

    def state(self) -> dict[str, Any]:
        with self.host.device() as reader:
            if not reader.card_laid:
                self.person = None  # pulled in the middle of a reading
            return {
                **self.wire(), "person": self.person, "left_card_hidden": reader.left_card == "hidden",
                "authorised": reader.sam is None, "pull_at_next_read": reader.will_be_pulled,
                "unreadable": None if reader.unreadable is None else f"{reader.unreadable:02X}",
            }  # fmt: skip


class ScannerBay(Bay[Any]):
    """Of a ``LinesSimulator``."""

    last = ""

    def show(self, text: str) -> None:
        with self.host.device() as scanner:
            scanner.show(text)
            self.last = text

    def show_bytes(self, data: bytes) -> None:
        with self.host.device() as scanner:
            scanner.show_bytes(data)
            self.last = data.hex(" ")

    def state(self) -> dict[str, Any]:
        return {**self.wire(), "last": self.last[:_SHOWN] + ("…" if len(self.last) > _SHOWN else "")}


class UsbScannerBay(ScannerBay):
    """Of a ``ReportsSimulator``: its reports on a pty, in the place of /dev/hidrawN. A scanner that types cannot stand
    here: its node must be an input device of the kernel's."""

    def show_bytes(self, data: bytes) -> None:
        super().show_bytes(hidpos.encode(data))
        self.last = data.hex(" ")


class GateBay(Bay[RelaySimulator]):
    def state(self) -> dict[str, Any]:
        with self.host.device() as board:
            now = time.monotonic()
            return {
                **self.wire(), "open": board.open, "free": board.free(now), "released": board.closed(board.relay, now),
                "exit": board.pressed(now), "fire": board.fire, "failing": board.failing,
            }  # fmt: skip


def _describe(n: int, paper: Paper) -> dict[str, Any]:
    dots = sum(row.height for row in paper.rows)
    return {
        "n": n, "cut": paper.cut, "mm": dots // DOTS_PER_MM, "fate": paper.fate,
        "bytes": len(paper.data), "rows": len(paper.rows),
    }  # fmt: skip
