"""The rack: a printer, a card reader, a scanner, a door, each on its own wire, and what hands can do to them."""

import time
from collections import deque
from pathlib import Path
from typing import Any, Generic

from devices.bench.people import PEOPLE
from devices.bench.pty import PtyHost
from devices.gate.relay.modules import WAVESHARE
from devices.gate.relay.simulator import RelaySimulator
from devices.idcard.sdt.simulator import SdtSimulator
from devices.links.host import Device
from devices.printer.escpos.simulator import DOTS_PER_MM, EscposSimulator, Paper
from devices.printer.escpos.typesetter import Code
from devices.scanner.lines.simulator import LinesSimulator

_KEPT = 4 << 20  # bytes to the printer that are remembered: some thousand slips
_SHOWN = 12      # characters of a code that the page may show again


class Bay(Generic[Device]):
    """One device on its pty, with the troubles every wire has."""

    def __init__(self, name: str, dialect: str, device: Device, path: Path, baud: int) -> None:
        self.name = name
        self.received: deque[int] = deque(maxlen=_KEPT)
        self.host = PtyHost(device, path, baud, heard=self.received.extend)
        self.url = f"{dialect}+serial:{path}?baud={baud or 115200}"

    def plug(self, plugged: bool = True) -> None:
        """Or pull the cable out."""
        self.host.plug() if plugged else self.host.unplug()

    def power_cycle(self) -> None:
        with self.host.device() as device:
            device.power_cycle(time.monotonic())

    def wire(self) -> dict[str, Any]:
        faults = self.host.faults
        return {
            "url": self.url, "plugged": self.host.plugged, "mute": faults.mute, "deaf": faults.deaf,
            "garble": faults.garble, "delay": faults.delay, "duplicate": faults.duplicate,
            "cut_after": faults.cut_after,
        }  # fmt: skip


class PrinterBay(Bay[EscposSimulator]):
    def do(self, action: str, *arguments: Any) -> None:
        """One of the simulator's hands (``open_cover``, ``paper_out`` …), now."""
        with self.host.device() as printer:
            getattr(printer, action)(time.monotonic(), *arguments)

    @property
    def papers(self) -> list[Paper]:
        """What came out, oldest first. Copies: they do not grow while one looks."""
        with self.host.device() as printer:
            return [Paper(paper.dots, list(paper.rows), paper.data, paper.cut) for paper in printer.papers]

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
                "broken": printer.broken, "papers": [_describe(n, p) for n, p in enumerate(printer.papers)],
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


class ScannerBay(Bay[LinesSimulator]):
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


class GateBay(Bay[RelaySimulator]):
    def do(self, action: str, *arguments: Any) -> None:
        """One of the simulator's hands (``push``, ``force``, ``tap_exit`` …), now."""
        with self.host.device() as board:
            getattr(board, action)(time.monotonic(), *arguments)

    def state(self) -> dict[str, Any]:
        with self.host.device() as board:
            now = time.monotonic()
            return {
                **self.wire(), "open": board.open, "free": board.free(now), "released": board.closed(board.relay, now),
                "exit": board.pressed(now), "fire": board.fire, "failing": board.failing,
            }  # fmt: skip


class Rack:
    """Devices at ``directory/printer``, ``…/idcard``, ``…/scanner``, ``…/gate``. Close with ``stop``."""

    def __init__(self, directory: Path, baud: int = 115200, printer: EscposSimulator | None = None) -> None:
        printer = printer or EscposSimulator()
        self.printer = PrinterBay("printer", "escpos", printer, directory / "printer", baud)
        self.idcard = CardBay("idcard", "sdt", SdtSimulator(), directory / "idcard", baud)
        self.scanner = ScannerBay("scanner", "lines", LinesSimulator(), directory / "scanner", baud)
        self.gate = GateBay("gate", "relay", RelaySimulator(), directory / "gate", baud and WAVESHARE.baud)
        self.gate.url += f"&module={WAVESHARE.name}&exit=2&fire=3"
        self.printer.url += f"&profile={printer.profile.name}"

    @property
    def bays(self) -> dict[str, PrinterBay | CardBay | ScannerBay | GateBay]:
        return {"printer": self.printer, "idcard": self.idcard, "scanner": self.scanner, "gate": self.gate}

    def state(self) -> dict[str, Any]:
        return {name: bay.state() for name, bay in self.bays.items()}

    def stop(self) -> None:
        for bay in self.bays.values():
            bay.host.stop()


def _describe(n: int, paper: Paper) -> dict[str, Any]:
    dots = sum(row.height for row in paper.rows)
    return {
        "n": n, "cut": paper.cut, "mm": dots // DOTS_PER_MM,
        "bytes": len(paper.data), "rows": len(paper.rows),
    }  # fmt: skip
