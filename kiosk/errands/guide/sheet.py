"""The list as an A4 paper (一次性告知书): what the template ``checklist`` takes. In Chinese, as papers are. Pure."""

from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from hall.contract.queue import windows_text
from hall.contract.snapshot import Snapshot
from kiosk.errands.guide.view import Line, ListView
from kiosk.kit.paper_wish import PaperWish


def sheet(view: ListView, snapshot: Snapshot, now: datetime, version: str) -> PaperWish:
    """``version``: of the catalogue. The number is made of the list itself and the day: the same list of one day is the
    same paper."""
    local = now.astimezone(ZoneInfo(snapshot.hall.timezone)).replace(microsecond=0)
    digest = sha256(view.code.encode()).hexdigest()[:6].upper()
    facts, hall = view.facts, snapshot.hall
    limits = [f"{name}{text}" for name, text in (("承诺：", facts.commit), ("法定：", facts.legal)) if text]
    values: dict[str, Any] = {
        "hall": hall.name_zh,
        "place": "",
        "number": f"QD-{local:%Y%m%d}-{digest}",
        "at": local.isoformat(),
        "code": view.code,
        "code_says": "扫一扫，再看清单和变化",
        "foot": f"自助机 {snapshot.station.id} · 投诉 {hall.complaint_line}",
        "matter": view.matter[0],
        "matter_en": view.matter[1] if view.matter[1] != view.matter[0] else "",
        "lead": facts.lead,
        "limit": "；".join(limits) or "以窗口核定为准",
        "result": facts.result,
        "window": _window(view),
        "answers": [{"question": one.short[0], "answer": one.label[0]} for one in view.given],
        "lines": [_line(one, facts.source) for one in view.lines if one.state != "not"],
        "notes": list(_notes(view)),
        "disclaimer": view.disclaimer or "以窗口核定为准。",
        "version": version,
        "phone": hall.complaint_line,
    }
    return PaperWish("checklist", values)


def _window(view: ListView) -> str:
    window = view.window
    numbers = windows_text(window.windows, "、")
    parts = [window.name[0], f"{numbers} 号窗口" if numbers else "", window.place[0]]
    return " ".join(part for part in parts if part) or "请问咨询台"


def _notes(view: ListView) -> Iterator[str]:
    facts = view.facts
    if facts.source:
        until = f"已于 {facts.valid} 过期" if facts.doubt == "lapsed" else f"有效至 {facts.valid}"
        yield f"除另有注明，依据：{facts.source}{f'（{until}）' if facts.valid else ''}。"
    if facts.until or facts.beyond:
        yield f"今天受理的，最迟 {facts.until} 办结。" if facts.until else f"{facts.beyond}。"
    yield from view.notes


def _line(line: Line, beside: str) -> dict[str, str]:
    note = f"由窗口核定：{line.window}" if line.window else f"要看：{line.depends[0]}" if line.depends[0] else ""
    return {
        "name": line.name[0],
        "en": line.name[1] if line.name[1] != line.name[0] else "",
        "state": line.state,
        "origin": line.origin,
        "copies": "",
        "note": note,
        "law": "" if beside.startswith(line.source) else line.source,
        "doubt": line.doubt,
    }
