"""Every verdict, and every moment of a case."""

from datetime import timedelta
from typing import Any

from hall.contract.progress import CaseTold, MissingLine
from kiosk.calls import Away
from kiosk.kit.played import NOW, Played, Script

DAY = NOW.date()


def _told(**changes: Any) -> CaseTold:
    told: dict[str, Any] = {
        "state": "handed_over",
        "who": "department",
        "department": "区建设管理委",
        "since": DAY,
        "due": DAY + timedelta(days=7),
        "matter_zh": "建筑工程施工许可证核发",
        "matter_en": "Construction permit",
        "at": NOW,
    }
    return CaseTold(known=True, **{**told, **changes})


def _asking(at: Played) -> None:
    at.receipt("true")


def _true(at: Played) -> None:
    at.receipt("true")
    at.hall(_told())


def _copy(at: Played) -> None:
    at.receipt("copy")
    at.hall(_told(state="in_review"))


def _missing(at: Played) -> None:
    at.receipt("true")
    at.hall(_told(missing=tuple(
        MissingLine(name=name, by=DAY + timedelta(days=7), waived=waived)
        for name, waived in (("工程款支付担保（保函）", True), ("建设工程质量安全措施资料", False),
                             ("法定代表人授权委托书原件", False), ("勘察设计合同", False)))))  # fmt: skip


def _complete(at: Played) -> None:
    at.receipt("true")
    asked = "缺建设工程设计方案批准文件原件；施工合同第 3 页未盖章"
    at.hall(_told(state="to_complete", who="applicant", asked=asked, due=DAY + timedelta(days=28)))


def _deemed(at: Played) -> None:
    at.receipt("true")
    at.hall(_told(state="accepted", deemed=True))


def _ready(at: Played) -> None:
    at.receipt("true")
    at.hall(_told(state="ready", who="applicant", due=None))


def _over(at: Played) -> None:
    at.receipt("true")
    at.hall(_told(state="handed_out", who="nobody", due=None))


def _away(at: Played) -> None:
    at.receipt("true")
    at.hall(Away())


def _unsynced(at: Played) -> None:
    at.receipt("unsynced")
    at.hall(Away())


def _void(at: Played) -> None:
    at.receipt("void")
    at.hall(_told(void=True, state="withdrawn", who="nobody", due=None))


def _forged(at: Played) -> None:
    at.receipt("forged")


def _unknown(at: Played) -> None:
    at.receipt("unsynced")
    at.hall(CaseTold(known=False, at=NOW))


def _foreign(at: Played) -> None:
    at.receipt("foreign")


def _unproved(at: Played) -> None:
    at.receipt("unproved")


SAMPLES: dict[str, Script] = {
    "case-asking": _asking,
    "case-true": _true,
    "case-copy": _copy,
    "case-missing": _missing,
    "case-complete": _complete,
    "case-deemed": _deemed,
    "case-ready": _ready,
    "case-over": _over,
    "case-away": _away,
    "case-unsynced": _unsynced,
    "case-void": _void,
    "case-forged": _forged,
    "case-unknown": _unknown,
    "case-foreign": _foreign,
    "case-unproved": _unproved,
}
