"""What of failed attempts needs a person: somebody tries passwords, or has forgotten his own."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import Connection

from hall.accounts import store as accounts
from hall.accounts.attempts import store
from hall.accounts.attempts.service import FORGOTTEN, free
from hall.accounts.attempts.store import Tried
from hall.accounts.needs import Need, Thing

ASK_THE_PERSON = "问本人是不是忘了口令；不是，就去看看这台电脑前是谁。已登录的人不受影响，可在“人员”页解锁。"
FIND_THE_COMPUTER = "去看看这台电脑前是谁，需要时请网管断开它。已登录的人不受影响。"


def under_attack(conn: Connection, steady: datetime, now: datetime) -> list[Need]:
    """``steady``: what ``now`` is in steady time. Of accounts that nobody has only the computer is told that tries
    many: what strangers type is not shown."""
    names = {row.login for row in accounts.members(conn)}
    rows = [row for row in store.all_tried(conn) if row.times >= free(row) and abs(steady - row.at) < FORGOTTEN]
    found: dict[str, list[Tried]] = {}
    for row in rows:
        if not row.account or row.account in names:
            found.setdefault(row.account or f"@{row.address}", []).append(row)
    return [_need(key, tried, now - steady) for key, tried in found.items()]


def _need(key: str, rows: list[Tried], shift: timedelta) -> Need:
    times = max(sum(row.times for row in rows if row.address), *(row.times for row in rows))
    at = _addresses(row.address for row in rows if row.address)
    one = bool(rows[0].account)
    what = f"账号 {key} 连续 {times} 次口令或验证码不对" if one else f"一台电脑在试许多账号的口令（{times} 次）"
    things = tuple(Thing(f"{_name(row)}:{row.began_at:%m%dT%H%M%S}", row.began_at + shift) for row in rows)
    return Need("sign_in", f"sign_in:{key}", what, ASK_THE_PERSON if one else FIND_THE_COMPUTER, things, where=at)


def _addresses(found: Iterable[str]) -> str:
    each = list(found)
    return (
        ("来自 " + "、".join(each[:3]) + (f" 等 {len(each)} 处" if len(each) > 3 else "")) if each else "来自许多地方"
    )


def _name(row: Tried) -> str:
    return f"{row.kind}:{row.account}@{row.address}"
