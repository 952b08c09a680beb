"""A question or a line as plain characters, and the grams that are compared."""

import re
import unicodedata
from collections import Counter

LONGEST = 200
"""Characters of a question; beyond it nobody asks, something pastes."""
ALONE = 0.2
"""What one character counts for beside two in a row."""

_RUN = re.compile(r"[\u3400-\u9fff]+|[a-z0-9]+")
_BETWEEN = re.compile(r"(?<=[0-9一二三四五六七八九零〇幺])[\s\-_.,·—–]+(?=[0-9一二三四五六七八九零〇幺])")
_NUMBER = re.compile(r"[0-9]{6,}[0-9x]*|[一二三四五六七八九零〇幺]{6,}")


def normal(text: str) -> str:
    """NFKC, small letters; whatever is no letter and no digit is a space."""
    flat = unicodedata.normalize("NFKC", text).lower()
    return " ".join(_RUN.findall(flat))


def runs(text: str) -> list[str]:
    """Of a normal text: stretches of characters, and words of Latin letters or digits."""
    return _RUN.findall(text)


def _joined(text: str) -> str:
    return _BETWEEN.sub("", unicodedata.normalize("NFKC", text).lower())


def private(text: str) -> bool:
    """Whether a number of somebody may stand in it: six digits or more in a row, however they are spaced."""
    return _NUMBER.search(_joined(text)) is not None


def without_numbers(text: str) -> str:
    return _NUMBER.sub(" ", _joined(text))


def han(run: str) -> bool:
    return run[0] >= "\u3400"


def grams(text: str) -> Counter[str]:
    """Of a normal text: every two characters in a row, every one, every word."""
    counts: Counter[str] = Counter()
    for run in runs(text):
        if han(run):
            counts.update(run)
            counts.update(map(str.__add__, run, run[1:]))
        else:
            counts[stem(run) + "."] += 1
    return counts


def weight(gram: str) -> float:
    return ALONE if len(gram) == 1 else 1.0


def stem(word: str) -> str:
    """Close enough to tell permit and permits alike."""
    for end in ("ations", "ation", "ings", "ing", "ies", "es", "ed", "s", "y", "e"):
        if word.endswith(end) and len(word) - len(end) >= 3:
            return word[: -len(end)]
    return word
