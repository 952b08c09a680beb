"""The queue slip as a page: one big thing, quiet rules, columns that align. Pure: a ticket in, a ``Slip`` out."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal
from zoneinfo import ZoneInfo

from devices.printer.layout import width
from devices.printer.slip import Feed, Line, Pair, QrCode, Rule, Slip, Text
from hall.contract.codes import slip_code
from hall.contract.ids import Subject
from hall.contract.queue import ServiceView, Ticket, windows_text
from hall.contract.snapshot import Snapshot
from kiosk.kit.floor import Directions
from kiosk.kit.views import Language


@dataclass(frozen=True)
class SlipFacts:
    """All a queue slip needs besides its ticket. ``subject`` only for its last four characters; ``way`` from the kiosk
    that prints."""

    snapshot: Snapshot
    service: ServiceView
    subject: Subject | None = None
    how: Literal["card", "code", "typed"] | None = None
    language: Language = "zh"
    way: Directions | None = None


@cache
def _words(language: Language) -> dict[str, str]:
    return tomllib.loads(files("assets").joinpath("slips/queue.toml").read_text(encoding="utf-8"))[language]


def compose(ticket: Ticket, facts: SlipFacts, copy_no: int = 0) -> Slip:
    """The slip of ``ticket``; ``copy_no`` > 0 marks a reprint (补打), so that there is never a second original."""
    w = _words(facts.language)
    zh = facts.language == "zh"
    hall, service = facts.snapshot.hall, facts.service
    lines: list[Line] = [
        Text(hall.name_zh if zh else hall.name_en, align="centre"),
        Rule(),
        Pair(service.name_zh if zh else service.name_en, w["copy"].format(copy_no=copy_no) if copy_no else ""),
        Feed(8),
        Text(ticket.number, scale=6, bold=True),
        Feed(8),
        *_where(ticket, service, w, zh, facts.way),
        *_way(facts.way, w, zh),
        Feed(8),
        Rule(dashed=True),
        Feed(8),
        *_facts(ticket, facts, w),
        Feed(8),
        Rule(dashed=True),
        Feed(16),
        QrCode(slip_code(ticket.token)),
        Text(w["scan"], align="centre"),
        Feed(8),
        Rule(),
        *([Text(w["offline"])] if ticket.origin == "block" else []),
        Text((facts.snapshot.missed_rule_zh if zh else facts.snapshot.missed_rule_en) or w["missed"]),
        Pair(
            w["machine"].format(station=facts.snapshot.station.id),
            w["complaint"].format(line=hall.complaint_line),
        ),
        Feed(24),
    ]
    return Slip(tuple(lines))


BIG_COLUMNS = 24  # at scale 2 on 80 mm paper


COLUMNS = 2 * BIG_COLUMNS
WAY_LINES = 3


def _where(ticket: Ticket, service: ServiceView, w: dict[str, str], zh: bool, way: Directions | None) -> list[Line]:
    """The windows big, and their place beside them where there is room, else below."""
    windows = _windows(way.target if way else ticket.windows or service.windows, w, zh)
    place_zh, place_en = (way.place_zh, way.place_en) if way else (service.place_zh, service.place_en)
    place = place_zh if zh else place_en
    if not windows:
        return [Text(w["window_any"], bold=True)]
    if place and width(f"{place} {windows}") <= BIG_COLUMNS:
        return [Text(f"{place} {windows}", scale=2, bold=True)]
    return [Text(windows, scale=2, bold=True), *([Text(place)] if place else [])]


def _way(way: Directions | None, w: dict[str, str], zh: bool) -> list[Line]:
    """The steps, in three lines at most: of a longer way its beginning, and then the signs lead on."""
    if way is None:
        return []
    steps = way.brief_zh if zh else way.brief_en
    for kept in range(len(steps), 0, -1):
        said = [*steps[:kept], *([w["way_on"]] if kept < len(steps) else [])]
        form = w["way_nearest"] if len(way.target) > 1 else w["way"]
        text = form.format(steps=w["way_between"].join(said), window=way.goal)
        if width(text) <= WAY_LINES * (COLUMNS - 2):  # a character of two columns may not fit the line's last
            return [Feed(8), Text(text)]
    return []


def _windows(windows: tuple[str, ...], w: dict[str, str], zh: bool) -> str:
    """Empty where there are none, or too many to read."""
    text = windows_text(windows, "、" if zh else ", ")
    if not text or width(text) > BIG_COLUMNS // 2:
        return ""
    return w["window_one" if len(windows) == 1 else "window_many"].format(windows=text)


def _facts(ticket: Ticket, facts: SlipFacts, w: dict[str, str]) -> list[Line]:
    local = ticket.issued_at.astimezone(ZoneInfo(facts.snapshot.hall.timezone))
    return [
        Pair(w["ahead"], _ahead(ticket, w)),
        Pair(w["wait"], _wait(ticket, w)),
        Pair(w["taken"], local.strftime("%Y-%m-%d %H:%M")),
        Pair(w["how"], _how(facts, w)),
    ]


def _ahead(ticket: Ticket, w: dict[str, str]) -> str:
    if ticket.ahead is None:
        return w["unknown"]
    return w["ahead_value"].format(ahead=ticket.ahead) if ticket.ahead else w["ahead_none"]


def _wait(ticket: Ticket, w: dict[str, str]) -> str:
    if ticket.wait_low is None or ticket.wait_high is None:
        return w["unknown"]
    if ticket.wait_low == ticket.wait_high:
        return w["wait_one"].format(low=ticket.wait_low)
    return w["wait_value"].format(low=ticket.wait_low, high=ticket.wait_high)


def _how(facts: SlipFacts, w: dict[str, str]) -> str:
    if facts.subject is None or facts.how is None:
        return w["how_none"]
    key = {"card": "how_card", "code": "how_code"}.get(facts.how) or (
        "how_typed_firm" if facts.subject.kind == "credit_code" else "how_typed_id"
    )
    return w[key].format(last4=facts.subject.last4)
