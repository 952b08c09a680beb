"""What the USB printer class tells of a printer, beside what it says in ESC/POS."""

from dataclasses import dataclass, field

from devices.errors import DeviceError, Refused
from devices.links.usb_printer import ONE_WAY, PortStatus, UsbPrinterLink
from devices.printer.verdict import NO_PAPER
from devices.probe.findings import Report
from devices.probe.printer import Printer


@dataclass
class About:
    """``status`` None: not told."""

    report: Report = field(default_factory=Report)
    status: PortStatus | None = None

    def weigh(self, found: Printer) -> None:
        """Add what follows for the printer."""
        found.report.against += self.report.against
        found.report.limits += self.report.limits
        if self.status is None or found.reasons is None:
            return
        if self.status.paper_empty != bool(found.reasons & NO_PAPER):
            told = "no paper" if self.status.paper_empty else "paper"
            found.report.limits.append(f"its USB port status says {told}, DLE EOT the opposite: DLE EOT is believed")


def look(link: UsbPrinterLink) -> About:
    """Asks; nothing moves. Raises ``Unplugged``."""
    about = About()
    report = about.report
    if link.protocol == ONE_WAY:
        report.found("USB interface", "one direction only (protocol 1)", False)
        report.against.append("its USB interface never answers (protocol 1): use its serial port or network instead")
    else:
        report.found("USB interface", "both directions (protocol 2)", True)
    try:
        told = link.device_id()
        said = ", ".join(f"{key} {told[key]}" for key in ("MFG", "MDL", "CMD") if told.get(key))
        report.found("device id (IEEE 1284)", repr(said) if said else "empty")
    except Refused:
        report.found("device id (IEEE 1284)", "not told")
    try:
        about.status = link.port_status()
        report.found("port status", _words(about.status))
    except Refused:
        report.found("port status", "not told")
    _reset(link, report)
    return about


def _reset(link: UsbPrinterLink, report: Report) -> None:
    try:
        link.soft_reset()
        report.found("soft reset", "done")
    except DeviceError:
        report.found("soft reset", "not known to it")


def _words(status: PortStatus) -> str:
    words = ("no paper" if status.paper_empty else "paper", "error" if status.error else "no error",
             "selected" if status.selected else "not selected")  # fmt: skip
    return ", ".join(words)
