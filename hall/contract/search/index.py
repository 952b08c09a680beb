"""Everything that can be found, and what a question finds of it.

Built from one catalogue and its words in a tenth of a second or so, off the glass's thread; asked by any thread.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from hall.contract.matters import Catalogue, Matter, Sourced, doubted
from hall.contract.search.asking import Reader, Reading
from hall.contract.search.found import Found, Hit, Kind
from hall.contract.search.lines import Says, by_intent, lines_of
from hall.contract.search.scores import Scores
from hall.contract.search.sounds import Sounds, letters
from hall.contract.search.text import LONGEST, grams, han, normal, private, runs, without_numbers
from hall.contract.search.texts import Texts
from hall.contract.search.words import Asked, Elsewhere, Words

FIELDS = {"name": 3.0, "phrases": 2.5, "result": 1.5, "materials": 1.0, "situation": 0.8}
BEST_LINE = 1.5
HEARD, SPELLED, INITIALS = 0.35, 1.0, 6.0
"""What counts for how it sounds: of characters, of pinyin; and of initials, in full."""
CLOSE = 0.86
"""Whatever scores so near to the first is offered beside it."""
LEAST = 0.17
"""Below this share of what a question could score nobody was understood."""
OFFERED = 3
READ = 0.55
"""The share of a question that a policy or an answer has to say."""


class Thing(NamedTuple):
    """What can be found. ``lines``: of a matter, in the order of its own."""

    kind: Kind
    id: str
    zh: str
    en: str
    fields: dict[str, list[str]]
    lines: tuple[Says, ...] = ()
    matter: Matter | None = None
    where: tuple[str, str] = ("", "")


class Written(NamedTuple):
    """A policy or an answer. ``search``: what else it is looked for in."""

    kind: Kind
    id: str
    title: str
    text: str
    search: str
    clause: str
    dated: date | None
    of: Sourced


def build(catalogue: Catalogue, words: Words) -> "Index":
    return Index(catalogue, words)


class Index:
    def __init__(self, catalogue: Catalogue, words: Words) -> None:
        self._sounds = Sounds(words.sounds)
        self._things = list(_things(catalogue, words))
        self._fields = Scores([one.fields for one in self._things], FIELDS, grams)
        short = [[*one.fields["name"], *one.fields["phrases"]] for one in self._things]
        self._heard = Scores(
            [{"said": [self._sounds.spelling(text) for text in of]} for of in short], {"said": 2.5}, letters
        )
        self._initials = [[self._sounds.initials(text) for text in of] for of in short]
        self._whose: list[tuple[int, int]] = []
        """Of every single line: the thing, and the place among the thing's lines; -1 for a name or a phrase."""
        single: list[str] = []
        for n, one in enumerate(self._things):
            for place, text in (*((-1, text) for text in short[n]), *((m, s.text) for m, s in enumerate(one.lines))):
                self._whose.append((n, place))
                single.append(normal(text))
        self._single = Scores([{"line": [one]} for one in single], {"line": 1.2}, grams)
        latin = {run for one in self._things for texts in one.fields.values() for text in texts for run in runs(text)}
        self._reader = Reader(words.lexicon, self._sounds, (one for one in latin if not han(one)))
        self._written = list(_written(words))
        texts = [(f"{one.title} {one.search}", f"{one.of.source} {one.clause} {one.text}") for one in self._written]
        self._texts = Texts([(normal(title), normal(body)) for title, body in texts])

    def ask(self, text: str, today: date) -> Found:
        """``today`` decides which lines have run out."""
        if len(text) > LONGEST:
            return Found("unknown", why="long")
        asked = normal(without_numbers(text))
        if not asked.replace(" ", ""):
            return Found("unknown", why="number" if private(text) else "empty")
        reading = self._reader.read(asked)
        scores, best = self._scores(reading)
        whole = self._most(reading)
        order = sorted(range(len(scores)), key=lambda n: -scores[n])[:OFFERED]
        read = self._read(reading, today)
        if not whole or not order or scores[order[0]] < LEAST * whole:
            return Found("unknown", read=read, intent=reading.intent)
        hits = [self._hit(n, reading, scores[n], best[n], today) for n in order if scores[n] > 0]
        if hits[0].kind == "elsewhere":
            return Found("elsewhere", (hits[0],), intent=reading.intent)
        ours = tuple(one for one in hits if one.kind != "elsewhere")
        close = tuple(one for one in ours if one.score >= CLOSE * ours[0].score)
        if len(close) > 1:
            return Found("choose", close, read, reading.intent)
        return Found("sure", ours, read, reading.intent)

    def _scores(self, reading: Reading) -> tuple[list[float], list[int]]:
        """Of everything; and of each its best line, -1: none of its lines."""
        scores = self._fields.of(reading.meant)
        top, line, best = [0.0] * len(scores), [0.0] * len(scores), [-1] * len(scores)
        for (n, place), score in zip(self._whose, self._single.of(reading.meant), strict=True):
            top[n] = max(top[n], score)
            if place >= 0 and score > line[n]:
                line[n], best[n] = score, place
        heard = self._heard.of(reading.sound)
        share = SPELLED if reading.latin else HEARD
        for n in range(len(scores)):
            scores[n] += BEST_LINE * top[n] + share * heard[n]
            scores[n] += INITIALS * sum(_begun(one, self._initials[n]) for one in reading.initials)
        return scores, best

    def _most(self, reading: Reading) -> float:
        whole = (1 + BEST_LINE) * self._fields.most(reading.own)
        whole += (SPELLED if reading.latin else HEARD) * self._heard.most(reading.sound)
        return whole + INITIALS * len(reading.initials)

    def _hit(self, n: int, reading: Reading, score: float, best: int, today: date) -> Hit:
        one = self._things[n]
        hit = Hit(one.kind, one.id, one.zh, one.en, *one.where, reading.intent, score)
        if (line := self._line(one, reading, best)) is None:
            return hit
        of = line.of
        return hit._replace(line=line.line, doubt=doubted(of, today), source=of.source, until=of.until)

    def _line(self, one: Thing, reading: Reading, best: int) -> Says | None:
        """What was asked for by its intent; else the line that says most of what the name does not."""
        if one.matter is None:
            return None
        if line := by_intent(one.matter, reading.intent):
            return line
        if best < 0:
            return None
        named = grams(" ".join(one.fields["name"]))
        beyond = {gram: weighed for gram, weighed in reading.own.items() if gram not in named and len(gram) > 1}
        said = grams(normal(one.lines[best].text))
        return one.lines[best] if any(gram in said for gram in beyond) else None

    def _read(self, reading: Reading, today: date) -> tuple[Hit, ...]:
        best = ((self._written[n], share) for n, share in self._texts.best(reading.own) if share >= READ)
        return tuple(
            Hit(
                *(one.kind, one.id, one.title, "", one.text, "", reading.intent, share),
                *(doubted(one.of, today), one.of.source, one.clause, one.dated, one.of.until),
            )
            for one, share in best
        )


