"""One document on its way to paper, and what became of it: handed over (*handover*), then watched (*watch*), in turns
that nobody waits for longer than 3 s."""

from __future__ import annotations

import time
from collections.abc import Callable

from devices.documents.documents import (
    Cancelled,
    Completed,
    Doubtful,
    Failed,
    Options,
    Progress,
    Reason,
    Trouble,
    Verdict,
)
from devices.documents.ipp import words
from devices.documents.ipp.case import Case, TurnOver
from devices.documents.ipp.conversation import Conversation
from devices.documents.ipp.handover import Handover
from devices.documents.ipp.rule import Rule
from devices.documents.ipp.watch import Watch
from devices.errors import DeviceError, Garbled, Refused, Silent

LOST = 1.5
"""Seconds without an answer, while it prints, after which nobody knows."""


class Job:
    """``document`` None: it was handed over by an earlier process, and is only looked for. ``others`` are the names of
    jobs that are rightly in the printer besides this one."""

    def __init__(
        self, talk: Conversation, name: str, document: bytes | None, options: Options, rule: Rule,
        others: Callable[[], frozenset[str]],
    ) -> None:  # fmt: skip
        self._case = Case(talk, name, options, rule)
        self._handover = Handover(self._case, document, others)
        self._watch = Watch(self._case, self._handover.withdraw)
        self._answered_at = time.monotonic()
        self.verdict: Verdict | None = None
        self.withdraw, self.close = self._handover.withdraw, self._handover.close

    @property
    def settled(self) -> bool:
        """No later poll can change the verdict."""
        return isinstance(self.verdict, Completed | Cancelled | Failed)

    @property
    def untouched(self) -> bool:
        """Nothing of it ever left us."""
        return not self._handover.offered and self._case.number is None

    def advance(self) -> Progress | Verdict:
        """As far as it gets in one turn. Never raises ``DeviceError``."""
        if self.verdict is not None and self.settled:
            return self.verdict
        self._case.begin_turn()
        try:
            outcome = self._run()
        except TurnOver:
            outcome = self._case.progress()
        except Refused as error:
            outcome = self._lost(Trouble(Reason.REFUSED, words.status_name(error.code)))
        except DeviceError as error:
            outcome = self._lost(Trouble(_LINK_REASONS.get(type(error), Reason.UNPLUGGED)))
        self.verdict = None if isinstance(outcome, Progress) else outcome
        if self.settled:
            self.close()
        return outcome

    def _run(self) -> Progress | Verdict:
        while True:
            outcome = self._watch.look() if self._handover.over else self._handover.advance()
            self._answered_at = time.monotonic()
            if outcome is not None:
                return outcome

    def _lost(self, trouble: Trouble) -> Progress | Verdict:
        """The link failed in the middle of a step."""
        if not self._handover.over:
            return self._handover.lost(trouble)
        lost = time.monotonic() - self._answered_at >= LOST
        return Doubtful(trouble) if lost else self._case.progress(trouble)


_LINK_REASONS: dict[type[DeviceError], Reason] = {Silent: Reason.SILENT, Garbled: Reason.GARBLED}
