"""Boards that decide by themselves when this station is not heard: what they are to hold is compiled from the hall's
last word, written when it is another, and compared with what they hold, at the start and every night.

A board reads plain card numbers, and the hall's word has none. They are learnt where they are shown anyway: at a reader
of this station, by a card that the word knows, and from the boards themselves, which keep them. So no number travels,
and none lies on this station's disk; who never came to these doors is not let in by a board alone.
"""

import hashlib
import hmac
import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple, dataclass, field
from datetime import date
from typing import Any

from devices.door.board import DOORS, AtBoard, Board, BoardFailed, Drift, Policy, drift
from devices.door.door import Door
from hall.contract.access import Grants, said_card
from kiosk.boards import compile_policy

log = logging.getLogger(__name__)

REST = 10.0
"""Seconds between two compilations: a board decides only where this station is silent."""
AGAIN = 30.0
"""Seconds until a board that could not be written is tried again."""
MEETING = 1.0
"""And one that could not be written once: after a start its doors' own thread meets it first."""
KEPT_WITHIN = 10.0
"""Seconds in which the clerk writes down what a board is about to hold; else it is not written to."""


@dataclass(frozen=True)
class BoardWill:
    """Written down before and behind a writing. ``digest``: what the board holds from now on; empty: nobody knows for
    the moment, and a difference is no reproach."""

    board: str
    digest: str
    done: threading.Event = field(default_factory=threading.Event, compare=False)


@dataclass(frozen=True)
class BoardDrifted:
    """It holds something else than it was given. ``doors``: that hang on it. It is given anew what it should hold."""

    board: str
    doors: tuple[str, ...]
    what: str


@dataclass(frozen=True)
class BoardSays:
    """It could be written (``why`` empty), or could not."""

    board: str
    why: str = ""


@dataclass
class _Hung:
    """A board and what hangs on its doors 1 to 4. ``digest``: what it should hold, by an earlier start too."""

    board: Board
    doors: tuple[str, ...]
    digest: str
    intended: Policy | None = None
    due: float = float("-inf")
    why: str | None = None
    failed: int = 0


