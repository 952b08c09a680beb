"""One index of what stands, built beside the requests; and what nobody could answer, for the editor."""

import threading
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from hall.contract.parts import MattersPart, WordsPart
from hall.contract.search import Found, Index, build, private
from hall.contract.search.text import normal
from hall.kit.db import Tx
from hall.matters import Matters
from hall.search import store
from hall.search.reading import read_words, word_files

LONGEST = 60
"""Characters of a question that is kept: a longer one is a story, and may be somebody's."""
MOST = 2000
"""Questions kept."""
KEPT = timedelta(days=90)
ASKED_AGAIN = "a list that a manager reads when he comes to it"


class Search:
    """Remembers the index of one revision of the catalogue; another revision makes it anew."""

    def __init__(self, matters: Matters) -> None:
        self._matters = matters
        self.words = WordsPart(words=read_words(word_files()))
        self._built: tuple[MattersPart, Index] | None = None
        self._building = threading.Lock()

    def stands(self, conn: Connection) -> MattersPart | None:
        return self._matters.current(conn)

    def ask(self, stands: MattersPart | None, text: str, today: date) -> Found:
        """May build the index first: not to be called on the loop."""
        if stands is None:
            return Found("unknown")
        return self._index(stands).ask(text, today)

    def _index(self, stands: MattersPart) -> Index:
        with self._building:
            if self._built is None or self._built[0] is not stands:
                self._built = stands, build(stands.catalogue, self.words.words)
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
