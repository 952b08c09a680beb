"""What text may bring onto paper: no mark that turns the line round, no control, and where the paper's fonts have no
glyph, 〓 with its code. Whatever was changed is said."""

import unicodedata
from functools import lru_cache
from typing import Any

from hall.contract.glyphs import FORMS, lacking

GETA = "〓"
_HIDDEN = ("Cc", "Cf", "Cs", "Zl", "Zp")
_SPACES = frozenset(" \u00a0\u3000")
"""Of the others no font has all."""


class Cleaned:
    """Reads values through and remembers what it had to do. ``rare``: the font for rare ideographs is there."""

    def __init__(self, *, rare: bool) -> None:
        self._rare = rare
        self.gaps: dict[str, None] = {}
        self.stripped: dict[str, None] = {}

    def value(self, value: Any) -> Any:
        match value:
            case str():
                return self.text(value)
            case list():
                return [self.value(one) for one in value]
            case dict():
                return {key: self.value(one) for key, one in value.items()}
            case _:
                return value

    def text(self, text: str) -> str:
        text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\t", " "))
        return "".join(map(self._one, text))

    def _one(self, char: str) -> str:
        if _plain(char) and (self._rare or ord(char) < 0x20000):
            return char
        if char in FORMS:
            return ""
        kind = unicodedata.category(char)
        if kind in _HIDDEN:
            self.stripped[_code(char)] = None
            return ""
        if kind == "Zs":
            return " "
        self.gaps[_code(char)] = None
        return f"{GETA}({_code(char)})"

    def said(self) -> tuple[str, ...]:
        gaps = (f"字库里没有 {one}，印作 {GETA}" for one in self.gaps)
        stripped = (f"去掉了看不见的控制符 {one}" for one in self.stripped)
        return (*gaps, *stripped)


@lru_cache(1 << 16)
def _plain(char: str) -> bool:
    """It stays as it is: a letter that the faces have, or a space or a new line."""
    if char in _SPACES or char == "\n":
        return True
    return unicodedata.category(char) not in (*_HIDDEN, "Zs") and char not in FORMS and not lacking(char)


def _code(char: str) -> str:
    return f"U+{ord(char):04X}"
