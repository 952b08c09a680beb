"""What text may bring onto paper: no mark that turns the line round, no control, and where the paper's fonts have no
glyph, 〓 with its code. Whatever was changed is said."""

import unicodedata
from typing import Any

from hall.contract.glyphs import FORMS, lacking

GETA = "〓"


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
        lack = set(lacking(text))
        return "".join(self._one(char, char in lack) for char in text)

    def _one(self, char: str, lacks: bool) -> str:
        if char == "\n":
            return char
        if char in FORMS:
            return ""
        if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp"):
            self.stripped[_code(char)] = None
            return ""
        if lacks or (not self._rare and ord(char) >= 0x20000):
            self.gaps[_code(char)] = None
            return f"{GETA}({_code(char)})"
        return char

    def said(self) -> tuple[str, ...]:
        gaps = (f"字库里没有 {one}，印作 {GETA}" for one in self.gaps)
        stripped = (f"去掉了看不见的控制符 {one}" for one in self.stripped)
        return (*gaps, *stripped)


def _code(char: str) -> str:
    return f"U+{ord(char):04X}"
