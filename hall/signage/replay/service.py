"""One query for one screen and one moment, answered with what was confirmed, never with what was sent."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection

from hall.contract.frame import Frame
from hall.contract.plan import Plan
from hall.signage import history, store
from hall.signage.frames import Called, calls_on
from hall.signage.history import EventRow

CalledAgain = Callable[[Connection, int, tuple[int, ...]], Iterable[Called]]
"""Calls by their ids, with the window numbers of that revision of the plan."""
PlanAt = Callable[[Connection, int], Plan | None]
Local = Callable[[datetime], datetime]
"""The hall's own time of a moment."""

WATCHED_FOR = timedelta(seconds=2.6)
"""A process that holds screens says each second that it lives; this long after its last word it no longer watches."""

BESIDE = 8
"""Events before and after, for whoever looks around the moment."""

WORDS = {
    "shown": "显示的是这一幅（屏已确认）",
    "frozen": "画面卡住：玻璃上停着这一幅，后来的内容没有显示",
    "absent": "失去联系：不知道玻璃上是什么；这是断开前最后确认的一幅",
    "back": "刚恢复联系，屏还没有确认显示了什么",
    "wrong": "屏上画的不是所发内容",
    "alarm": "按消防触点显示它存着的疏散画面（屏已确认）",
    "unknown": "当时大厅没有看着这块屏，不知道它显示什么",
    "nothing": "此前没有这块屏的记录",
}
PROCLAIMED = {"evacuation": "疏散，显示出路", "drill": "演练，显示出路", "blank": "熄屏"}
EVENTS = {
    "shown": "显示新内容",
    "alarm": "按消防触点疏散",
    "frozen": "画面卡住",
    "absent": "失去联系",
    "back": "恢复联系",
    "wrong": "显示不符",
}


class Seen(NamedTuple):
    """``frame`` is the last one confirmed, where one is worth showing. ``exact``: with its calls it has the very hash
    that the screen told."""

    state: str
    event: EventRow | None = None
    shown: EventRow | None = None
    frame: Frame | None = None
    exact: bool = False


def seen_at(conn: Connection, screen: str, at: datetime, plan_at: PlanAt, called: CalledAgain, local: Local) -> Seen:
    event = history.last_event(conn, screen, at)
    if event is None:
        return Seen("nothing")
    shown = event if event.kind in history.CONFIRMED else history.last_event(conn, screen, at, history.CONFIRMED)
    state = event.kind
    if state == "back" and shown is not None and event.hash and event.hash == shown.hash:
        state = "shown"  # it came back with that frame on its glass, and said so
    if state != "absent" and not _watched(conn, event.worker, at):
        state = "unknown"
    if shown is None or state in ("wrong", "unknown"):
        return Seen(state, event, shown)
    frame = _frame(conn, shown, plan_at, called, local)
    return Seen(state, event, shown, frame, frame is not None and frame.hash() == shown.hash)


def _watched(conn: Connection, worker: str, at: datetime) -> bool:
    row = store.worker_by_id(conn, worker)
    return row is not None and at <= row.seen_at + WATCHED_FOR


def _frame(conn: Connection, shown: EventRow, plan_at: PlanAt, called: CalledAgain, local: Local) -> Frame | None:
    """As it was painted: the frame as kept, and the calls laid back in."""
    frame = history.frame_without_calls(conn, shown.content) if shown.content else None
    ids = tuple(int(id) for id in shown.calls.split(",") if id)
    plan = plan_at(conn, shown.revision) if ids else None
    hung = plan.screen(shown.screen) if plan else None
    if frame is None or plan is None or hung is None:
        return frame
    order = {id: i for i, id in enumerate(ids)}
    calls = sorted(called(conn, shown.revision, ids), key=lambda call: order[call.id])
    return frame.model_copy(update={"calls": calls_on(plan, hung, calls, local(shown.at))})


def replay(
    conn: Connection, screen: str, at: datetime, plan_at: PlanAt, called: CalledAgain, local: Local
) -> dict[str, Any]:
    """The answer of GET /api/signs/replay."""
    seen = seen_at(conn, screen, at, plan_at, called, local)
    return {
        "screen": screen,
        "at": at.isoformat(),
        "state": seen.state,
        "words": WORDS[seen.state],
        "since": seen.event.at.isoformat() if seen.event else None,
        "confirmed": seen.shown.at.isoformat() if seen.shown else None,
        "hash": seen.event.hash if seen.event and seen.state in (*history.CONFIRMED, "wrong") else "",
        "exact": seen.exact,
        "frame": seen.frame.model_dump(mode="json") if seen.frame else None,
        "events": _told(conn, history.events_beside(conn, screen, at, BESIDE)),
    }


def _told(conn: Connection, rows: list[EventRow]) -> list[dict[str, Any]]:
    frames = {
        content: history.frame_without_calls(conn, content)
        for content in {row.content for row in rows if row.kind == "shown" and row.content}
    }
    told: list[dict[str, Any]] = []
    before: tuple[EventRow, Frame] | None = None
    for row in rows:
        frame = frames.get(row.content or "") if row.kind == "shown" else None
        words = EVENTS[row.kind] if frame is None else _news(row, frame, before)
        told.append(
            {
                "id": row.id,
                "at": row.at.isoformat(),
                "kind": row.kind,
                "words": words,
                "revision": row.revision,
                "hash": row.hash[:8],
            }
        )
        before = (row, frame) if frame is not None else before
    return told


def _news(row: EventRow, frame: Frame, before: tuple[EventRow, Frame] | None) -> str:
    """What ``frame`` brought that the one shown before it had not."""
    if frame.mode != "normal":
        return PROCLAIMED[frame.mode]
    if before is None:
        return EVENTS["shown"]
    was_row, was = before
    if was.mode != "normal":
        return "恢复平常内容"
    if frame.revision != was.revision:
        return "换上新图"
    if frame.notices != was.notices:
        known = {one.id for one in was.notices}
        return "挂出通知" if any(one.id not in known for one in frame.notices) else "通知结束"
    return "叫号" if row.calls != was_row.calls else EVENTS["shown"]
