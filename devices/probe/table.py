"""The printers we have data of, as a table in Markdown: the one in docs/devices.md."""

from devices.printer.profiles import PROFILES, Profile

_HEAD = ("profile=", "model", "dots", "Chinese", "process id", "clearing", "ASB", "QR", "presenter", "its own ways")
_WORDS = {True: "yes", False: "no", None: "?"}
_WAYS = {
    "slip_not_taken_bit": "`DLE EOT 1` bit 7: the last slip was not taken",
    "anti_jam_bit": "`DLE EOT 3` bit 2 is the anti-jam module, no error",
    "cover_as_paper_end": "open cover told as paper end",
    "full_status": "`10 04 14` tells whether a slip is in the presenter",
    "motion_units": "feeds by dots only after `GS P`",
}


def table() -> list[str]:
    """``?`` is unknown: nobody has tried. Dots and Chinese with ``?`` are what is assumed until somebody has."""
    rows = [_HEAD, ("---",) * len(_HEAD), *map(_row, PROFILES.values())]
    return ["| " + " | ".join(row) + " |" for row in rows]


def _row(one: Profile) -> tuple[str, ...]:
    ways = "; ".join(text for name, text in _WAYS.items() if getattr(one, name))
    able = (_WORDS[can] for can in (one.process_id, one.clear, one.asb, one.native_qr, one.presenter))
    dots, charset = (f"{getattr(one, name)}{'' if name in one.checked else '?'}" for name in ("dots", "charset"))
    return (f"`{one.name}`", one.title, dots, charset, *able, ways)
