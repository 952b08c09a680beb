"""What the manager sees of the screens: every one of the plan, in words, and one sentence for all."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from hall.contract.plan import Plan, Screen
from hall.signage import history, store
from hall.signage.link import Link
from hall.signage.rows import PlayerSeen

WORKER_GONE = timedelta(seconds=2.6)
"""A process that has not been seen for this long has stopped; the screens it held are absent until they come back."""

GREETING = timedelta(seconds=10)
"""Whoever was paired a moment ago has not been lost: he is about to greet."""

CLOCK_OFF_MS = 5000
WORDS = {
    "shown": ("显示正确", "good"),
    "waiting": ("正在更新", "amber"),
    "wrong": ("显示的不是所发内容", "bad"),
    "frozen": ("画面卡住", "bad"),
    "absent": ("失去联系", "bad"),
    "alarm": ("按消防触点疏散", "bad"),
    "unpaired": ("未配对", "amber"),
}
ALARMS: dict[str, str] = {"evacuation": "正在疏散", "drill": "正在演练"}
ORPHAN, DARK = "图上已无此屏", "已熄屏"
"""A glass whose screen the plan has no more is sent a dark frame; until it has painted that, its state says why not."""


def screens_state(
    conn: Connection,
    revision: int,
    plan: Plan,
    now: datetime,
    here: Iterable[Link] = (),
    failing: str = "",
    mode: str = "normal",
    last_hung: Callable[[str], Screen | None] = lambda _: None,
) -> dict[str, Any]:
    """``here``: links of this process, whose memory is truer than the database while that is away. ``mode``: what
    screens are to show, as in their frames. ``last_hung``: of a screen that the plan has no more, what it was."""
    alarm = ALARMS.get(mode, "")
    live = {link.player: link for link in here}
    players = {row.screen: row for row in store.players(conn)}
    rows = [_row(screen, players.pop(screen.id, None), now, live, alarm) for screen in plan.screens]
    rows += [_taken_down(last_hung(row.screen), row, now, live, alarm) for row in players.values()]
    sentence = f"{alarm}，屏上是出路：{_sentence(revision, rows)}" if alarm else _sentence(revision, rows)
    return {
        "revision": revision,
        "rows": rows,
        "sentence": sentence,
        "alarm": alarm,
        "failing": failing,
        "floors": _floors(plan),
        "refusals": [{"id": row.id, "at": row.at.isoformat(), "told": row.told} for row in history.refusals(conn, 8)],
    }


def _row(screen: Screen, player: PlayerSeen | None, now: datetime, live: dict[str, Link], alarm: str) -> dict[str, Any]:
    row: dict[str, Any] = {
        "screen": screen.id,
        "number": screen.number,
        "name": screen.name_zh,
        "layout": screen.layout,
        "node": screen.node,
        "player": None,
        "state": "unpaired",
    }
    if player is not None:
        row |= _glass(player, now, live.get(player.id))
    words, tone = WORDS[row["state"]]
    return row | {"words": words, "tone": tone}


def _taken_down(
    was: Screen | None, player: PlayerSeen, now: datetime, live: dict[str, Link], alarm: str
) -> dict[str, Any]:
    """A glass whose screen the plan has no more."""
    row = {
        "screen": player.screen,
        "number": was.number if was else "?",
        "name": was.name_zh if was else "",
        "layout": "",
        "node": "",
    } | _glass(player, now, live.get(player.id))
    words = (alarm or DARK) if row["state"] == "shown" else WORDS[row["state"]][0]
    return row | {"state": "orphan", "words": f"{ORPHAN}，{words}", "tone": "amber"}


def worker_gone(player: PlayerSeen, now: datetime) -> bool:
    """The process that held its line has stopped: whatever it last said of the screen, the screen is absent."""
    return player.worker_seen is None or now - player.worker_seen > WORKER_GONE


def _glass(player: PlayerSeen, now: datetime, link: Link | None) -> dict[str, Any]:
    gone = worker_gone(player, now)
    state = link.state if link else _state_told(player, now, gone)
    painted = link.painted if link else None
    seen = (
        now
        if link and state != "absent"
        else player.since
        if player.state == "absent" or link
        else (now if not gone else player.worker_seen)
    )
    skew = link.skew if link else player.skew_ms or 0
    return {
        "player": player.id,
        "state": state,
        "seen": _iso(seen),
        "since": _iso(player.since),
        "revision": painted.revision if painted else player.revision or 0,
        "hash": (painted.hash if painted else player.hash or "")[:8],
        "painted": _iso(player.painted_at),
        "took": link.took if link else player.took_ms or 0,
        "clock_off": round(skew / 1000) if abs(skew) > CLOCK_OFF_MS else 0,
        "size": player.size,
        "browser": player.user_agent,
        "paired": _iso(player.paired_at),
        "paired_by": player.paired_by,
        "picture": _iso(player.picture_at),
    }


def _state_told(player: PlayerSeen, now: datetime, gone: bool) -> str:
    if player.state is None and now - player.paired_at < GREETING:
        return "waiting"
    return "absent" if gone or player.state is None else player.state


def _sentence(revision: int, rows: list[dict[str, Any]]) -> str:
    """47 块屏全部显示 v812 · 最慢 0.4 秒; what is not so is counted."""
    paired = [row for row in rows if row["player"] and row["state"] != "orphan"]
    right = [row for row in paired if row["state"] == "shown" and row["revision"] == revision]
    if not rows:
        return f"图 v{revision} 上还没有挂屏"
    slowest = max((row["took"] for row in right), default=0) / 1000
    hung = sum(row["state"] != "orphan" for row in rows)
    said = f"{len(right)}/{hung} 块屏显示 v{revision}" + (f" · 最慢 {slowest:.1f} 秒" if right else "")
    for state, words in (
        ("frozen", "画面卡住"),
        ("absent", "失去联系"),
        ("wrong", "显示不符"),
        ("alarm", "按消防触点疏散"),
        ("unpaired", "未配对"),
        ("orphan", "已不在图上"),
    ):
        count = sum(row["state"] == state for row in rows)
        said += f" · {count} 块{words}" if count else ""
    return said


def _floors(plan: Plan) -> list[dict[str, Any]]:
    """Each floor with its outlines and where the dots of its screens go, in metres."""
    return [
        {
            "id": floor.id,
            "name": floor.name_zh,
            "width": floor.width,
            "depth": floor.depth,
            "outlines": [place.outline for place in plan.places if place.floor == floor.id and place.outline],
            "dots": list(_dots(plan, floor.id)),
        }
        for floor in plan.floors
    ]


def _dots(plan: Plan, floor: str) -> Iterator[dict[str, Any]]:
    """A screen stands at its node, a strip ``over`` its window."""
    nodes, places = {node.id: node for node in plan.nodes}, {place.id: place for place in plan.places}
    for screen in plan.screens:
        node, window = nodes.get(screen.node), places.get(screen.place) if screen.layout == "strip" else None
        if node is not None and node.floor == floor:
            at = window or node
            yield {"screen": screen.id, "x": at.x, "y": at.y, "heading": screen.heading, "over": window is not None}


def _iso(instant: datetime | None) -> str | None:
    return instant.isoformat(timespec="milliseconds") if instant else None