def _begun(word: str, initials: Sequence[str]) -> float:
    """How well it fits as the initials of one of these: 0 to 1."""
    best = 0.0
    for one in initials:
        if one == word:
            return 1.0
        if one.startswith(word):
            best = max(best, 0.9)
        elif len(word) > 2 and word in one:
            best = max(best, 0.75)
        elif len(word) > 3 and _in_order(word, one):
            best = max(best, 0.45)
    return best


def _in_order(word: str, whole: str) -> bool:
    rest = iter(whole)
    return all(letter in rest for letter in word)


def _things(catalogue: Catalogue, words: Words) -> Iterator[Thing]:
    asked = {one.id: one for one in words.asked}
    for one in catalogue.matters:
        said = asked.get(one.id) or Asked(id=one.id)
        lines = tuple(lines_of(catalogue, one))
        situation = [*one.classes, one.threshold, one.lead, *(turn.say for turn in (*one.turns, *one.notes))]
        fields = {
            "name": _normal([one.name, said.en or one.en]),
            "phrases": _normal([*said.phrases, *said.en_phrases]),
            "result": _normal([one.result]),
            "materials": _normal([line.name for line in one.materials]),
            "situation": _normal(situation),
        }
        yield Thing("matter", one.id, one.name, said.en or one.en, fields, lines, one)
    for one in catalogue.services:
        said = asked.get(one.id) or Asked(id=one.id)
        yield Thing("service", one.id, one.name, said.en or one.en, _short([one.name, said.en or one.en], said))
    for one in words.elsewhere:
        where = (one.where, one.where_en)
        yield Thing("elsewhere", one.id, one.name, one.en, _short([one.name, one.en], one), where=where)


def _written(words: Words) -> Iterator[Written]:
    for one in words.policies:
        yield Written("policy", one.id, one.title, one.text, "", one.clause, one.since, one)
    for one in words.answers:
        also = " ".join(one.also)
        yield Written("answer", one.id, one.asks, one.says, also, one.clause, one.dated or one.since, one)


def _short(names: list[str], said: Asked | Elsewhere) -> dict[str, list[str]]:
    return {"name": _normal(names), "phrases": _normal([*said.phrases, *said.en_phrases])}


def _normal(texts: Sequence[str]) -> list[str]:
    return [text for one in texts if (text := normal(one))]
