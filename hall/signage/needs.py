"""Screens that are wrong or silent, and alarm lines that nobody hears."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Connection

from hall.accounts import Need, Thing
from hall.signage import history
from hall.signage.console import screens_state
from hall.signage.published import PlansOrNone

SETTLED = timedelta(seconds=15)
"""What lasts shorter than this (a hall that starts again, a cable put back) is nobody's business."""

EACH = 3
"""More screens than this in the same state are one line: a switch has died, not so many screens."""

STATES = {
    "wrong": ("显示的不是所发内容", "去看这块屏；在“导向屏”页让它重画，不行就重启它。"),
    "frozen": ("画面卡住", "重启这块屏的播放机。"),
    "absent": ("失去联系", "看它的电源和网线；旧内容会留在屏上。"),
}
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


def screens_in_need(plans: PlansOrNone) -> Callable[[Connection, datetime], list[Need]]:
    def read(conn: Connection, now: datetime) -> list[Need]:
        published = plans.current(conn)
        floors = {one.id: one.name_zh for one in published.plan.floors}
        nodes = {one.id: floors.get(one.floor, "") for one in published.plan.nodes}
        rows = screens_state(conn, published.revision, published.plan, now)["rows"]
        found: list[Need] = []
        for state in STATES:
            bad = [row for row in rows if row["state"] == state and _lasts(row, now)]
            found += [_one(row, nodes) for row in bad] if len(bad) <= EACH else [_many(state, bad)]
        return found

    return read


TODAY = timedelta(hours=12)
STILL_UNHEARD = timedelta(minutes=15)
"""A screen that hears nothing says so again before."""
HEAR = "查这块屏到那台机器（端口 8621）的网络；大厅断线时，屏靠这条线知道失火。哪台机器见“导向屏”页。"
LOOK = "屏上内容没有变。查这块屏的网线和交换机上有没有多出来的设备；原因见“导向屏”页。"
UNHEARD = "听不到某台机器的警报线"
FALSE = {
    "unheard": UNHEARD,
    "signature": "签名不对",
    "replay": "重放",
    "other_screen": "发给另一块屏",
    "forged": "有人替它回答",
}
"""Refusals behind which there may be somebody, on the wire or in the room; and lines that nobody hears."""


def frames_refused(plans: PlansOrNone) -> Callable[[Connection, datetime], list[Need]]:
    """What somebody tried to show on a screen, or to say in its name; the glass has kept what it had."""

    def read(conn: Connection, now: datetime) -> list[Need]:
        found: dict[str, list[Thing]] = {}
        why: dict[str, str] = {}
        for row in history.refusals_of(conn, FALSE, now - TODAY):
            if row.kind == "unheard" and row.at < now - STILL_UNHEARD:
                continue
            found.setdefault(row.screen, []).append(Thing(f"refusal:{row.id}", row.at))
            why[row.screen] = FALSE[row.kind]
        return [
            Need(
                "screen",
                f"refused:{screen}",
                _refused(plans, conn, screen, why[screen]),
                LOOK,
                tuple(things),
                passing=True,
            )
            for screen, things in found.items()
        ]

    return read


def _refused(plans: PlansOrNone, conn: Connection, screen: str, why: str) -> str:
    hung = plans.last_hung(conn, screen)
    if why == UNHEARD:
        return f"{hung.number if hung else '?'} 号屏{UNHEARD}"
    return f"{hung.number if hung else '?'} 号屏收到假内容（{why}），已拒收"


def lines_unheard(
    lines: Callable[[Connection], list[tuple[str, str]]], paired: Callable[[Connection], bool], hall_is_local: bool
) -> Callable[[Connection, datetime], list[Need]]:
    """``lines``: (station, address) of those that have a fire contact; ``paired``: whether any screen is."""

    def read(conn: Connection, _now: datetime) -> list[Need]:
        found: list[Need] = []
        for station, address in lines(conn):
            local = (urlsplit(address).hostname or "") in LOOPBACK and not hall_is_local
            if local:
                why, todo = (
                    "的警报线只对它自己开放",
                    "请管理员设置 alarm_listen：现在大厅断线时，屏听不到它的消防触点。",
                )
            elif not paired(conn):
                why, todo = "的警报线没有屏在听", "在“导向屏”页给屏配对：大厅断线时，屏靠它知道失火。"
            else:
                continue
            found.append(
                Need("line", f"line:{station}", why, todo, (Thing(f"line:{station}:{why}", None),), station=station)
            )
        return found

    return read


def _lasts(row: dict[str, Any], now: datetime) -> bool:
    return _since(row) is None or now - _since(row) > SETTLED  # type: ignore[operator]


def _since(row: dict[str, Any]) -> datetime | None:
    at = row["seen"] if row["state"] == "absent" else row["since"]
    return datetime.fromisoformat(at) if at else None


def _thing(row: dict[str, Any]) -> Thing:
    since = _since(row)
    return Thing(f"screen:{row['screen']}:{row['state']}:{since.isoformat(timespec='seconds') if since else ''}", since)


def _one(row: dict[str, Any], floors: dict[str, str]) -> Need:
    words, todo = STATES[row["state"]]
    where = " · ".join(part for part in (floors.get(row["node"], ""), row["name"]) if part)
    return Need(
        "screen", f"screen:{row['screen']}", f"{row['number']} 号屏{words}", todo, (_thing(row),), where, row["node"]
    )


def _many(state: str, rows: list[dict[str, Any]]) -> Need:
    words, todo = STATES[state]
    numbers = "、".join(row["number"] for row in rows[:12]) + ("…" if len(rows) > 12 else "")
    return Need(
        "screen",
        f"screens:{state}",
        f"{len(rows)} 块屏{words}",
        "多半是同一台交换机或同一路电源。" + todo,
        tuple(_thing(row) for row in rows),
        f"{numbers} 号屏",
    )
