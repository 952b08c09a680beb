"""What comes at the wrong time: late answers, and half a picture on a line that was clean."""

import pytest

from devices.printer.escpos.driver import EscposPrinter
from devices.printer.escpos.simulator import EscposSimulator
from devices.printer.profiles import GENERIC_80
from devices.printer.verdict import Printed, Reason
from tests.devices.printer.slips import QUEUE_SLIP
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
    printer = EscposPrinter(lambda: LateWire(world, hundredths / 100), GENERIC_80, clock=world.clock, sleep=world.sleep)
    world.printer.paper_out(world.now)
    for _ in range(8):
        told = printer.health()
        assert told.able is not True
        assert told.reasons <= {Reason.PAPER_END, Reason.PAPER_LOW, Reason.SILENT}, told


def test_a_printer_that_waits_for_the_rest_of_a_picture_is_set_free_and_prints():
    world = World(EscposSimulator(GENERIC_80))
    printer = EscposPrinter(world.open, GENERIC_80, clock=world.clock, sleep=world.sleep)
    assert printer.health().able  # the line was cleared then; now noise, or another program, leaves half a raster
    world.printer.receive(bytes.fromhex("1d763000 4800 1800") + bytes(700), world.now)
    assert printer.print(QUEUE_SLIP, 1) == Printed("process-id")
    assert [paper.text()[0] for paper in world.printer.papers] == ["松江区工程建设项目审批审查中心"]
