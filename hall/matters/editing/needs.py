"""What of the catalogue needs a person: a source that is about to run out, or has; a draft that waits for a second pair
of eyes."""

from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from hall.accounts import Need, Source, Thing
from hall.kit import Clock
from hall.matters.editing import store
from hall.matters.service import Matters
from hall.matters.view import Ending, endings

NEAR = timedelta(days=30)
"""Before a source runs out somebody is called; the page has said so for half a year by then."""


def needs_of(matters: Matters, clock: Clock) -> Source:
    last: tuple[tuple[int, int, date], list[Need]] = ((0, 0, date.min), [])

    def needs(conn: Connection, now: datetime) -> list[Need]:
        nonlocal last
        stands, today = matters.current(conn), clock.day()
        key = (matters.times, stands.revision if stands else 0, today)
        if last[0] != key:
            ending = endings(stands.catalogue, today) if stands else []
            last = key, [_ending(one, today) for one in ending if _calls(one, today)]
        return [*last[1], *_waiting(conn)]

    return needs


def _calls(one: Ending, today: date) -> bool:
    """One that ran out and says so was looked at."""
    return one.until - today <= NEAR and not (one.out and one.said)


def _ending(one: Ending, today: date) -> Need:
    when = f"到 {one.until} 为止" if not one.out else f"{one.until} 已经过期"
    return Need(
        "matters",
        f"source:{one.source[:60]}:{one.until}",
        f"依据“{one.source}”{when}，{len(one.matters)} 个事项靠它",
        "查一下续期文件，在事项库里改有效期，或写明过期说明；没有改，屏上会标“以窗口核定为准”。",
        (Thing(f"source:{one.source[:60]}:{one.until}:{one.until < today}", None),),
        where="事项库",
    )


def _waiting(conn: Connection) -> list[Need]:
    row = store.get_draft(conn)
    if row is None or not row.sent_by or row.body is None:
        return []
    what = f"事项库有一份改动等另一人复核（{row.sent_by} 送审）"
    todo = "在“事项库”看清哪些清单会变，再发布或退回；改过这份草稿的人不能发布。"
    thing = Thing(f"matters-draft:{row.version}", row.sent_at)
    return [Need("matters", "matters-draft", what, todo, (thing,), where="事项库")]
