"""Card laid to identity, print to verdict: real drivers on ptys paced at 115200 baud, beside what the wire itself needs
for the very bytes that went over it.

``python -m tests.bench bench_wire`` prints the table; ``rows()`` gives it to a collector.
"""

import random
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles

from devices.bench.rack import Rack
from devices.idcard.card import CardGone, IdCard
from devices.idcard.sdt.driver import SdtReader
from devices.link import Link, LinkFactory
from devices.links.serial import serial_factory
from devices.printer.escpos.driver import EscposPrinter
from devices.printer.escpos.simulator import EscposSimulator
from devices.printer.profiles import GENERIC_80
from devices.printer.slip import Slip
from devices.printer.verdict import Printed
from hall.contract.ids import subject_of
from hall.contract.queue import TicketOrder
from kiosk.errands.ticket.slip import SlipFacts, compose
from kiosk.errands.ticket.view import TicketView
from kiosk.kit.views import AttractView, Face, Touched
from kiosk.settings import Settings
from kiosk.station import Station
from tests.bench.station import nobody, stocked
from tests.support.snapshots import SERVICES, snapshot
from tests.support.stage import KEY, NUMBER, ticket_for
from tests.support.wires import await_event

BAUD = 115200
SECONDS_PER_BYTE = 10 / BAUD
INTERVAL = 0.3  # seconds between two looks for a card: SdtReader's own
CARDS, SLIPS = 15, 20
NOTE = """\
Limit: every byte that went over the wire in either direction, one after the other at 115200 baud 8N1; for a card also
one polling interval of 300 ms (it is laid at a random moment of it). A slip: "print" to the printer's own word that the
cut is done. The last row is for information: there the paper is the limit."""


@dataclass
class Meter:
    """Counts the bytes of every link opened through ``factory``."""

    out: int = 0
    back: int = 0

    def factory(self, path: str) -> LinkFactory:
        opened = serial_factory(path, BAUD)
        return lambda: Counted(opened(), self)

    def take(self) -> tuple[int, int]:
        """Bytes to and from the device since the last time."""
        taken = (self.out, self.back)
        self.out = self.back = 0
        return taken


@dataclass
class Counted:
    """A link that counts what goes over it."""

    link: Link
    meter: Meter

    def write(self, data: bytes, deadline: float) -> None:
        self.meter.out += len(data)
        self.link.write(data, deadline)

    def read(self, deadline: float) -> bytes:
        data = self.link.read(deadline)
        self.meter.back += len(data)
        return data

    def close(self) -> None:
        self.link.close()


@dataclass
class Faces:
    """What the station shows, with the moment each face came; ``show`` is called on the clerk's thread."""

    latest: Face | None = None
    at: float = 0.0
    _came: threading.Condition = field(default_factory=threading.Condition)

    def show(self, face: Face) -> None:
        with self._came:
            self.latest, self.at = face, time.perf_counter()
            self._came.notify_all()

    def until(self, right: Callable[[Face], bool]) -> float:
        """When the face that was waited for came."""
        with self._came:
            if not self._came.wait_for(lambda: self.latest is not None and right(self.latest), timeout=10):
                raise TimeoutError(f"the station shows {self.latest}")
            return self.at