class Boardwork(threading.Thread):
    """``key``: the station's, under which the word says cards. ``kept``: by board, its last :class:`BoardWill`."""

    def __init__(
        self, doors: Mapping[str, Door], key: bytes, post: Callable[[Any], None], kept: Mapping[str, str]
    ) -> None:
        super().__init__(name="boards", daemon=True)
        self._key, self._post = key, post
        self._boards = [_Hung(board, ids, kept.get(board.name, "")) for board, ids in _hung(doors)]
        for one in self._boards:
            one.board.awaited()
        self._word: tuple[Grants, date] | None = None
        self._numbers: dict[str, int] = {}
        self._lock = threading.Lock()  # of the numbers
        self._changed, self._ending = threading.Event(), threading.Event()

    def start(self) -> None:
        """Without boards there is nothing to do."""
        if self._boards:
            super().start()

    def hear(self, grants: Grants, today: date) -> None:
        """The word as it stands; ``today`` at the hall. Any thread, as often as one likes."""
        if self._word is None or self._word[0] is not grants or self._word[1] != today:
            self._word = (grants, today)
            self._changed.set()

    def learn(self, number: int, key: str) -> None:
        """A card that was shown here, and how it is said under the station's key. Heard behind the word that knows it;
        one that the word does not know is forgotten at the next look."""
        with self._lock:
            known, self._numbers[key] = key in self._numbers, number
        if not known:
            self._changed.set()

    def stop(self) -> None:
        self._ending.set()
        self._changed.set()
        if self.is_alive():
            self.join(2)

    def run(self) -> None:
        while not self._ending.is_set():
            self._changed.wait(AGAIN)
            self._changed.clear()
            if self._word is not None and not self._ending.is_set():
                for one in self._boards:
                    self._see_to(one, *self._word)
                if any(one.failed for one in self._boards):
                    self._changed.set()  # whatever else comes
                self._ending.wait(MEETING if any(one.failed for one in self._boards) else REST)

    # -- one board ---------------------------------------------------------------------------------------------------

    def _see_to(self, one: _Hung, grants: Grants, today: date) -> None:
        if time.monotonic() < one.due:
            return
        try:
            why, one.failed = "" if self._as_intended(one, grants, today) else "unwritten", 0
        except BoardFailed as failed:
            one.intended, one.failed = None, one.failed + 1
            one.due = time.monotonic() + (MEETING if one.failed == 1 else AGAIN)
            if one.failed == 1:
                return  # it may not be met yet, or was missed for a moment
            log.warning("%s: %s", one.board.name, failed)
            why = failed.why
        if why != one.why:
            one.why = why
            self._post(BoardSays(one.board.name, why))

    def _as_intended(self, one: _Hung, grants: Grants, today: date) -> bool:
        """Compares first, and writes where there is a difference. False: the ledger could not keep it."""
        if one.intended is not None and self._compiled(one, grants, today) == one.intended:
            return True
        held = one.board.held()
        self._learn_from(held, grants)
        policy = self._compiled(one, grants, today)
        if self._differs(one, held):
            self._say_drift(one, drift(one.intended or policy, held))
        if not self._keep(one, ""):
            return False
        one.board.write(policy)
        one.intended = policy
        return self._keep(one, self._digest(policy))

    def _differs(self, one: _Hung, held: Policy) -> bool:
        """From what it was given; of a board that is met for the first time, or whose writing was cut off: it has cards
        of nobody that is known."""
        if one.digest:
            return not hmac.compare_digest(one.digest, self._digest(held))
        return any(card.number not in self._numbers.values() for card in held.cards)

    def _say_drift(self, one: _Hung, found: Drift) -> None:
        for sentence in found.sentences():
            log.warning("%s: %s", one.board.name, sentence)
        self._post(BoardDrifted(one.board.name, tuple(id for id in one.doors if id), found.counted()))

    def _compiled(self, one: _Hung, grants: Grants, today: date) -> Policy:
        latest = self._word[0] if self._word is not None else grants  # a card of this minute is in the later word alone
        known = latest.credential_by_key
        with self._lock:
            self._numbers = {key: number for key, number in self._numbers.items() if ("card", key) in known}
            numbers = dict(self._numbers)
        compiled = compile_policy(grants, one.doors, numbers, today)
        for sentence in compiled.left_out:
            log.warning("%s: %s", one.board.name, sentence)
        return compiled.policy

    def _learn_from(self, held: Policy, grants: Grants) -> None:
        for card in held.cards:
            key = said_card(str(card.number), self._key)
            if ("card", key) in grants.credential_by_key:
                with self._lock:
                    self._numbers[key] = card.number

    def _keep(self, one: _Hung, digest: str) -> bool:
        will = BoardWill(one.board.name, digest)
        self._post(will)
        if not will.done.wait(KEPT_WITHIN):
            return False
        one.digest = digest
        return True

    def _digest(self, policy: Policy) -> str:
        """Under the station's key: nobody finds the numbers by trying."""
        held = repr(([astuple(one) for one in sorted(policy.cards)], [astuple(one) for one in sorted(policy.profiles)]))
        return hmac.new(self._key, f"board {held}".encode(), hashlib.sha256).hexdigest()


def _hung(doors: Mapping[str, Door]) -> Sequence[tuple[Board, tuple[str, ...]]]:
    """Each board once (its doors share one object), and the ids of what hangs on it; an empty text for nothing."""
    found: dict[Board, list[str]] = {}
    for id, door in doors.items():
        if isinstance(door, AtBoard):
            found.setdefault(door.board, [""] * DOORS)[door.number - 1] = id
    return [(board, tuple(ids)) for board, ids in found.items()]
