"""What a pass says of itself: where and when, and whether it opens anything now."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from hall.access import Office
from hall.appointments.service import BEFORE, KINDS, Desk, last
from hall.appointments.store import MeetingRow, VisitorPassRow


@dataclass(frozen=True)
class PassWords:
    """``holds``: it opens its doors, or will."""

    kind: str
    when: str
    room: str
    people: int
    step_free: bool
    doors: str
    standing: str
    do_zh: str
    do_en: str
    holds: bool

    def shown(self) -> dict[str, Any]:
        said = asdict(self)
        del said["holds"]
        return said


def words_of(
    row: MeetingRow, one: VisitorPassRow, office: Office, desk: Desk, conn: Connection, now: datetime
) -> PassWords:
    clock = office.kit.clock
    starts, ends = clock.local(row.starts), clock.local(row.ends)
    names = {door.id: door.name_zh for door in office.granting.book.current(conn).rules.doors}
    doors = desk.doors_to(conn, row.room, one.step_free) or ()
    standing, zh, en = _standing(row, one, office, conn, now)
    return PassWords(
        kind=KINDS[row.kind],
        when=f"{starts.month}月{starts.day}日 {starts:%H:%M}–{ends:%H:%M}",
        room=desk.rooms(conn).get(row.room, ""),
        people=one.people,
        step_free=one.step_free,
        doors="、".join(names[id] for id in doors if id in names),
        standing=standing,
        do_zh=zh,
        do_en=en,
        holds=standing in ("soon", "now"),
    )


def _standing(
    row: MeetingRow, one: VisitorPassRow, office: Office, conn: Connection, now: datetime
) -> tuple[str, str, str]:
    if one.ended_at is not None:
        return "ended", "这张通行证已作废，请向邀请单位要新的。", "This pass has ended; ask your host for another."
    if row.closed_at is not None and row.why == "off":
        return "ended", "这场会已取消。", "This meeting was called off."
    if row.closed_at is not None or now >= last(row):
        return "ended", "这场会已经结束，通行证失效。", "The meeting is over, and with it this pass."
    if office.granting.host(conn, row.host, now):
        return "ended", "接待人已不在，通行证失效，请联系邀请单位。", "Your host is gone; please call who invited you."
    if now < row.starts - BEFORE:
        clock = office.kit.clock
        at, today = clock.local(row.starts - BEFORE), clock.local(now).date()
        zh, en = ("", "") if at.date() == today else (f"{at.month}月{at.day}日 ", f"{at:%Y-%m-%d} ")
        return "soon", f"{zh}{at:%H:%M} 起可以通行。", f"It opens from {en}{at:%H:%M} on."
    return "now", "在闸机扫码处出示，进一次。", "Show this at the gate's scanner; it lets you in once."
