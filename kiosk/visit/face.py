"""What the glass shows, drawn from the visit and its surroundings. Changes nothing."""

from dataclasses import replace

from hall.contract.parts import HelpPart
from kiosk.errands import Hold, register
from kiosk.kit.tools import Tools
from kiosk.kit.views import (
    AlarmView,
    AttractView,
    Face,
    Frame,
    Help,
    HomeView,
    Manners,
    OutOfServiceView,
    Sentence,
    View,
)
from kiosk.visit.shown import Shown
from kiosk.visit.stack import Stack
from kiosk.visit.surroundings import Surroundings
from kiosk.visit.visit import Visit


def draw(stack: Stack, shown: Shown, around: Surroundings, tools: Tools) -> Face:
    view = _view(stack.visit, around, tools)
    frame = _frame(view, stack.visit, around, tools)
    notice = stack.said.now or shown.notice or frame.notice
    card_left = frame.card_left and shown.kept is None  # the kept one lies there
    return Face(replace(frame, notice=notice, kept=shown.offered, card_left=card_left), view)


def _view(visit: Visit | None, around: Surroundings, tools: Tools) -> View:
    if around.alarm:
        return AlarmView(around.alarm)
    if tools.snapshot is None or (around.out_of_service and (visit is None or visit.top is None)):
        return _out_of_service(around, tools)
    if visit is None:
        return AttractView(around.card_works, around.code_works)
    if visit.top is not None:
        return visit.top.view(around)
    services = tools.snapshot.services
    keys = tuple(key for key in register.KEYS if not key.gate or tools.porter.gate is not None)
    return HomeView(services, around.card_works, around.code_works, around.attention, keys)


def _help(visit: Visit, tools: Tools) -> Help | None:
    """With what the hall says of the people there."""
    people = tools.parts.get("help")
    if visit.help is None or not visit.help.told or not isinstance(people, HelpPart):
        return visit.help
    seen = people.taken is not None and visit.help_at is not None and people.taken >= visit.help_at
    return replace(visit.help, watched=people.watched, seen=seen)


def _laid_before(visit: Visit | None, around: Surroundings) -> bool:
    """The card that lies there is not this visitor's."""
    return visit is not None and not visit.card_read and not around.alarm


def _out_of_service(around: Surroundings, tools: Tools) -> OutOfServiceView:
    snapshot = tools.snapshot
    return OutOfServiceView(
        why=around.out_of_service or Sentence("out.why.no_hall"),
        nearest_zh=snapshot.nearest_zh if snapshot else "",
        nearest_en=snapshot.nearest_en if snapshot else "",
    )


def _frame(view: View, visit: Visit | None, around: Surroundings, tools: Tools) -> Frame:
    hall = tools.snapshot.hall if tools.snapshot else None
    frame = Frame(
        hall_zh=hall.name_zh if hall else "",
        hall_en=hall.name_en if hall else "",
        manners=visit.manners if visit else Manners(),
        hall_away=tools.hall_away,
        hall_seen=tools.hall_seen if tools.hall_away else None,
        card_left=around.card_lies and (view.card_away or _laid_before(visit, around)),
    )
    if visit is None:
        return frame
    return replace(
        frame,
        visitor=visit.visitor,
        countdown=visit.countdown(),
        help=_help(visit, tools),
        can_back=visit.can_back,
        can_home=visit.hold < Hold.BUSY,
        notice=visit.notice,
    )
