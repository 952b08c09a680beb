"""The slip with the way: where he is expected, and how to get there. Pure."""

import tomllib
from datetime import datetime
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from devices.printer.layout import width
from devices.printer.slip import Feed, Line, Pair, Rule, Slip, Text
from hall.contract.snapshot import Snapshot
from kiosk.kit.floor import Directions
from kiosk.kit.views import Language

BIG_COLUMNS = 24  # at scale 2 on 80 mm paper


@cache
def _words(language: Language) -> dict[str, str]:
    return tomllib.loads(files("assets").joinpath("slips/entry.toml").read_text(encoding="utf-8"))[language]


def compose(
    snapshot: Snapshot, room: tuple[str, str], way: Directions | None, now: datetime, language: Language
) -> Slip:
    """``room``: its name in Chinese and English. No name of a person, and nothing that opens a door."""
    w, zh = _words(language), language == "zh"
    name = room[0] if zh else room[1]
    local = now.astimezone(ZoneInfo(snapshot.hall.timezone))
    steps = () if way is None else (way.zh if zh else way.en)
    place = "" if way is None else (way.place_zh if zh else way.place_en)
    lines: list[Line] = [
        Text(snapshot.hall.name_zh if zh else snapshot.hall.name_en, align="centre"),
        Rule(),
        Pair(w["title"], local.strftime("%Y-%m-%d %H:%M")),
        Feed(8),
        Text(name, scale=2 if width(name) <= BIG_COLUMNS else 1, bold=True),
        *([Text(place)] if place else []),
        Feed(8),
        Rule(dashed=True),
        Feed(8),
        *(Text(w["step"].format(n=n, step=step)) for n, step in enumerate(steps, 1)),
        *([] if steps else [Text(w["signs"])]),
        Feed(8),
        Rule(),
        Text(w["leave"]),
        Text(w["machine"].format(station=snapshot.station.id)),
        Feed(24),
    ]
    return Slip(tuple(lines))
