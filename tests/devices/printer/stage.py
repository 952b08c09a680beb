"""A driver, a printer and a wire in simulated time, and what every verdict must be: true."""

from collections.abc import Callable
from typing import Any, Literal

from devices.printer.escpos import driver
from devices.printer.escpos.liar import ModelPrinter
from devices.printer.escpos.simulator import EscposSimulator
from devices.printer.profiles import TM_T88VI, Profile
from devices.printer.slip import Slip, Text
from devices.printer.verdict import NotPrinted, Printed, Reason, Verdict
from tests.devices.printer.slips import QUEUE_SLIP
from tests.devices.printer.wire import World

PROMISED = 3.0
OTHER = Slip((Text("下一位"), Text("B001", scale=4), Text("请到二号窗口")))


class Stage:
    """``print`` notes how long the verdict took from the fault on. ``setting``: the driver's profile, None for the
    printer to say what it is. ``faults``: of a printer that lies (:data:`devices.printer.escpos.liar.FAULTS`)."""

    def __init__(
        self, profile: Profile = TM_T88VI, setting: Profile | Literal["same"] | None = "same", baud: int = 115200,
        sim: EscposSimulator | None = None, **how: Any,
    ) -> None:  # fmt: skip
        self.sim = sim or ModelPrinter(profile, **how)
        self.world = World(self.sim, baud)
        self.driver = driver.EscposPrinter(
            self.world.open, profile if setting == "same" else setting,
            clock=self.world.clock, sleep=self.world.sleep, baud=baud,
        )  # fmt: skip
        self.job = 0

    def print(self, slip: Slip = QUEUE_SLIP) -> Verdict:
        self.job += 1
        verdict = self.driver.print(slip, self.job)
        if self.world.happened_at is not None:
            assert self.world.now - self.world.happened_at <= PROMISED
        return verdict

    def at_mm(self, millimetres: float, action: Callable[[float], None]) -> None:
        start = self.sim.fed_mm
        self.world.when(lambda: self.sim.fed_mm - start >= millimetres, lambda: action(self.world.now))

    def reasons(self) -> frozenset[Reason]:
        return self.driver.health().reasons

    def whole(self, slip: Slip = QUEUE_SLIP) -> int:
        """How many whole copies of ``slip`` came out."""
        last = slip.lines[-1]
        mark = last.text if isinstance(last, Text) else "12345 投诉建议"
        return sum(any(mark in line for line in paper.text()) for paper in self.sim.papers)


def whole_and_true(verdict: Verdict, stage: Stage) -> None:
    """What was said is what lies on the table, and never two."""
    whole = stage.whole()
    assert whole <= 1
    match verdict:
        case Printed():
            assert whole == 1
        case NotPrinted(partial=partial):
            assert whole == 0
            assert partial or not stage.sim.papers
