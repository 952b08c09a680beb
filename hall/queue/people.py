"""How the hall knows a person for a day, and no longer.

The hall's root never leaves it. From it come a key for each station, a key of the hall's own to which what stations say
is carried over (``hall.contract.subjects``), and one for each day, under which tickets keep a person. So the same
person is the same whatever station he stood at; a stolen station's key opens nothing that was said elsewhere; what
tickets of two days keep says nothing of each other; and at night it is forgotten.
"""

import hashlib
import hmac
from datetime import date

from hall.contract.ids import IdKind, Subject, subject_of
from hall.contract.subjects import carried, derive
from hall.kit.db import Tx
from hall.queue import store


class People:
    """``root``: 32 bytes. Any thread."""

    def __init__(self, root: bytes) -> None:
        self._root = root
        self._own = derive(root, "hall")
        self.mark = derive(root, "mark").hex()[:16]
        """Names the root: a station that was given its key under another cannot be understood any more."""

    def key_of(self, station: str) -> bytes:
        return derive(self._root, f"station {station}")

    def known(self, said: Subject, station: str, day: date) -> Subject:
        """A person as a ticket of ``day`` keeps him. ``hash`` is empty where ``station`` did not say it under its
        key: the last four still stand on the slip and at the window."""
        mine = carried(said.hash, self.key_of(station), self._own)
        return said.model_copy(update={"hash": self._kept(mine, day) if mine else ""})

    def of_number(self, kind: IdKind, number: str, day: date) -> Subject:
        """Who comes with his number to ask what is kept of him, as :meth:`known` would have it."""
        said = subject_of(kind, number, self._own)
        return said.model_copy(update={"hash": self._kept(said.hash, day)})

    def _kept(self, mine: str, day: date) -> str:
        return hmac.new(derive(self._root, f"day {day}"), mine.encode(), hashlib.sha256).hexdigest()


def forget_people(tx: Tx, before: date, most: int) -> int:
    """``most`` tickets of days before ``before`` keep nobody: neither hash nor last four. Returns how many did."""
    return store.forget_people(tx.conn, before, most)
