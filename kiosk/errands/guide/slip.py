"""The checklist on the ticket printer's paper: boxes to tick, what need not be brought, where to go. Pure."""

import tomllib
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

from devices.printer.layout import width
from devices.printer.slip import Feed, Line, Pair, QrCode, Rule, Slip, Text
from hall.contract.queue import windows_text
from hall.contract.snapshot import Snapshot
from kiosk.errands.guide.view import Line as Told
from kiosk.errands.guide.view import ListView, Said
from kiosk.kit.views import Language

BIG_COLUMNS = 24  # at scale 2 on 80 mm paper
SECTIONS = ("needed", "maybe", "open", "waived")


@cache
def _words(language: Language) -> dict[str, Any]:
    return tomllib.loads(files("assets").joinpath("slips/guide.toml").read_text(encoding="utf-8"))[language]


def compose(view: ListView, snapshot: Snapshot, now: datetime, language: Language, copy_no: int = 0) -> Slip:
    """The catalogue's words stay Chinese where it has no others. Nobody's data is on it."""
    w, zh = _words(language), language == "zh"
    name = _of(view.matter, zh)
    local = now.astimezone(ZoneInfo(snapshot.hall.timezone))
    lines: list[Line] = [
        Text(snapshot.hall.name_zh if zh else snapshot.hall.name_en, align="centre"),
        Rule(),
        Pair(w["title"], w["copy"].format(copy_no=copy_no) if copy_no else local.strftime("%Y-%m-%d %H:%M")),
        Feed(8),
        Text(name, scale=2 if width(name) <= 2 * BIG_COLUMNS else 1, bold=True),
        *([Text(view.matter[0])] if name != view.matter[0] else []),
        *_answers(view, w, zh),
        Rule(dashed=True),
        *([Text(w["turned"].format(turned=view.turned), bold=True), Rule(dashed=True)] if view.turned else []),
        *(line for section in SECTIONS for line in _section(view, section, w, zh)),
        *_not(view, w, zh),
        *_facts(view, w, zh),
        *_where(view, w, zh),
        *(Text(w["note"].format(note=one)) for one in view.notes),
        *_code(view, w),
        Rule(),
        *([Text(view.disclaimer)] if view.disclaimer else []),
        Pair(
            w["machine"].format(station=snapshot.station.id), w["complaint"].format(line=snapshot.hall.complaint_line)
        ),
        Feed(24),
    ]
    return Slip(tuple(lines))


def _code(view: ListView, w: dict[str, Any]) -> list[Line]:
    if not view.code:
        return []
    said = w["scan_phone" if view.phone else "scan"]
    return [Feed(8), QrCode(view.code, module=_module(view.code)), Text(said, align="centre")]


def _module(code: str) -> int:
    """Dots: so that the widest list's code stands on the narrow paper (384 dots), and a short one is read from afar."""
    return 6 if len(code) <= 150 else 5 if len(code) <= 280 else 4


def _of(said: Said, zh: bool) -> str:
    return said[0] if zh else said[1]


def _answers(view: ListView, w: dict[str, Any], zh: bool) -> list[Line]:
    each = [w["answer"].format(short=_of(one.short, zh), label=_of(one.label, zh)) for one in view.given]
    return [Feed(8), Text(w["answers"].format(answers=w["between"].join(each)))] if each else []


def _section(view: ListView, section: str, w: dict[str, Any], zh: bool) -> Iterator[Line]:
    found = [one for one in view.lines if one.state == section]
    if not found:
        return
    yield Text(w[section].format(count=len(found)), bold=True)
    yield Feed(8)
    before = sum(one.state in SECTIONS[: SECTIONS.index(section)] for one in view.lines)
    for n, one in enumerate(found, before + 1):
        box, mark = (w["box"] if section != "waived" else "-"), (w["doubt"] if one.doubt else "")
        yield Text(w["line"].format(box=box, n=n, name=_of(one.name, zh), mark=mark))
        if told := _below(one, view, w, zh):
            yield Text(f"   {told}")
    yield Feed(8)
    yield Rule(dashed=True)


def _below(one: Told, view: ListView, w: dict[str, Any], zh: bool) -> str:
    """From whom, by which law where that is not the whole matter's, and what it hangs on."""
    parts = [
        w["origin"].get(one.origin, one.origin),
        one.source if not view.facts.source.startswith(one.source) else "",
        w["depends"].format(depends=_of(one.depends, zh)) if one.depends[0] else "",
        w["window_decides"].format(window=one.window) if one.window else "",
        w["lapsed"].format(until=one.until) if one.until else "",
    ]
    return " · ".join(part for part in parts if part)


def _not(view: ListView, w: dict[str, Any], zh: bool) -> list[Line]:
    names = [_of(one.name, zh) for one in view.lines if one.state == "not"]
    return [Text(w["not"].format(names="、".join(names))), Rule(dashed=True)] if names else []


def _facts(view: ListView, w: dict[str, Any], zh: bool) -> list[Line]:
    facts = view.facts
    source = facts.source
    if source and facts.valid:
        source += " · " + (w["lapsed"] if facts.doubt == "lapsed" else w["valid"]).format(until=facts.valid)
    told = (
        ("facts_lead", facts.lead),
        ("facts_commit", facts.commit),
        ("facts_legal", facts.legal),
        ("facts_until", facts.until or facts.beyond),
        ("facts_result", facts.result),
        ("facts_source", source),
    )
    between = "：" if zh else ": "
    lines: list[Line] = [Text(f"{w[key]}{between}{text}") for key, text in told if text]
    if facts.doubt or any(one.doubt for one in view.lines):
        window = _of(view.window.name, zh)
        lines.append(Text(w["legend"].format(window=window) if window else w["legend_alone"]))
    return [*lines, Rule(dashed=True)] if lines else []


def _where(view: ListView, w: dict[str, Any], zh: bool) -> list[Line]:
    window = view.window
    if not window.service:
        return []
    numbers = windows_text(window.windows, "、" if zh else ", ")
    said = w["window_one" if len(window.windows) == 1 else "window_many"].format(windows=numbers) if numbers else ""
    text = w["where"].format(name=_of(window.name, zh), windows=said).strip()
    place = _of(window.place, zh)
    return [Text(text, bold=True), *([Text(place)] if place else []), Feed(8)]
