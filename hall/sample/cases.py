"""Made-up cases of these days, so that a first look at the pages shows one of each kind."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from hall.accounts import Member, Role
from hall.contract.cases import Act
from hall.contract.receipts import ReceiptLine
from hall.kit import Clock, keep_secret
from hall.kit.db import Tx
from hall.matters import Matters
from hall.reception import Reception, Wanted
from hall.reception import store as cases
from hall.settings import Settings

OFFICER, BUREAU = "office1", "区建设管理委"
CASES: tuple[tuple[int, dict[str, Any], tuple[tuple[int, Act, str], ...]], ...] = (
    (
        3,
        {"matter": "sgxk", "project": "九亭镇样例产业园一期", "applicant": "上海样例建设有限公司"},
        ((3, "hand_over", ""), (2, "accept", ""), (1, "review", "")),
    ),
    (
        2,
        {"matter": "gc_ghxk", "project": "泗泾镇样例路 8 号厂房扩建", "applicant": "上海示范置业有限公司"},
        ((2, "hand_over", ""), (1, "ask", "缺建设工程设计方案批准文件原件")),
    ),
    (
        1,
        {
            "matter": "sgxk",
            "project": "佘山镇样例社区中心",
            "applicant": "松江样例城镇建设有限公司",
            "origin": "changed",
            "reason": "建设单位更名，市系统中已办结的证不能改",
        },
        ((1, "hand_over", ""),),
    ),
    (0, {"matter": "zx_xk", "project": "中山街道样例商铺装修", "applicant": "张样例", "person": True}, ()),
)
"""(days ago, what was taken in, ((days ago, act, text), …))"""


def seed_cases(tx: Tx, settings: Settings, clock: Clock) -> None:
    """Where there are none yet."""
    if cases.any_case(tx.conn):
        return
    matters, root, presses = Matters(), keep_secret(settings, "subject.key"), count(1)
    part = matters.current(tx.conn)
    if part is None:
        return
    clerk, manager = _member(tx, "clerk1", "王样例", "clerk"), _member(tx, OFFICER, "钱样例", "manager")
    for ago, wanted, acts in CASES:
        matter = part.catalogue.matter.get(wanted["matter"]) or part.catalogue.matters[0]
        lines = tuple(ReceiptLine(name=one.name) for one in matter.materials[:5])
        at = _days_before(tx, ago)
        reception = _on(at.now, settings, root, clock, matters)
        taken = Wanted(**{**wanted, "matter": matter.id}, key=f"{next(presses):024x}", lines=lines, window="1")
        row = reception.take(at, clerk, taken)
        for n, (before, act, text) in enumerate(acts, 1):
            at = _days_before(tx, before)
            _on(at.now, settings, root, clock, matters).act(
                at, manager, row.number, act, n, f"{next(presses):024x}", text
            )


def _member(tx: Tx, login: str, name: str, role: Role) -> Member:
    """As if he were signed in; a manager may do every step."""
    return Member(0, login, name, role, "", "", first_password=False, seen_at=tx.now, password_at=tx.now)


def _days_before(tx: Tx, days: int) -> Tx:
    return replace(tx, now=tx.now - timedelta(days=days))


def _on(now: datetime, settings: Settings, root: bytes, clock: Clock, matters: Matters) -> Reception:
    return Reception(settings.data_dir, root, Clock(str(clock.zone), lambda: now), matters)
