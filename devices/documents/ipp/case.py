"""What is known of one document on its way to paper, shared by its handing over and its watching."""

from __future__ import annotations

import time

from devices.documents.documents import Options, Progress, Trouble
from devices.documents.ipp import words
from devices.documents.ipp.conversation import Conversation, JobNews
from devices.documents.ipp.rule import Rule

TURN = 1.3
"""Seconds of one call in which a further question may still begin …"""
ANSWER = 1.5
"""… and how long a printer has for one, connecting included. Together less than the 3 s nobody may be blocked for."""
STOP = 10.0
"""Seconds a printer has to say that it dropped what it was told to drop; some finish the sheet first."""


class TurnOver(Exception):
    """No further question in this call."""


class Case:
    """``printer`` as it last told; ``number`` is its own for the job, ``news`` the last of it. ``cancel_at``: when it
    was to be taken back, ``why`` by which rule (None: the caller's wish)."""

    def __init__(self, talk: Conversation, name: str, options: Options, rule: Rule) -> None:
        self.talk, self.name, self.options, self.rule = talk, name, options, rule
        self.printer: words.Printer | None = None
        self.number: int | None = None
        self.news: JobNews | None = None
        self.why: Trouble | None = None
        self.cancel_at: float | None = None
        self.arrives_by: tuple[float, Trouble] | None = None
        """A document that has left us without an answer: until when it may arrive, and what went wrong."""
        self.turn_end = 0.0

    @property
    def withdrawn(self) -> bool:
        return self.cancel_at is not None

    def withdraw(self, why: Trouble | None) -> None:
        if self.cancel_at is None:
            self.cancel_at, self.why = time.monotonic(), why

    def begin_turn(self) -> None:
        self.turn_end = time.monotonic() + TURN

    def deadline(self) -> float:
        """For one more question. Raises :class:`TurnOver`; every step may be begun again at its first."""
        now = time.monotonic()
        if now >= self.turn_end:
            raise TurnOver
        return now + ANSWER

    def ask_printer(self) -> words.Printer:
        self.printer = self.talk.printer(self.deadline())
        return self.printer

    def done(self, news: JobNews) -> int | None:
        """A queue counts what its filters have made ready, once more at every attempt: that is not paper."""
        if self.printer is None or self.printer.queue:
            return None
        if news.impressions is None and self.options.sides == "one-sided":
            return news.sheets
        return news.impressions

    def progress(self, *troubles: Trouble) -> Progress:
        news, options = self.news, self.options
        done = self.done(news) if news else None
        of = options.pages * options.copies if options.pages else (news.of if news and news.of else None)
        if done is not None and of is not None and done > of:
            of = None
        return Progress(
            done=done,
            of=of,
            troubles=troubles,
            cancels_in=None if self.withdrawn else self.rule.left(),
            cancelling=self.withdrawn,
        )
