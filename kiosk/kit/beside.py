"""The way beside a slip: from this kiosk to the window, drawn from the last plan that came."""

from dataclasses import replace

from kiosk.kit.floor import Directions
from kiosk.kit.tools import Tools
from kiosk.kit.views import SlipView

_WANTED = frozenset({"waiting", "called", "serving", "unknown"})  # states in which one still has a way to go


def way_of(slip: SlipView, tools: Tools, *, step_free: bool) -> Directions | None:
    """None where one has nowhere to go, or no way is known. Where the hall cannot be asked, with since when."""
    if slip.state not in _WANTED:
        return None
    way = tools.way(slip.service, slip.called_to, step_free=step_free)
    if way is None or not (tools.hall_away or slip.offline or slip.state == "unknown"):
        return way
    return replace(way, known=tools.hall_seen or (tools.snapshot.at if tools.snapshot else None))


def with_way(slip: SlipView, tools: Tools, *, step_free: bool) -> SlipView:
    return replace(slip, way=way_of(slip, tools, step_free=step_free))
