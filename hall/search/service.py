"""One index of what stands, built beside the requests; stations get the words and build their own."""

import threading

from sqlalchemy import Connection

from hall.contract.parts import MattersPart, WordsPart
from hall.contract.search import Index, build
from hall.matters import Matters
from hall.search.reading import read_words, word_files


class Search:
    """Remembers the index of one revision of the catalogue; another revision makes it anew."""

    def __init__(self, matters: Matters) -> None:
        self._matters = matters
        self.words = WordsPart(words=read_words(word_files()))
        self._built: tuple[MattersPart, Index] | None = None
        self._building = threading.Lock()

    def stands(self, conn: Connection) -> MattersPart | None:
        return self._matters.current(conn)

    def index(self, stands: MattersPart) -> Index:
        """Takes a moment after a publication: not to be called on the loop."""
        with self._building:
            if self._built is None or self._built[0].revision != stands.revision:
                self._built = stands, build(stands.catalogue, self.words.words)
            return self._built[1]
