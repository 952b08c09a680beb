"""What of receipts needs a person: one that is not ours or was changed was shown; a case that is late, before it is."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from hall.accounts import Need, Thing
from hall.kit import Clock
from hall.reception import store
from hall.reception.service import Reception
from hall.reception.view import soon

REMEMBERED = timedelta(hours=12)
LOOKED_AT = 1000
"""Open cases, the oldest: they are the first to be late."""
WORDS = {
    "unread": "读不出来，像是被改过",
    "signature": "签名不对",
    "key": "不是我厅的钥匙签的",
    "revoked": "是已吊销的钥匙签的",
    "unknown": "是我厅签的，但厅里没有这个编号：请马上告诉系统管理员",
    "": "是别处的凭证",
}


def doubted(conn: Connection, now: datetime) -> list[Need]:
    """The same paper shown several times at one kiosk is one line."""
    found: dict[tuple[str, str], Need] = {}
    for row in reversed(store.doubts(conn, now - REMEMBERED, 50)):
        if row.verdict == "void":
            continue
        thing = Thing(f"receipt:{row.id}", row.at)
        before = found.get((row.station, row.mark))
        number = f" {row.number}" if row.number else ""
        found[row.station, row.mark] = Need(
            "receipt",
            f"receipt:{row.station}:{row.mark}",
            f"有人出示的收件凭证{number}{WORDS[row.why]}",
            "请到自助机前核对这张纸，必要时留下复印件；不要当作收过件。",
            (*(before.things if before else ()), thing),
            station=row.station,
            passing=True,
        )
    return list(found.values())


def late(reception: Reception, clock: Clock) -> Callable[[Connection, datetime], list[Need]]:
    """One line a department: what is on its last day, or over it. Read once a step of any case and once a day, since
    the list is looked at with every number that is given."""
    last: tuple[date, int, list[Need]] | None = None

    def read(conn: Connection, _now: datetime) -> list[Need]:
        """Several threads look: what one of them kept is whole."""
        nonlocal last
        kept, day, step = last, clock.day(), store.last_out(conn)
        if kept is None or kept[:2] != (day, step):
            last = kept = day, step, _all_late(reception, clock, conn)
        return kept[2]

    return read


def _all_late(reception: Reception, clock: Clock, conn: Connection) -> list[Need]:
    rows = store.open_cases(conn, None, LOOKED_AT)
    events = store.events(conn, [row.number for row in rows])
    found: dict[str, list[tuple[str, int]]] = {}
    for row in rows:
        now = reception.standing(conn, row, events[row.number])
        if now.left is not None and soon(now) and now.who in ("window", "department"):
            whose = "综合窗口" if now.who == "window" else now.department
            found.setdefault(whose, []).append((row.number, now.left))
    return [_late(whose, of, clock) for whose, of in sorted(found.items())]


def _late(whose: str, of: list[tuple[str, int]], clock: Clock) -> Need:
    over = sum(left < 0 for _, left in of)
    said = f"{whose}有 {len(of)} 件快到期" + (f"，其中 {over} 件已超期" if over else "")
    since = clock.start_of(clock.day())
    things = tuple(Thing(f"case:{number}:{since:%Y-%m-%d}", since) for number, _ in of[:40])
    return Need("case", f"case:late:{whose}", said, "请提醒经办人，看“收件内转”页。", things)
