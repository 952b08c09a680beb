"""One index of what stands, built beside the requests; and what nobody could answer, for the editor."""

import threading
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection

from hall.contract.matters import Catalogue
from hall.contract.parts import WordsPart
from hall.contract.search import Found, Index, Words, build, private
from hall.contract.search.text import normal
from hall.kit.db import Tx
from hall.matters import Matters
from hall.search import store
from hall.search.spoken import Spoken

LONGEST = 60
"""Characters of a question that is kept: a longer one is a story, and may be somebody's."""
MOST = 2000
"""Questions kept."""
KEPT = timedelta(days=90)
ASKED_AGAIN = "a list that a manager reads when he comes to it"


class Stands(NamedTuple):
    """What is searched. ``catalogue`` None: nothing was published yet."""

    catalogue: Catalogue | None
    words: Words


class Search:
    """Remembers the index of what stood last; another catalogue, or other words, make it anew."""

    def __init__(self, matters: Matters) -> None:
        self._matters, self._spoken = matters, Spoken()
        self._built: tuple[Stands, Index] | None = None
        self._building = threading.Lock()

    def words(self, conn: Connection) -> WordsPart:
        return self._spoken.current(conn)

    def stands(self, conn: Connection) -> Stands:
        part = self._matters.current(conn)
        return Stands(part.catalogue if part else None, self.words(conn).words)

    def ask(self, stands: Stands, text: str, today: date) -> Found:
        """May build the index first: not to be called on the loop."""
        return self._index(stands).ask(text, today) if stands.catalogue else Found("unknown")

    def _index(self, stands: Stands) -> Index:
        with self._building:
            if self._built is None or any(one is not other for one, other in zip(self._built[0], stands, strict=True)):
                self._built = stands, build(stands.catalogue or Catalogue(), stands.words)
            return self._built[1]


def to_keep(text: str, found: Found) -> str:
    """The question as the editor may read it. Empty where nothing of it is kept: answered, none at all, long, or with a
    number that may be somebody's."""
    words = normal(text)
    if found.kind != "unknown" or found.why or private(text) or len(words) > LONGEST:
        return ""
    return words


def keep(tx: Tx, words: str) -> None:
    store.count(tx.conn, words, tx.now, MOST)


def forget_questions(tx: Tx, most: int) -> int:
    before: datetime = tx.now - KEPT
    return store.forget(tx.conn, before, most)
