"""BM25F: how well documents of several fields answer to weighed grams. Small sets, whole in memory."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from math import log

Grams = Callable[[str], Counter[str]]
Weighed = Mapping[str, float]
"""Gram → how much it counts in this question."""

K = 1.2
FLAT = 0.4
"""How far a long field is held against its grams: 0 not at all, 1 in full."""


class Scores:
    """``documents``: of each, field → its texts. ``fields``: field → what a gram in it counts."""

    def __init__(
        self, documents: Sequence[Mapping[str, Sequence[str]]], fields: Mapping[str, float], grams: Grams
    ) -> None:
        self.size = len(documents)
        whole: list[dict[str, float]] = [defaultdict(float) for _ in documents]
        for field, counts in fields.items():
            of = [_together(grams, doc.get(field, ())) for doc in documents]
            filled = [one.total() for one in of if one]
            mean = sum(filled) / len(filled) if filled else 1.0
            for doc, counted in zip(whole, of, strict=True):
                share = counts / (1 - FLAT + FLAT * counted.total() / mean)
                for gram, times in counted.items():
                    doc[gram] += share * times
        self._postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for n, doc in enumerate(whole):
            for gram, weighed in doc.items():
                self._postings[gram].append((n, weighed / (K + weighed)))
        self._rarity = {gram: self._rare(len(found)) for gram, found in self._postings.items()}
        self._new = self._rare(0)

    def _rare(self, times: int) -> float:
        return log(1 + (self.size - times + 0.5) / (times + 0.5))

    def rarity(self, gram: str) -> float:
        return self._rarity.get(gram, self._new)

    def known(self, gram: str) -> bool:
        return gram in self._postings

    def of(self, asked: Weighed) -> list[float]:
        """Every document's score."""
        scores = [0.0] * self.size
        for gram, weighed in asked.items():
            if gram in self._rarity:
                weighed *= self._rarity[gram]
                for n, impact in self._postings[gram]:
                    scores[n] += weighed * impact
        return scores

    def most(self, asked: Weighed) -> float:
        """What a document that has all of it could reach at most."""
        return sum(weighed * self.rarity(gram) for gram, weighed in asked.items())


def _together(grams: Grams, texts: Sequence[str]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(grams(text))
    return counts
