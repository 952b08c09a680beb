"""The driver on real wires: a pty at 115200 baud, in real time."""

import time
from collections.abc import Iterator

import pytest

from devices.bench.pty import PtyHost
from devices.links.serial import serial_factory
from devices.printer.escpos.driver import EscposPrinter
from devices.printer.escpos.simulator import EscposSimulator
from devices.printer.profiles import TM_T88VI
from devices.printer.verdict import Doubtful, NotPrinted, Printed, PrinterHealth, Reason
from tests.devices.printer.slips import QUEUE_SLIP

TOUCHED_AFTER_MM = 25.0


class Rig:
    def __init__(self, path, **how) -> None:
        self.host = PtyHost(EscposSimulator(TM_T88VI, **how), path)
        self.driver = EscposPrinter(serial_factory(str(path)), TM_T88VI)

    def papers(self):
        with self.host.device() as sim:
            return sim.papers


@pytest.fixture
def rig(tmp_path) -> Iterator[Rig]:
    made = Rig(tmp_path / "printer")
    yield made
    made.driver.close()
    made.host.stop()


def _in_the_middle(rig: Rig, action) -> list[float]:
    """Do ``action(sim, now)`` when the paper has moved some way; gives a list that will hold when."""
    done: list[float] = []
    with rig.host.device() as sim:
        put = sim._put  # pyright: ignore[reportPrivateUsage]

        def watched(job):
            put(job)
            if sim.fed_mm >= TOUCHED_AFTER_MM and not done:
                done.append(time.monotonic())
                action(sim, done[0])

        sim._put = watched  # pyright: ignore[reportPrivateUsage]
    return done


def test_a_slip_goes_over_a_serial_wire_and_is_proved(rig):
    assert rig.driver.health() == PrinterHealth(True)
    assert rig.driver.print(QUEUE_SLIP, 1) == Printed("process-id")
    (paper,) = rig.papers()
    assert paper.cut
    assert "A012" in paper.text()


def test_paper_out_in_the_middle_is_not_printed_within_3_s_and_does_not_come_out_later(rig):
    fault = _in_the_middle(rig, lambda sim, _: setattr(sim, "paper_end", True))
    assert rig.driver.print(QUEUE_SLIP, 1) == NotPrinted(Reason.PAPER_END, partial=True)
    assert time.monotonic() - fault[0] < 3
    with rig.host.device() as sim:
        sim.refill(time.monotonic())
    assert rig.driver.print(QUEUE_SLIP, 2) == Printed("process-id")
    assert sum("A012" in paper.text() and paper.cut and "12345" in paper.text()[-1] for paper in rig.papers()) == 1


def test_a_mute_printer_is_doubtful_within_3_s(rig):
    fault = _in_the_middle(rig, lambda *_: setattr(rig.host.faults, "mute", True))
    assert rig.driver.print(QUEUE_SLIP, 1) == Doubtful(Reason.SILENT)
    assert time.monotonic() - fault[0] < 3


def test_a_cable_pulled_and_put_back_is_proved_or_doubted_within_3_s(rig):
    rig.driver.health()
    rig.host.faults.cut_after = 400
    start = time.monotonic()
    verdict = rig.driver.print(QUEUE_SLIP, 1)
    assert verdict == Doubtful(Reason.UNPLUGGED)
    assert time.monotonic() - start < 3.5
    rig.host.plug()
    assert rig.driver.print(QUEUE_SLIP, 2) == Printed("process-id")


def test_power_cycled_in_the_middle(rig):
    def cycle(sim, now):  # not power_cycle(), which would let the paper run on first
        sim._volatile()
        sim._booting_until = now + sim.boot

    fault = _in_the_middle(rig, cycle)
    assert rig.driver.print(QUEUE_SLIP, 1) == NotPrinted(Reason.POWER_CYCLED, partial=True)
    assert time.monotonic() - fault[0] < 3
