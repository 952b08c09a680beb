"""Watching a job that the printer has under a number: how far it is, what became of it, and when it is taken back."""

from __future__ import annotations

import time
from collections.abc import Callable

from devices.documents.documents import (
    Cancelled,
    Completed,
    Doubtful,
    Failed,
    Held,
    Progress,
    Reason,
    Trouble,
    Verdict,
)
from devices.documents.ipp import case, words
from devices.documents.ipp.case import Case
from devices.documents.ipp.conversation import JobNews
from devices.documents.ipp.words import JobState


class Watch:
    """``withdraw`` begins to take it back."""

    def __init__(self, known: Case, withdraw: Callable[[Trouble | None], None]) -> None:
        self._case, self._withdraw = known, withdraw
        self._cancel_taken = False

    def look(self) -> Progress | Verdict:
        """Raises ``DeviceError`` and ``TurnOver``."""
        known = self._case
        assert known.number is not None
        if known.withdrawn and not self._cancel_taken:
            known.talk.cancel(known.number, known.deadline())
            self._cancel_taken = True
        if known.printer is None:
            known.ask_printer()
        news = known.talk.job(known.number, known.deadline())
        if news is None or news.name not in (None, known.name):
            return Doubtful(Trouble(Reason.FORGOTTEN))
        known.news = news
        return self._over(news) if news.over else self._goes_on(news)

    def _over(self, news: JobNews) -> Verdict:
        known = self._case
        assert known.printer is not None
        said, done = Trouble(Reason.ABORTED, ",".join(news.reasons)), known.done(news)
        if news.state == JobState.COMPLETED:
            all_sides = (known.options.pages or 0) * known.options.copies
            if done and done < all_sides:  # nought: it does not count
                return Doubtful(Trouble(Reason.SHORT, f"{done}/{all_sides}"))
            handed_over = not known.printer.proves or "queued-in-device" in news.reasons
            return Completed(done, "queue" if handed_over else "printer")
        if news.state == JobState.ABORTED and not (known.withdrawn and known.why is None):
            return Failed(known.why or said, done)
        return Cancelled(known.why if known.withdrawn else said, done, "queue" if known.printer.queue else "printer")

    def _goes_on(self, news: JobNews) -> Progress | Verdict:
        known = self._case
        assert known.printer is not None
        if time.monotonic() < known.turn_end:
            known.ask_printer()
        troubles, done = known.printer.health.troubles, known.done(news)
        if known.cancel_at is not None:
            if time.monotonic() - known.cancel_at < case.STOP:
                return known.progress(*troubles)
            return Held(known.why or Trouble(Reason.LEFTOVER), done)
        if known.arrives_by is not None and news.state == JobState.HELD:
            until, trouble = known.arrives_by
            return known.progress(*troubles) if time.monotonic() < until else self._take_back(trouble)
        known.arrives_by = None
        stopping = words.stopping(troubles)
        if not stopping and news.state != JobState.PROCESSING:
            stopping = (Trouble(Reason.BUSY) if news.state == JobState.PENDING else Trouble(Reason.PAUSED, "job"),)
        if why := known.rule.watch(stopping, (news.state, done), trusted=not known.printer.queue):
            said = ",".join(trouble.said for trouble in troubles)
            return self._take_back(Trouble(Reason.STUCK, said) if why.reason is Reason.STUCK else why)
        return known.progress(*(troubles or stopping))

    def _take_back(self, why: Trouble) -> Progress | Verdict:
        self._withdraw(why)
        return self.look()
