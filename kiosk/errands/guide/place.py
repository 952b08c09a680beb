"""Where it is handed in, and the way there.

By custom of the queues (A 综合收件, B 咨询帮办, C 取件) the first letter takes the applications of every matter; the
catalogue itself names bureaux, not windows.
"""

from hall.contract.queue import ServiceView
from kiosk.errands.guide.view import Window
from kiosk.kit.tools import Tools
from kiosk.kit.views import SlipView


def taking(tools: Tools) -> ServiceView | None:
    """What one queues for to hand in an application."""
    services = tools.snapshot.services if tools.snapshot else ()
    return min(services, key=lambda one: one.letter, default=None)


def window_of(tools: Tools, *, step_free: bool) -> Window:
    service = taking(tools)
    if service is None:
        return Window()
    way = tools.way(service.id, step_free=step_free)
    return Window(
        service=service.id,
        name=(service.name_zh, service.name_en or service.name_zh),
        windows=way.target if way else service.windows,
        place=(way.place_zh, way.place_en) if way else (service.place_zh, service.place_en),
        open=service.open,
        way=way is not None,
    )


def slip_to(tools: Tools) -> SlipView | None:
    """The way's errand is told what for by a slip; this one has no number yet."""
    service = taking(tools)
    if service is None:
        return None
    return SlipView(
        number="",
        service_zh=service.name_zh,
        service_en=service.name_en,
        printed=False,
        confirmed_at=None,
        windows=service.windows,
        service=service.id,
    )
