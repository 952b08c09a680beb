"""What neither the printer nor a font of ours can show becomes 〓, so that one glyph never costs a number.

〓 (U+3013, in GB 2312 and so in every Chinese font) is the printers' own mark for a letter that is not in the case. A
whole emoji, with what joins and colours it, is one 〓. A selector that only chooses among forms of a glyph goes without
a mark: the glyph stays.
"""

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace

from devices.printer.layout import clean
from devices.printer.slip import Line, Pair, Slip, Text

GETA = "〓"
JOINER = "\u200d"
FORMS = frozenset(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
"""Variation selectors: without ink of their own."""
HUES = frozenset(map(chr, range(0x1F3FB, 0x1F400)))
"""Colours of skin, which follow an emoji."""
FLAGS = frozenset(map(chr, range(0x1F1E6, 0x1F200)))
"""Two of them are one flag."""


def legible(slip: Slip, has: Callable[[str], bool]) -> tuple[Slip, frozenset[str]]:
    """The slip as it can be shown, and the characters that 〓 stands for. ``has`` says it of one character."""
    lost: set[str] = set()

    def shown(text: str) -> str:
        return "".join(_shown(letter, has, lost) for letter in _letters(unicodedata.normalize("NFC", text)))

    def line(one: Line) -> Line:
        match one:
            case Text():
                return replace(one, text=shown(one.text))
            case Pair():
                return replace(one, left=shown(one.left), right=shown(one.right))
        return one

    lines = tuple(map(line, slip.lines))
    return Slip(lines), frozenset(lost)


def _shown(letter: str, has: Callable[[str], bool], lost: set[str]) -> str:
    plain = "".join(char for char in letter if char not in FORMS)
    missing = {char for char in clean(plain) if not has(char)}
    lost |= missing
    return GETA if missing else plain


def _letters(text: str) -> Iterator[str]:
    """What a reader takes for one letter: with its marks, and an emoji with all that is joined to it."""
    letter = ""
    for char in text:
        if letter and not _goes_on(letter, char):
            yield letter
            letter = ""
        letter += char
    if letter:
        yield letter


def _goes_on(letter: str, char: str) -> bool:
    if char == JOINER or letter[-1] == JOINER or char in HUES or unicodedata.category(char) in ("Mn", "Me", "Mc"):
        return letter != "\n"
    return char in FLAGS and letter in FLAGS
