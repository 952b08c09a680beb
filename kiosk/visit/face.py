"""What the glass shows, drawn from the visit and its surroundings. Changes nothing."""

from dataclasses import replace

from kiosk.kit.tools import Desk
from kiosk.kit.views import (
    AlarmView,
    AttractView,
    Face,
    Frame,
    HomeView,
    Manners,
    OutOfServiceView,
    Sentence,
    SlipView,
    TroubleView,
    View,
    WayView,
)
from kiosk.visit.patience import Visit
from kiosk.visit.surroundings import Surroundings

# Where a card that was read should have been taken back.
_CARD_SHOULD_BE_GONE = (AttractView, SlipView, WayView, TroubleView)
_WANTED = frozenset({"waiting", "called", "serving", "unknown"})  # states in which one still has a way to go


def draw(visit: Visit | None, around: Surroundings, desk: Desk) -> Face:
    view = _view(visit, around, desk)
    return Face(_frame(view, visit, around, desk), view)


def _view(visit: Visit | None, around: Surroundings, desk: Desk) -> View:
    if around.alarm:
        return AlarmView(around.alarm)
    if desk.snapshot is None or (visit is None and around.out_of_service):
        return _out_of_service(around, desk)
    if visit is None:
        return AttractView(around.card_works, around.code_works)
    if visit.page == "identify" and visit.identify is not None:
        return replace(visit.identify.view(), card=around.card_works, code=around.code_works)
    if visit.page == "lookup" and visit.lookup is not None:
        return _with_way(visit.lookup.view(), visit, around, desk)
    if visit.page == "ticket" and visit.ticket is not None:
        return _with_way(visit.ticket.view(), visit, around, desk)
    return HomeView(desk.snapshot.services, around.card_works, around.code_works, around.attention)


def _with_way(view: View, visit: Visit, around: Surroundings, desk: Desk) -> View:
    """The way beside a slip, or instead of it where it lies open. Drawn from the last plan that came; where the hall
    cannot be asked, with since when."""
    if not isinstance(view, SlipView) or view.state not in _WANTED:
        return view
    way = desk.way(view.service, view.called_to, step_free=visit.without_steps)
    if way is None:
        return view
    if around.hall_away or view.offline or view.state == "unknown":
        way = replace(way, known=around.hall_seen or (desk.snapshot.at if desk.snapshot else None))
    return WayView(view.number, way, view.called_to) if visit.way else replace(view, way=way)


def _out_of_service(around: Surroundings, desk: Desk) -> OutOfServiceView:
    snapshot = desk.snapshot
    return OutOfServiceView(
        why=around.out_of_service or Sentence("out.why.no_hall"),
        nearest_zh=snapshot.nearest_zh if snapshot else "",
        nearest_en=snapshot.nearest_en if snapshot else "",
    )


def _frame(view: View, visit: Visit | None, around: Surroundings, desk: Desk) -> Frame:
    hall = desk.snapshot.hall if desk.snapshot else None
    frame = Frame(
        hall_zh=hall.name_zh if hall else "",
        hall_en=hall.name_en if hall else "",
        manners=visit.manners if visit else Manners(),
        hall_away=around.hall_away,
        hall_seen=around.hall_seen if around.hall_away else None,
        card_left=around.card_lies and isinstance(view, _CARD_SHOULD_BE_GONE),
    )
    if visit is None:
        return frame
    return replace(
        frame,
        visitor=visit.visitor,
        countdown=visit.countdown(),
        help=visit.help,
        can_back=not visit.working and (not visit.begun or isinstance(view, WayView)),
        can_home=not visit.working,
        notice=visit.notice,
    )
