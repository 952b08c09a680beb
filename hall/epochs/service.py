"""What is done when the database went back in time, and what is said of it."""

import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from hall.accounts import Need, Thing
from hall.kit import Clock
from hall.kit.db import Tx
from hall.kit.marks import EpochRow, JumpRow, Past, epochs, jumps, put_detail

log = logging.getLogger(__name__)

SAID_FOR = timedelta(days=14)

Step = Callable[[Tx, Clock], Mapping[str, Any]]
"""What one room does before anything else is written; what it answers is kept with the epoch."""


@dataclass(frozen=True)
class ToldAgain:
    """What stations have told again since an epoch began: how many reports of before, and which numbers (A131).
    ``numbers`` is also told what the steps kept."""

    reports: Callable[[Connection, datetime], int]
    numbers: Callable[[Connection, datetime, Mapping[str, Any]], tuple[str, ...]]


class Epochs:
    def __init__(self, clock: Clock, steps: tuple[Step, ...], again: ToldAgain) -> None:
        self._clock, self._steps, self._again = clock, steps, again

    def recover(self, tx: Tx, past: Past) -> None:
        kept: dict[str, Any] = {"had": past.had.writes, "seen": past.seen.writes if past.seen else None}
        for step in self._steps:
            kept |= step(tx, self._clock)
        put_detail(tx.conn, past.number, json.dumps(kept, ensure_ascii=False))
        log.warning("the database went back to %s (%s): %s", past.at and self._when(past.at), past.why, kept)

    def said(self, conn: Connection, now: datetime) -> list[dict[str, Any]]:
        """The last epochs in sentences, the latest first."""
        since = now - SAID_FOR
        all_of_it = [self._said(conn, row) for row in epochs(conn, since)]
        all_of_it += [self._moved(row) for row in jumps(conn, since)]
        return sorted(all_of_it, key=lambda one: one["began"], reverse=True)

    def _moved(self, row: JumpRow) -> dict[str, Any]:
        """The clock, from what it said to what it says."""
        before = self._when(row.at - timedelta(seconds=row.seconds))
        way = "往前" if row.seconds > 0 else "往回"
        return {
            "id": f"clock-{row.id}",
            "began": row.at,
            "what": f"大厅服务器的时钟{way}跳了：从 {before} 到 {self._when(row.at)}。",
            "todo": "请核对服务器时间和时区。号码不会重发，排队次序不变；日期如果变了，新号记在钟上的那一天。",
        }

    def state(self, conn: Connection, now: datetime) -> dict[str, Any]:
        """As the stations page gets it."""
        said = self.said(conn, now)
        return {"epochs": [one | {"began": one["began"].isoformat(timespec="seconds")} for one in said]}

    def needs(self, conn: Connection, now: datetime) -> list[Need]:
        return [
            Need(
                "hall",
                f"epoch:{one['id']}",
                one["what"],
                one["todo"],
                (Thing(f"epoch:{one['id']}", one["began"]),),
                where="大厅服务器",
                passing=True,
            )
            for one in self.said(conn, now)
        ]

    def _said(self, conn: Connection, row: EpochRow) -> dict[str, Any]:
        kept = json.loads(row.detail)
        reports = self._again.reports(conn, row.began_at)
        brought = self._again.numbers(conn, row.began_at, kept)
        data_at = self._when(row.data_at) if row.data_at else "不知何时"
        lost = f"，少了其后 {kept['seen'] - kept['had']} 次记录" if _behind(kept) else ""
        numbers = f"（{'、'.join(brought[:12])}{' 等' * (len(brought) > 12)}）" if brought else ""
        first = kept.get("first", "")
        return {
            "id": row.id,
            "began": row.began_at,
            "what": f"大厅数据回到了 {data_at}{lost}。已从各自助机补回 {reports} 条报告、"
            f"{len(brought)} 个号码{numbers}。",
            "todo": f"{f'之后的号从 {first} 起，' if first else ''}所有人须重新登录。"
            "其间改过的人员、口令、停用的设备、登记和配对、平面图、疏散与通知、委托书、卡、会议和门禁规则都回到了那时，"
            "请逐项核对，其间收回过的委托书要再收回一次；"
            "手里有号而系统查不到的，请到咨询台按纸票办理。",
        }

    def _when(self, instant: datetime) -> str:
        return self._clock.local(instant).strftime("%m月%d日 %H:%M:%S")


def _behind(kept: Mapping[str, Any]) -> bool:
    return isinstance(kept.get("seen"), int) and kept["seen"] > kept["had"]
