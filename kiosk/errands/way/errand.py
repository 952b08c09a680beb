"""怎么走: the way of a slip that lies below, large, with its steps; as the plan has it now, though it was opened
before."""

from kiosk.errands import Errand, Stay, Step, Surroundings, Visit
from kiosk.errands.way.view import WayView
from kiosk.kit.beside import way_of
from kiosk.kit.floor import Directions
from kiosk.kit.tools import Tools
from kiosk.kit.views import SlipView, Touched, View


class WayErrand(Errand):
    name = "way"

    def __init__(self, tools: Tools, visit: Visit) -> None:
        super().__init__(tools, visit)
        self._slip: SlipView | None = None
        self._last: Directions | None = None

    def open(self, arg: object) -> Step:
        """With the slip whose way is asked for; where there is none, there is nothing to show."""
        assert isinstance(arg, SlipView)
        self._slip, self._last = arg, way_of(arg, self.tools, step_free=self.visit.without_steps)
        return Stay() if self._last is not None else self.back()

    def view(self, around: Surroundings) -> View:
        assert self._slip is not None
        assert self._last is not None
        now = way_of(self._slip, self.tools, step_free=self.visit.without_steps)
        return WayView(self._slip.number, now or self._last, self._slip.called_to)

    def touched(self, touch: Touched) -> Step | None:
        if touch.what != "step_free":
            return None
        self.visit.step_free = not self.visit.without_steps
        return Stay()


ERRAND = WayErrand
