"""A question taken apart: what of it is asked for (its intent), what its words mean, how they sound."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from hall.contract.search.found import Intent
from hall.contract.search.intents import idle, stripped, telling
from hall.contract.search.sounds import Sounds, alike, letters
from hall.contract.search.text import grams, han, normal, runs, stem, weight
from hall.contract.search.words import Entry

MEANT = 0.8
"""What a word of the lexicon's counts for beside a word of the question's own."""
LONG = 6
"""What it means in more grams than these weighs less for each, by the root: a long name is not more evidence."""
LETTERS = 5
"""A word of the lexicon that is heard in pinyin has as many letters at least: shorter ones stand across two words."""

Said = TypeVar("Said", str, tuple[str, ...])


class Reading(NamedTuple):
    """``own``: grams of its own words; ``meant``: those, and what the lexicon makes of them; ``sound``: of how it
    sounds; ``latin``: that it was typed so. ``initials``: words that can be nothing else."""

    intent: Intent
    own: Mapping[str, float]
    meant: Mapping[str, float]
    sound: Mapping[str, float]
    latin: bool
    initials: tuple[str, ...]


class Reader:
    """``known``: words of Latin letters that stand in the catalogue or the phrases."""

    def __init__(self, lexicon: Iterable[Entry], sounds: Sounds, known: Iterable[str]) -> None:
        self._sounds = sounds
        self._han: dict[str, list[str]] = {}
        self._english: dict[tuple[str, ...], list[str]] = {}
        self._spelled: dict[str, list[str]] = {}
        self._initials: dict[str, list[str]] = {}
        for entry in lexicon:
            means = [normal(one) for one in entry.means]
            for says in map(normal, entry.says):
                if says and han(says):
                    self._han.setdefault(says.replace(" ", ""), []).extend(means)
                    self._spelled.setdefault(sounds.spelling(says), []).extend((*means, says))
                    self._initials.setdefault(sounds.initials(says), []).extend((*means, says))
                elif says:
                    self._english.setdefault(tuple(stem(one) for one in says.split() if not idle(one)), []).extend(
                        means
                    )
        self._longest = max(map(len, self._han), default=0)
        self._most_words = max(map(len, self._english), default=0)
        self._words = {stem(one) for one in known} | {word for words in self._english for word in words}

    def read(self, text: str) -> Reading:
        """Of a normal text."""
        intent, rest = stripped(text)
        latin = [one for one in runs(rest) if not han(one) and not idle(one)]
        english = [one for one in latin if stem(one) in self._words or not one.isalpha()]
        left = [one for one in latin if one not in english]
        typed = [one for one in left if self._sounds.spelled(one)]
        by_sound = bool(typed) and len(english) * 2 <= len(latin)
        spelled = alike("".join(one for one in latin if self._sounds.spelled(one))) if by_sound else ""
        initials = () if english else tuple(one for one in left if len(one) > 1 and one not in typed)
        said = runs(telling(rest))
        own = grams(" ".join(one for one in said if han(one) or not (one in typed or idle(one))))
        sound = spelled or "".join(self._sounds.spelling(one) for one in said if han(one))
        meant = {gram: weight(gram) for gram in own}
        for one in self._means(text, latin, spelled, initials):
            counted = grams(one)
            share = MEANT * min(1.0, LONG / len(counted)) ** 0.5
            for gram in counted:
                meant[gram] = max(meant.get(gram, 0.0), share * weight(gram))
        weighed = {gram: weight(gram) for gram in own}
        return Reading(intent, weighed, meant, dict.fromkeys(letters(sound), 1.0), bool(spelled), initials)

    def _means(self, text: str, latin: Sequence[str], spelled: str, initials: Sequence[str]) -> list[str]:
        """What the lexicon makes of it, in whichever way it was said."""
        means = [one for run in runs(text) for one in _longest(run, self._han, self._longest)]
        means += _longest(tuple(map(stem, latin)), self._english, self._most_words)
        if spelled:
            means += _within(spelled, self._spelled)
        return means + [meant for one in initials if len(one) > 2 for meant in self._initials.get(one, ())]


def _longest(said: Said, known: Mapping[Said, list[str]], most: int) -> list[str]:
    """The longest word of the lexicon at each place."""
    found: list[str] = []
    at = 0
    while at < len(said):
        for size in range(min(most, len(said) - at), 0, -1):
            if means := known.get(said[at : at + size]):
                found += means
                at += size
                break
        else:
            at += 1
    return found


def _within(spelled: str, known: Mapping[str, list[str]]) -> list[str]:
    """Words of the lexicon whose spelling stands in it, none within another."""
    found: list[str] = []
    for one in sorted((one for one in known if len(one) >= LETTERS and one in spelled), key=len, reverse=True):
        if one in spelled:
            found += known[one]
            spelled = spelled.replace(one, " ")
    return found
