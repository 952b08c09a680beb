"""Whether a letter counts now, and in words why not. Derived, never stored: who asks a moment later hears what is true
then."""

from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from hall.access.letters.store import LetterRow
from hall.access.people.store import PersonRow
from hall.access.seal import Seal
from hall.kit import Clock

Standing = Literal["living", "coming", "waiting", "ended", "suspended", "withdrawn", "left", "altered"]


INSTANT = timedelta(microseconds=1)
"""What ends at midnight holds on the day before."""


class Said(NamedTuple):
    standing: Standing
    zh: str


def seal_of(row: LetterRow, seal: Seal) -> str:
    return seal.of("letter", *_sealed(row))


def genuine(row: LetterRow, seal: Seal) -> bool:
    """It says what another person approved."""
    return row.approved_by != row.made_by and seal.holds(row.seal, "letter", *_sealed(row))


def standing(
    row: LetterRow, person: PersonRow, seal: Seal, now: datetime, *, known_genuine: bool | None = None
) -> Standing:
    """In this order: what was decided, then what is true of the paper, then its time. ``known_genuine``: as
    :func:`genuine` said of this very row."""
    if row.stopped == "withdrawn":
        return "withdrawn"
    if row.stopped:
        return "suspended"
    if row.approved_at is None:
        return "waiting"
    if person.left_at is not None:
        return "left"
    if not (genuine(row, seal) if known_genuine is None else known_genuine):
        return "altered"
    if now >= row.ends:
        return "ended"
    return "living" if now >= row.starts else "coming"


def said(row: LetterRow, person: PersonRow, seal: Seal, clock: Clock, now: datetime) -> Said:
    stands = standing(row, person, seal, now)
    return Said(stands, _WORDS[stands].format(**_values(row, clock)))


_WORDS: dict[Standing, str] = {
    "living": "到 {ends} 为止",
    "coming": "还没到日子，{starts} 起有效",
    "waiting": "等另一人复核{lacking}",
    "ended": "{ends} 到期：需要延长，请派驻部门另出一份委托书",
    "suspended": "{stopped} 起中止（{why}）：恢复须另一人复核",
    "withdrawn": "{stopped} 已收回（{why}）",
    "left": "本人已离岗",
    "altered": "内容与复核时不一致，不作数：请收回后按原件重新录入，并查审计记录",
}


def _sealed(row: LetterRow) -> list[object]:
    """All that it says, who made it and who approved it when."""
    return [
        *(row.id, row.person, row.number, row.signed_by, row.groups, row.profile, row.first),
        *(_moment(row.starts), _moment(row.ends), row.scan),
        *(row.made_by, row.approved_by, _moment(row.approved_at)),
    ]


def _moment(at: datetime | None) -> str:
    return at.isoformat() if at else ""


def _values(row: LetterRow, clock: Clock) -> dict[str, str]:
    def told(at: datetime | None) -> str:
        return f"{clock.local(at):%Y-%m-%d %H:%M}" if at else ""

    return {
        "starts": f"{clock.local(row.starts):%Y-%m-%d}",
        "ends": f"{clock.local(row.ends - INSTANT):%Y-%m-%d}",
        "stopped": told(row.stopped_at),
        "why": row.why,
        "lacking": "" if row.scan else "；还缺扫描件",
    }
