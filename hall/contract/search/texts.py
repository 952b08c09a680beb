"""Policies and answers: many texts, of which a question finds the few that say most of it, in bounded time.

Postings stand in arrays. The rarest grams of a question are looked up first and the looking ends after ``MOST``
postings: what stands in every third paragraph tells none of them from another.
"""

from array import array
from collections.abc import Mapping, Sequence
from heapq import nlargest
from math import log

from hall.contract.search.text import grams

MOST = 16_000
TITLE = 2
"""A gram of the title counts so many times."""
K = 1.2
FLAT = 0.6


class Texts:
    """``texts``: title and body of each, normal."""

    def __init__(self, texts: Sequence[tuple[str, str]]) -> None:
        self._size = len(texts)
        self._where: dict[str, array[int]] = {}
        self._impact: dict[str, array[float]] = {}
        lengths = array("f")
        for n, (title, body) in enumerate(texts):
            counts = grams(body)
            for gram, times in grams(title).items():
                counts[gram] += TITLE * times
            length = 0
            for gram, times in counts.items():
                if len(gram) > 1:
                    length += times
                    if gram not in self._where:
                        self._where[gram], self._impact[gram] = array("I"), array("f")
                    self._where[gram].append(n)
                    self._impact[gram].append(times)
            lengths.append(length)
        mean = sum(lengths) / (self._size or 1) or 1.0
        held = [K * (1 - FLAT + FLAT * length / mean) for length in lengths]
        for gram, where in self._where.items():
            times_of = self._impact[gram]
            self._impact[gram] = array(
                "f", (times * (K + 1) / (times + held[n]) for n, times in zip(where, times_of, strict=True))
            )

    def best(self, asked: Mapping[str, float], most: int = 3) -> list[tuple[int, float]]:
        """Number and share: how much of what was asked it says, 0 to 1 and a little more."""
        wanted = {gram: weighed for gram, weighed in asked.items() if len(gram) > 1}
        scores: dict[int, float] = {}
        whole, looked = 0.0, 0
        for gram in sorted(wanted, key=lambda one: len(self._where.get(one, ()))):
            where = self._where.get(gram, ())
            rare = wanted[gram] * log(1 + (self._size - len(where) + 0.5) / (len(where) + 0.5))
            whole += rare
            looked += len(where)
            if looked > MOST:
                continue
            for n, impact in zip(where, self._impact.get(gram, ()), strict=True):
                scores[n] = scores.get(n, 0.0) + rare * impact
        if not whole:
            return []
        best = nlargest(most, scores.items(), key=lambda one: (one[1], -one[0]))
        return [(n, score / whole) for n, score in best]
