"""A booking code becomes a slip."""

from kiosk.errands.checkin import CheckinView

from devices.printer.slip import Slip, Text
from hall.contract.codes import Code
from kiosk.errands import Errand, Hold, Stay, Step, Surroundings
from kiosk.kit.views import View
from kiosk.machine import PrintDone
from kiosk.printing import Print


class CheckinErrand(Errand):
    name = "checkin"
    _print: Print | None = None

    @property
    def hold(self) -> Hold:
        if self._print is None:
            return Hold.FREE
        return Hold.BUSY if self._print.sent else Hold.DONE

    def open(self, arg: object) -> Step:
        return self.code(arg) or Stay() if isinstance(arg, Code) else Stay()

    def view(self, around: Surroundings) -> View:
        return CheckinView(self._print.paper.state if self._print else "waiting")

    def code(self, code: Code) -> Step | None:
        if code.kind != "booking":
            return None
        key = code.value[:16].lower()
        paper = self.tools.ledger.papers.plan(self.name, key, _slip(0, 1), self.tools.now())
        self._print = Print(self.tools, paper, _slip)
        self._print.send()
        return Stay()

    def printed(self, event: PrintDone) -> Step | None:
        return Stay() if self._print is not None and self._print.done(event) else None


def _slip(copy_no: int, _: int) -> Slip:
    return Slip((Text("已签到"), *([Text(f"补打第 {copy_no} 次")] if copy_no else [])))


ERRAND = CheckinErrand
