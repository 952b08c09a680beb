"""From a slip to rows: widths in columns, wrapping, pairs. Pure; knows paper, not a printer's language.

Chinese line breaking follows GB/T 15834: no line begins with a closing mark, none ends with an opening one.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from devices.printer.slip import Align, Feed, Line, Pair, QrCode, Rule, Slip, Text

NEVER_FIRST = frozenset("，。、；：？！…—·）」』”’》〉】〕％,.;:?!)]}%")
NEVER_LAST = frozenset("（「『“‘《〈【〔([{")

AS_ASCII = str.maketrans({"\t": " ", "\u3000": "  ", "\u00a0": " ", "\u2013": "-"})

RULE_SPACE = (8, 20)
"""Dots above and below a rule: text already brings its own line gap below, so less above."""
QR_SPACE = (10, 22)


@dataclass(frozen=True)
class TextRow:
    """One printed line, never wider than the paper. ``scale`` multiplies width and height."""

    text: str
    scale: int = 1
    bold: bool = False
    align: Align = "left"


@dataclass(frozen=True)
class RuleRow:
    dashed: bool


@dataclass(frozen=True)
class QrRow:
    text: str
    module: int
    level: str


@dataclass(frozen=True)
class SpaceRow:
    dots: int


Row = TextRow | RuleRow | QrRow | SpaceRow


def width(text: str) -> int:
    """Columns. Every character that is not ASCII comes from the Chinese font, two columns wide, whatever Unicode
    calls it (``·`` and ``–`` too); marks that combine take none."""
    return sum(char_width(char) for char in text)


def char_width(char: str) -> int:
    if " " <= char <= "~":
        return 1
    return 0 if unicodedata.combining(char) else 2


def clean(text: str) -> str:
    """Composed (NFC), spaces and the half-width dash ``–`` as ASCII (a Chinese font would print them full-width),
    and without control and format characters: they would be commands, or have no ink. What has no glyph for other
    reasons (private use, unassigned) stays, to be refused by name: a rare name may hold it."""
    text = unicodedata.normalize("NFC", text).translate(AS_ASCII)
    return "".join(char for char in text if unicodedata.category(char) not in ("Cc", "Cf"))


def rows(slip: Slip, columns: int) -> list[Row]:
    """All rows of ``slip`` on paper ``columns`` wide, top to bottom."""
    return [row for line in slip.lines for row in _rows(line, columns)]


def _rows(line: Line, columns: int) -> Iterator[Row]:
    match line:
        case Text():
            scale = max(1, min(8, line.scale))
            for paragraph in line.text.split("\n"):
                for text in wrap(clean(paragraph), columns // scale):
                    yield TextRow(text, scale, line.bold, line.align)
        case Pair():
            yield from _pair(clean(line.left), clean(line.right), line.bold, columns)
        case Rule():
            yield SpaceRow(RULE_SPACE[0])
            yield RuleRow(line.dashed)
            yield SpaceRow(RULE_SPACE[1])
        case QrCode():
            yield SpaceRow(QR_SPACE[0])
            yield QrRow(line.text, max(1, min(16, line.module)), line.level)
            yield SpaceRow(QR_SPACE[1])
        case Feed():
            yield SpaceRow(max(0, line.dots))


def _pair(left: str, right: str, bold: bool, columns: int) -> Iterator[TextRow]:
    room = columns - width(left) - width(right)
    if room >= 1:
        yield TextRow(left + " " * room + right, bold=bold)
        return
    for text in wrap(left, columns):
        yield TextRow(text, bold=bold)
    for text in wrap(right, columns):
        yield TextRow(text, bold=bold, align="right")


def wrap(text: str, columns: int) -> list[str]:
    """Lines of at most ``columns`` columns. Breaks between Chinese characters and at spaces; an ASCII word longer
    than a line is broken. An empty text is one empty line."""
    lines: list[str] = []
    rest = text.strip(" ") if width(text) > columns else text
    while width(rest) > columns:
        cut = _break(rest, columns)
        lines.append(rest[:cut].rstrip(" "))
        rest = rest[cut:].lstrip(" ")
    if rest or not lines:
        lines.append(rest)
    return lines


def _break(text: str, columns: int) -> int:
    """Where to break: the last allowed place that fits, or by force at the edge. At least 1."""
    used = fit = 0
    for char in text:
        used += char_width(char)
        if used > columns:
            break
        fit += 1
    for place in range(fit, 0, -1):
        if _may_break(text[place - 1], text[place]):
            return place
    return max(1, fit)


def _may_break(before: str, after: str) -> bool:
    if after == " ":
        return True
    if before in NEVER_LAST or after in NEVER_FIRST or unicodedata.combining(after):
        return False
    return before == " " or not (before.isascii() and after.isascii())
