"""How characters sound: for what is typed in pinyin or by initials, and for characters written for others like them.

Compared is the spelling in letters, with what many speakers do not tell apart made equal (zh z, ang an), so that nobody
has to find where a syllable ends: four letters in a row are one gram.
"""

from collections import Counter
from collections.abc import Mapping
from functools import lru_cache

from hall.contract.search.text import han, runs

LETTERS = 4
_ALIKE = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n"))
_LONGEST = 6
"""Letters of a syllable."""


def alike(spelling: str) -> str:
    for one, other in _ALIKE:
        spelling = spelling.replace(one, other)
    return spelling


def letters(spelling: str) -> Counter[str]:
    """Grams of a spelling that is :func:`alike` already."""
    if len(spelling) <= LETTERS:
        return Counter([spelling] if len(spelling) > 1 else [])
    return Counter(spelling[n : n + LETTERS] for n in range(len(spelling) - LETTERS + 1))


class Sounds:
    def __init__(self, table: Mapping[str, str]) -> None:
        self._of = {char: syllable for syllable, chars in table.items() for char in chars}
        self._syllables = frozenset(table)
        self._begun = frozenset(one[:n] for one in table for n in range(1, len(one)))
        self.spelled = lru_cache(4096)(self._spelled)

    def spelling(self, text: str) -> str:
        """Of a normal text, :func:`alike`; words of Latin letters as they are."""
        return alike("".join("".join(self._of.get(one, "") for one in run) if han(run) else run for run in runs(text)))

    def initials(self, text: str) -> str:
        return "".join("".join(self._of.get(one, " ")[0] for one in run) for run in runs(text) if han(run))

    def _spelled(self, word: str) -> bool:
        """Whether these letters can be read as pinyin; the last syllable may still be being typed."""
        reach = {0}
        for n in range(len(word)):
            if n in reach:
                reach |= {n + m for m in range(1, _LONGEST + 1) if word[n : n + m] in self._syllables}
        return len(word) in reach or any(n and word[n:] in self._begun for n in reach)
