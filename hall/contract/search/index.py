"""Everything that can be found, and what a question finds of it.

Built from one catalogue and its words in a tenth of a second or so, off the glass's thread; asked by any thread.
"""

from collections.abc import Sequence
from datetime import date

from hall.contract.matters import Catalogue, doubted
from hall.contract.search.asking import Reader, Reading
from hall.contract.search.found import Found, Hit
from hall.contract.search.lines import Says, by_intent, list_of
from hall.contract.search.scores import Scores
from hall.contract.search.sounds import Sounds, letters
from hall.contract.search.text import LONGEST, grams, han, normal, private, runs, without_numbers
from hall.contract.search.texts import Texts
from hall.contract.search.things import Thing, things, written
from hall.contract.search.words import Words

FIELDS = {"name": 3.0, "phrases": 2.5, "result": 1.5, "materials": 1.0, "situation": 0.8}
BEST_LINE = 1.5
HEARD, SPELLED, INITIALS = 0.35, 1.0, 6.0
"""What counts for how it sounds: of characters, of pinyin; and of initials, in full."""
THERE = 0.75
"""Of another hall: whoever comes here rather means what is done here."""
BUNDLED = 0.92
"""Of a bundle: who means it says so (一站式, 一起), and who does not means the matter itself."""
CLOSE = 0.83
"""Whatever scores so near to the first is offered beside it."""
WORTH = 0.3
"""Whatever scores less is not even named below it."""
LEAST, ENOUGH, TOO_LITTLE = 0.17, 20.0, 12.0
"""Nobody was understood below this share of what a question could score, unless there is enough of it all the same; nor
where characters score so little at all: a word that stands in every matter."""
ALL_OF_IT, HEARD_ENOUGH = 0.9, 0.6
"""A question of one common word is understood: what it may be is offered; and so is a short one typed in pinyin."""
ELSEWHERE, HALF = 1.5, 0.5
"""A question is for another hall, whatever the lexicon makes of it, where its own words say so much more of that."""
OFFERED = 3
READ = 0.55
"""The share of a question that a policy or an answer has to say."""


def build(catalogue: Catalogue, words: Words) -> "Index":
    return Index(catalogue, words)


