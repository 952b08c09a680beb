"""Which serial ports there are."""

from collections.abc import Iterator
from dataclasses import dataclass

from serial.tools import list_ports


@dataclass(frozen=True)
class SerialPort:
    """``usb`` is (vendor, product) of the adapter behind it, or None for a port on the board."""

    path: str
    usb: tuple[int, int] | None
    said: str


def serial_ports() -> Iterator[SerialPort]:
    """Ports somebody could open; a board's empty ttyS without hardware is not listed by pyserial."""
    for port in sorted(list_ports.comports()):
        usb = (port.vid, port.pid) if port.vid is not None and port.pid is not None else None
        said = "" if port.description in (None, "n/a") else port.description
        yield SerialPort(port.device, usb, said)
