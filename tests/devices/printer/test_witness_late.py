"""Answers that come late: none is taken for the answer to another question."""

import pytest

from devices.printer.escpos.driver import EscposPrinter
from devices.printer.escpos.simulator import EscposSimulator
from devices.printer.profiles import GENERIC_80
from devices.printer.verdict import Reason
from tests.devices.printer.wire import Wire, World


class LateWire(Wire):
    """Everything the printer says takes ``late`` seconds more."""

    def __init__(self, world: World, late: float) -> None:
        super().__init__(world)
        self._late, self._under_way = late, []

    def read(self, deadline: float) -> bytes:
        while True:
            now = self._world.now
            if said := self._world.printer.transmit(now):
                self._under_way.append((now + self._late, said))
            if self._under_way and self._under_way[0][0] <= now:
                return self._under_way.pop(0)[1]
            if now >= deadline:
                return b""
            self._world.advance(min(deadline, now + 0.002))


@pytest.mark.parametrize("hundredths", range(0, 160, 5))
def test_however_late_a_printer_answers_it_is_never_told_wrong(hundredths):
    world = World(EscposSimulator(GENERIC_80))
    printer = EscposPrinter(
        lambda: LateWire(world, hundredths / 100), GENERIC_80, clock=world.clock, sleep=world.sleep
    )
    world.printer.paper_out(world.now)
    for _ in range(8):
        told = printer.health()
        assert told.able is not True
        assert told.reasons <= {Reason.PAPER_END, Reason.PAPER_LOW, Reason.SILENT}, told