def rows() -> list[dict[str, str | int]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        reader, bytes_of_a_card = card_to_reader(path)
        station = card_to_station(path)
        quick = slip_to_verdict(path, EscposSimulator(speed=1e6, cut_time=0.0), SLIPS)
        real = slip_to_verdict(path, EscposSimulator(), 5)
    return [
        _row("card laid → driver says who", reader, bytes_of_a_card, INTERVAL),
        _row("card laid → station's face shows who", station, bytes_of_a_card, INTERVAL),
        _row("print → verdict", *quick, 0.0),
        _row("print → verdict, motor of 150 mm/s", *real, 0.0),
    ]


def _row(what: str, seconds: list[float], bytes_: tuple[int, int], interval: float) -> dict[str, str | int]:
    p95 = quantiles(seconds, n=20, method="inclusive")[-1]
    limit = sum(bytes_) * SECONDS_PER_BYTE + interval
    return {
        "what": what,
        "bytes out + back": f"{bytes_[0]} + {bytes_[1]}",
        "wire, ms": f"{sum(bytes_) * SECONDS_PER_BYTE * 1000:.0f}",
        "limit, ms": f"{limit * 1000:.0f}",
        "median, ms": f"{median(seconds) * 1000:.0f}",
        "p95, ms": f"{p95 * 1000:.0f}",
        "median : limit": f"{median(seconds) / limit:.2f}",
        "p95 : limit (aim ≤ 1.3)": f"{p95 / limit:.2f}",
    }


@contextmanager
def racked(path: Path, printer: EscposSimulator | None = None) -> Iterator[Rack]:
    rack = Rack(path, BAUD, printer)
    try:
        yield rack
    finally:
        rack.stop()


def card_to_reader(path: Path) -> tuple[list[float], tuple[int, int]]:
    """Seconds until ``poll`` gave the card, and the bytes of the look that read it."""
    meter, took, bytes_ = Meter(), [], (0, 0)
    with racked(path) as rack, closing(SdtReader(meter.factory(str(path / "idcard")), interval=INTERVAL)) as reader:
        reader.poll()
        for _ in range(CARDS):
            time.sleep(random.uniform(0.0, INTERVAL))
            rack.idcard.lay("zhang")
            laid = time.perf_counter()
            while True:
                meter.take()
                if isinstance(reader.poll(), IdCard):
                    break
            took.append(time.perf_counter() - laid)
            bytes_ = meter.take()
            rack.idcard.take_away()
            await_event(reader.poll, CardGone)
    return took, bytes_


def card_to_station(path: Path) -> list[float]:
    """Seconds until the attendant's face shows the visitor: machine, clerk and flows between, the hall away."""
    faces, took = Faces(), []
    with racked(path) as rack:
        settings = Settings(
            data=path / "kiosk", hall=nobody(), printer=rack.printer.url, idcard=rack.idcard.url,
            scanner=rack.scanner.url, idle_seconds=600, personal_seconds=600,
        )  # fmt: skip
        station = Station(settings, stocked(settings.data), faces.show)
        station.start()
        try:
            faces.until(lambda face: isinstance(face.view, AttractView))
            for _ in range(CARDS):
                time.sleep(random.uniform(INTERVAL, 2 * INTERVAL))
                rack.idcard.lay("zhang")
                laid = time.perf_counter()
                took.append(faces.until(lambda face: face.frame.visitor is not None) - laid)
                faces.until(lambda face: isinstance(face.view, TicketView))  # before, the hall is being asked
                station.clerk.post(Touched("leave"))
                faces.until(lambda face: face.frame.visitor is None and face.frame.card_left)
                rack.idcard.take_away()
                faces.until(lambda face: not face.frame.card_left)
        finally:
            station.stop()
    return took


def queue_slip() -> Slip:
    """As the kiosk prints it: number, wait, code, the hall's rule."""
    ticket = ticket_for(TicketOrder(key="0" * 32, service=SERVICES[0].id))
    return compose(ticket, SlipFacts(snapshot(), SERVICES[0], subject_of("id_number", NUMBER, KEY), "card"))


def slip_to_verdict(path: Path, printer: EscposSimulator, times: int) -> tuple[list[float], tuple[int, int]]:
    """Seconds from ``print`` to ``Printed``, the printer known and well, and the bytes of one print."""
    meter, slip, took, bytes_ = Meter(), queue_slip(), [], (0, 0)
    ours = EscposPrinter(meter.factory(str(path / "printer")), GENERIC_80, baud=BAUD)
    with racked(path, printer), closing(ours):
        assert isinstance(ours.print(slip, 0), Printed)  # the first one also asks what the printer can do
        for job in range(1, times + 1):
            meter.take()
            began = time.perf_counter()
            verdict = ours.print(slip, job)
            took.append(time.perf_counter() - began)
            assert isinstance(verdict, Printed), verdict
            bytes_ = meter.take()
    return took, bytes_