class Index:
    def __init__(self, catalogue: Catalogue, words: Words) -> None:
        self._sounds = Sounds(words.sounds)
        self._things = list(things(catalogue, words))
        self._fields = Scores([one.fields for one in self._things], FIELDS, grams)
        short = [[*one.fields["name"], *one.fields["phrases"]] for one in self._things]
        self._heard = Scores(
            [{"said": [self._sounds.spelling(text) for text in of]} for of in short], {"said": 2.5}, letters
        )
        self._initials = [[self._sounds.initials(text) for text in of] for of in short]
        self._whose: list[int] = []
        """Of every single line, name or phrase: the thing."""
        single: list[str] = []
        for n, one in enumerate(self._things):
            for text in (*short[n], *(normal(line.text) for line in one.lines)):
                self._whose.append(n)
                single.append(text)
        self._single = Scores([{"line": [one]} for one in single], {"line": 1.2}, grams)
        latin = {run for one in self._things for texts in one.fields.values() for text in texts for run in runs(text)}
        self._reader = Reader(words.lexicon, self._sounds, (one for one in latin if not han(one)))
        self._written = list(written(words))
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
        scores = self._scores(reading)
        order = sorted(range(len(scores)), key=lambda n: -scores[n])[:OFFERED]
        read = self._read(reading, today)
        if (away := self._away(reading, max(scores, default=0.0))) is not None:
            return Found("elsewhere", (self._hit(away, reading, scores[away], today),), intent=reading.intent)
        there = bool(order) and self._things[order[0]].kind == "elsewhere"
        if not order or not self._understood(reading, scores[order[0]] / (THERE if there else 1)):
            return Found("unknown", read=read, intent=reading.intent)
        if there:
            return Found("elsewhere", (self._hit(order[0], reading, scores[order[0]], today),), intent=reading.intent)
        ours = [n for n in order if self._things[n].kind != "elsewhere" and scores[n] >= WORTH * scores[order[0]]]
        close = [n for n in ours if scores[n] >= CLOSE * scores[order[0]]]
        if len(close) > 1:
            apart = tuple(self._hit(n, reading, scores[n], today, apart=True) for n in close)
            return Found("choose", apart, read, reading.intent)
        return Found("sure", tuple(self._hit(n, reading, scores[n], today) for n in ours), read, reading.intent)

    def _understood(self, reading: Reading, best: float) -> bool:
        share = best / (self._most(reading) or 1.0)
        if reading.latin and share >= HEARD_ENOUGH:
            return True
        if reading.latin or reading.initials or share >= ALL_OF_IT:
            return share >= LEAST and best >= TOO_LITTLE / 3
        return best >= TOO_LITTLE and (share >= LEAST or (best >= ENOUGH and share >= LEAST / 2))

    def _away(self, reading: Reading, most: float) -> int | None:
        """The other hall that the question is for by its own words, whatever the lexicon makes of them, but for what it
        makes far more of: ``most``."""
        if len(reading.meant) == len(reading.own):
            return None  # the lexicon makes nothing of it: the best is the best
        scores = self._scores(reading._replace(meant=reading.own))
        there = [n for n, one in enumerate(self._things) if one.kind == "elsewhere"]
        if not there:
            return None
        best = max(there, key=scores.__getitem__)
        here = max((score for n, score in enumerate(scores) if n not in there), default=0.0)
        return best if scores[best] >= max(TOO_LITTLE, ELSEWHERE * here, HALF * most) else None

    def _scores(self, reading: Reading) -> list[float]:
        """Of everything."""
        scores = self._fields.of(reading.meant)
        top = [0.0] * len(scores)
        for n, score in zip(self._whose, self._single.of(reading.meant), strict=True):
            top[n] = max(top[n], score)
        heard, share = self._heard.of(reading.sound), self._by_sound(reading)
        for n in range(len(scores)):
            scores[n] += BEST_LINE * top[n] + share * heard[n]
            scores[n] *= THERE if self._things[n].kind == "elsewhere" else 1
            scores[n] *= BUNDLED if (matter := self._things[n].matter) and matter.parts else 1
            scores[n] += INITIALS * sum(_begun(one, self._initials[n]) for one in reading.initials)
        return scores

    def _by_sound(self, reading: Reading) -> float:
        """Characters that stand nowhere two by two may be mistaken for others of their sound."""
        pairs = [gram for gram in reading.own if len(gram) == 2]
        if reading.latin or not pairs:
            return SPELLED
        unknown = sum(not self._fields.known(gram) for gram in pairs) / len(pairs)
        return HEARD + (SPELLED - HEARD) * unknown

    def _most(self, reading: Reading) -> float:
        whole = (1 + BEST_LINE) * self._fields.most(reading.own)
        whole += self._by_sound(reading) * self._heard.most(reading.sound)
        return whole + INITIALS * len(reading.initials)

    def _hit(self, n: int, reading: Reading, score: float, today: date, *, apart: bool = False) -> Hit:
        """``apart``: it is to be told from its siblings, and what comes out of it tells most."""
        one = self._things[n]
        hit = Hit(one.kind, one.id, one.zh, one.en, *one.where, reading.intent, score)
        line = (by_intent(one.matter, "result") if apart and one.matter else None) or self._line(one, reading)
        if line is None:
            return hit
        of = line.of
        return hit._replace(line=line.line, doubt=doubted(of, today), source=of.source, until=of.until)

    def _line(self, one: Thing, reading: Reading) -> Says | None:
        """What was asked for by its intent; else the line that says most of what the name does not."""
        if one.matter is None:
            return None
        if line := by_intent(one.matter, reading.intent):
            return line
        named = grams(" ".join(one.fields["name"]))
        beyond = {gram: n * self._fields.rarity(gram) for gram, n in reading.meant.items() if gram not in named}
        best, most = None, 0.0
        for line in one.lines:
            counted = grams(normal(line.text))
            score = sum(n for gram, n in beyond.items() if gram in counted and len(gram) > 1)
            if score > most:
                best, most = line, score
        return best or (list_of(one.lines) if reading.intent == "materials" else None)

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
