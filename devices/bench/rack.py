"""The rack: every device in its bay, each on its own wire, and what hands can do to them."""

from pathlib import Path
from typing import Any, Protocol

from devices.bench.bays import CardBay, GateBay, PrinterBay, ScannerBay, UsbScannerBay
from devices.bench.camera import CameraBay
from devices.bench.documents import DocumentsBay
from devices.bench.doors import BoardBay, DoorBay
from devices.gate.relay.modules import WAVESHARE
from devices.gate.relay.simulator import RelaySimulator
from devices.idcard.sdt.simulator import SdtSimulator
from devices.printer.escpos.simulator import EscposSimulator
from devices.scanner.hidpos.simulator import ReportsSimulator
from devices.scanner.lines.simulator import LinesSimulator


class AnyBay(Protocol):
    name: str
    url: str

    def plug(self, plugged: bool = True) -> None: ...
    def stop(self) -> None: ...
    def state(self) -> dict[str, Any]:
        """As JSON has it."""
        ...


class Rack:
    """Devices at ``directory/printer``, ``…/idcard``, ``…/scanner``, ``…/hidpos``, ``…/gate``, ``…/reader``,
    ``…/camera.png``; the A4 printer on ``a4_port`` (0: any free one), ``a4_pace`` seconds a side; the doors' board on
    ``board_port`` of UDP, or on any if that is taken. Raises ``OSError`` if ``a4_port`` is, before any other is
    touched. Close with ``stop``."""

    def __init__(
        self, directory: Path, baud: int = 115200, printer: EscposSimulator | None = None, *,
        a4_port: int = 0, a4_pace: float = 1.0, board_port: int = 0,
    ) -> None:  # fmt: skip
        printer = printer or EscposSimulator()
        self.documents = DocumentsBay(a4_port, a4_pace)
        self.board = BoardBay(board_port)
        self.printer = PrinterBay("printer", "escpos", printer, directory / "printer", baud)
        self.idcard = CardBay("idcard", "sdt", SdtSimulator(), directory / "idcard", baud)
        self.scanner = ScannerBay("scanner", "lines", LinesSimulator(), directory / "scanner", baud)
        self.hidpos = UsbScannerBay("hidpos", "hidpos", ReportsSimulator(), directory / "hidpos", 0, "hidraw")
        self.camera = CameraBay(directory / "camera.png")
        self.gate = GateBay("gate", "relay", RelaySimulator(), directory / "gate", baud and WAVESHARE.baud)
        self.door = DoorBay(directory, baud)
        self.gate.url += f"&module={WAVESHARE.name}&exit=2&fire=3"
        self.printer.url += f"&profile={printer.profile.name}"

    @property
    def bays(self) -> dict[str, AnyBay]:
        bays: tuple[AnyBay, ...] = (
            self.printer, self.documents, self.idcard, self.scanner, self.hidpos, self.camera, self.gate,
            self.door, self.board,
        )  # fmt: skip
        return {bay.name: bay for bay in bays}

    def state(self) -> dict[str, Any]:
        return {name: bay.state() for name, bay in self.bays.items()}

    def stop(self) -> None:
        for bay in self.bays.values():
            bay.stop()
