"""The words that stand: those that come with the hall, and the phrases that its own people made since. Derived each
time from the rows: a database that went back says what it said then."""

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import Connection

from hall.contract.matters import Catalogue
from hall.contract.parts import WordsPart
from hall.contract.search import Asked, Words
from hall.contract.search.text import normal
from hall.kit.db import Tx
from hall.kit.errors import Problem
from hall.search import store
from hall.search.reading import read_words, word_files

MOST = 2000
"""Phrases of a hall's own."""


class Spoken:
    """Makes the words anew when the rows are others."""

    def __init__(self) -> None:
        self._shipped = read_words(word_files())
        self._last: tuple[tuple[store.Phrase, ...], WordsPart] = (), WordsPart(words=self._shipped)

    def current(self, conn: Connection) -> WordsPart:
        rows = store.phrases(conn)
        if rows != self._last[0]:
            self._last = rows, WordsPart(words=with_phrases(self._shipped, rows))
        return self._last[1]


def with_phrases(words: Words, rows: Iterable[store.Phrase]) -> Words:
    more: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        more[row.thing].append(row.text)
    known = {one.id for one in (*words.asked, *words.elsewhere)}
    asked = [one.model_copy(update={"phrases": (*one.phrases, *more.get(one.id, ()))}) for one in words.asked]
    asked += [Asked(id=id, phrases=tuple(texts)) for id, texts in more.items() if id not in known]
    there = [one.model_copy(update={"phrases": (*one.phrases, *more.get(one.id, ()))}) for one in words.elsewhere]
    return words.model_copy(update={"asked": tuple(asked), "elsewhere": tuple(there)})


def meant(catalogue: Catalogue | None, words: Words) -> dict[str, str]:
    """What a phrase may be one of: id → name."""
    ours = (*catalogue.matters, *catalogue.services) if catalogue else ()
    return {one.id: one.name for one in (*ours, *words.elsewhere)}


def make_phrase(tx: Tx, text: str, thing: str, known: Iterable[str], by: str) -> None:
    """From now on whoever says so means that; stations are told. Raises Problem."""
    said = normal(text)
    if not said or len(said) > 80:
        raise Problem(422, "no_phrase", "说法要有字，不超过80个字。", "A phrase has letters, 80 at most.")
    if thing not in known:
        raise Problem(404, "no_matter", "没有这个事项，可能刚刚撤下。", "There is no such matter any more.")
    if len(store.phrases(tx.conn)) >= MOST:
        raise Problem(
            409, "full", f"已经有{MOST}个自己加的说法，请先删去用不着的。", f"There are {MOST} phrases already."
        )
    store.add_phrase(tx.conn, said, thing, tx.now, by)
    store.drop(tx.conn, said)
    tx.note(by, "phrase_made", f"search:{thing}")


def take_back(tx: Tx, text: str, by: str) -> None:
    if store.drop_phrase(tx.conn, text):
        tx.note(by, "phrase_taken_back", "search")
