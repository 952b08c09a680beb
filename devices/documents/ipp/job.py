"""One document on its way to paper, and what became of it.

Offered, then sent, then watched. A Create-Job carries no document, so its lost answer costs nothing; whatever happens
to the sending afterwards, the printer's own number for the job is known, and the job can be asked after or taken back.
What an earlier process of ours left behind is found by its job-name.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from enum import Enum, auto

from devices.documents.documents import (
    Cancelled,
    Completed,
    Doubtful,
    Failed,
    Held,
    Options,
    Progress,
    Reason,
    Trouble,
    Verdict,
)
from devices.documents.ipp import words
from devices.documents.ipp.codec import Tag
from devices.documents.ipp.conversation import Conversation, JobNews, Question, Reply
from devices.documents.ipp.rule import Rule
from devices.documents.ipp.words import JobState, Operation
from devices.errors import DeviceError, Garbled, Refused, Silent

TURN = 1.3
"""Seconds of one call in which a further question may still begin …"""
ANSWER = 1.5
"""… and how long a printer has for one, connecting included. Together less than the 3 s nobody may be blocked for."""
LOST = 1.5
"""Seconds without an answer, while it prints, after which nobody knows."""
ARRIVE = 20.0
"""Seconds a printer has to take in a document that has left us, before it is told to drop it …"""
ARRIVE_CUT = 1.0
"""… and if it has hung up on us meanwhile: what it has by then is all it will get."""
STOP = 10.0
"""Seconds a printer has to say that it dropped what it was told to drop; some finish the sheet first."""


class _Step(Enum):
    ASK = auto()
    LOOK = auto()
    OFFER = auto()
    SEND = auto()
    WATCH = auto()


class _TurnOver(Exception):
    """No further question in this call."""


class Job:
    """``document`` None: it was handed over by an earlier process, and is only looked for. ``others`` are the names of
    jobs that are rightly in the printer besides this one."""

    def __init__(
        self, talk: Conversation, name: str, document: bytes | None, options: Options, rule: Rule,
        others: Callable[[], frozenset[str]],
    ) -> None:  # fmt: skip
        self._talk, self._name, self._document, self._options = talk, name, document, options
        self._rule, self._others = rule, others
        self._step = _Step.ASK
        self._printer: words.Printer | None = None
        self._number: int | None = None
        self._emptied: set[int] = set()
        self._sending: Question | None = None
        self._offered = self._looked_again = False
        self._answered_at = time.monotonic()
        self._arrives_by: tuple[float, Trouble] | None = None
        self._news: JobNews | None = None
        self._why: Trouble | None = None
        self._cancel_at: float | None = None
        self._cancel_taken = False
        self._turn_end = 0.0
        self.verdict: Verdict | None = None

    @property
    def settled(self) -> bool:
        """No later poll can change the verdict."""
        return isinstance(self.verdict, Completed | Cancelled | Failed)

    @property
    def untouched(self) -> bool:
        """Nothing of it ever left us."""
        return not self._offered and self._number is None

    def advance(self) -> Progress | Verdict:
        """As far as it gets in one turn. Never raises ``DeviceError``."""
        if self.verdict is not None and self.settled:
            return self.verdict
        self._turn_end = time.monotonic() + TURN
        try:
            outcome = self._run()
        except _TurnOver:
            outcome = self._progress()
        except Refused as error:
            outcome = self._lost(Trouble(Reason.REFUSED, words.status_name(error.code)))
        except DeviceError as error:
            outcome = self._lost(Trouble(_LINK_REASONS.get(type(error), Reason.UNPLUGGED)))
        self.verdict = None if isinstance(outcome, Progress) else outcome
        if self.settled:
            self.close()
        return outcome

    def withdraw(self, why: Trouble | None) -> None:
        """From now on it is taken back, turn by turn. A sending under way is broken off: the printer sees that it is
        not whole."""
        if self._cancel_at is None:
            self._cancel_at, self._why = time.monotonic(), why
        if self._number is not None:
            self.close()
            self._step = _Step.WATCH
        elif self._sending is not None:  # a Print-Job under way: it can only be looked for
            self.close()
            self._step = _Step.LOOK

    def close(self) -> None:
        """Let go of the link and of the document."""
        self._document = None
        if self._sending is not None:
            self._sending.close()
        self._sending = None

    def _run(self) -> Progress | Verdict:
        steps = {
            _Step.ASK: self._ask, _Step.LOOK: self._look, _Step.OFFER: self._offer, _Step.SEND: self._send,
            _Step.WATCH: self._watch,
        }  # fmt: skip
        while True:
            if self._cancel_at is not None and self._number is None and self._step in (_Step.OFFER, _Step.SEND):
                return Cancelled(self._why)
            outcome = steps[self._step]()
            self._answered_at = time.monotonic()
            if outcome is not None:
                return outcome

    def _deadline(self) -> float:
        """For one more question. Every step may be begun again at its first."""
        now = time.monotonic()
        if now >= self._turn_end:
            raise _TurnOver
        return now + ANSWER

    # --- before anything is sent ------------------------------------------------------------------------------------

    def _ask(self) -> None:
        self._printer = self._talk.printer(self._deadline())
        self._step = _Step.LOOK

    def _look(self) -> Progress | Verdict | None:
        """Is the document perhaps there already, is the printer able, does an earlier one still lie in it?"""
        assert self._printer is not None
        unfinished = self._talk.jobs(self._deadline(), "not-completed")
        known = [*unfinished, *self._talk.jobs(self._deadline(), "completed")]
        mine = [job for job in known if job.name == self._name and job.number not in self._emptied]
        if mine:
            return self._adopt(mine[-1])
        if self._document is None:
            return Doubtful(Trouble(Reason.FORGOTTEN))
        if self._cancel_at is not None:
            return Cancelled(self._why)
        if self._printer.health.able is False:
            return Failed(self._printer.health.troubles[0])
        if option := self._printer.cannot(self._options):
            return Failed(Trouble(Reason.UNABLE, option))
        for job in unfinished:
            if job.name not in self._others() and job.number not in self._emptied:
                return self._clear_away(job)
        self._rule.go()
        self._step = _Step.OFFER
        return None

    def _adopt(self, job: JobNews) -> Verdict | None:
        """An earlier process, or an offer whose answer was lost. A job that waits for its document gets none from us:
        the dead process's last bytes may still be under way to it. It is dropped, and then offered anew."""
        if job.state == JobState.HELD and self._document is not None:
            self._talk.cancel(job.number, self._deadline())
            after = self._talk.job(job.number, self._deadline())
            if after is None or after.state == JobState.CANCELLED:
                self._emptied.add(job.number)
                return None
        self._number, self._step, self._document = job.number, _Step.WATCH, None
        return None

    def _clear_away(self, job: JobNews) -> Progress | Verdict | None:
        """Somebody's earlier document would come out together with this one."""
        trouble = Trouble(Reason.LEFTOVER)
        self._talk.cancel(job.number, self._deadline())
        after = self._talk.job(job.number, self._deadline())
        if after is None or after.over:
            return None
        return Failed(trouble) if self._rule.held_up(STOP) else self._progress(trouble)

    def _offer(self) -> Progress | Verdict | None:
        assert self._printer is not None
        can = self._printer.operations
        by_number = {Operation.CREATE_JOB, Operation.SEND_DOCUMENT} <= can
        offers = [Operation.VALIDATE_JOB] * (Operation.VALIDATE_JOB in can) + [Operation.CREATE_JOB] * by_number
        for operation in offers:
            self._offered |= operation is Operation.CREATE_JOB
            reply = self._talk.offer(operation, self._name, self._options, self._deadline())
            if reply.refused:
                self._offered = self._looked_again
            if reply.status in words.WAIT_AND_ASK_AGAIN:
                trouble = words.refusal(reply.status, ())
                return Failed(trouble) if self._rule.held_up() else self._progress(trouble)
            if reply.refused:
                return Failed(words.refusal(reply.status, reply.unsupported))
            if operation is Operation.CREATE_JOB:
                self._take_number(reply)
            if reply.unsupported:  # it dropped something all the same, and says so
                self.withdraw(words.refusal(words.Status.VALUES_NOT_SUPPORTED, reply.unsupported))
                return None if self._number is not None else Failed(self._why or Trouble(Reason.UNABLE))
        self._step = _Step.SEND
        return None

    def _take_number(self, reply: Reply) -> None:
        groups = reply.message.of(Tag.JOB)
        self._number = words.number(groups[0], "job-id") if groups else None
        if self._number is None:
            raise Garbled("a job was made and has no id")

    # --- sending ----------------------------------------------------------------------------------------------------

    def _send(self) -> Progress | Verdict | None:
        assert self._document is not None
        deadline = self._deadline()
        if self._sending is None:
            self._offered = True
            self._sending = (
                self._talk.begin_print(self._name, self._options, self._document)
                if self._number is None
                else self._talk.begin_send(self._number, self._document)
            )
        self._sending.send(self._turn_end, deadline)
        if not self._sending.sent:
            return self._progress()
        reply = self._sending.answer(self._deadline())
        self.close()
        return self._sent(reply)

    def _sent(self, reply: Reply) -> Verdict | None:
        trouble = words.refusal(reply.status, reply.unsupported) if reply.refused else None
        if self._number is None:  # Print-Job
            if trouble:
                return Failed(trouble)
            self._take_number(reply)
        self._rule.go()
        self._step = _Step.WATCH
        if trouble or reply.unsupported:
            self.withdraw(trouble or words.refusal(words.Status.VALUES_NOT_SUPPORTED, reply.unsupported))
        return None

    # --- watching ---------------------------------------------------------------------------------------------------

    def _watch(self) -> Progress | Verdict:
        assert self._number is not None
        if self._cancel_at is not None and not self._cancel_taken:
            self._talk.cancel(self._number, self._deadline())
            self._cancel_taken = True
        if self._printer is None:
            self._printer = self._talk.printer(self._deadline())
        news = self._talk.job(self._number, self._deadline())
        if news is None or news.name not in (None, self._name):
            return Doubtful(Trouble(Reason.FORGOTTEN))
        self._news = news
        return self._over(news) if news.over else self._goes_on(news)

    def _over(self, news: JobNews) -> Verdict:
        assert self._printer is not None
        said = Trouble(Reason.ABORTED, ",".join(news.reasons))
        if news.state == JobState.COMPLETED:
            done, all_sides = self._done(news), (self._options.pages or 0) * self._options.copies
            if done and done < all_sides:  # nought: it does not count
                return Doubtful(Trouble(Reason.SHORT, f"{done}/{all_sides}"))
            handed_over = not self._printer.proves or "queued-in-device" in news.reasons
            return Completed(self._done(news), "queue" if handed_over else "printer")
        if news.state == JobState.ABORTED and not (self._cancel_at is not None and self._why is None):
            return Failed(self._why or said, self._done(news))
        why = self._why if self._cancel_at is not None else said
        return Cancelled(why, self._done(news), "queue" if self._printer.queue else "printer")

    def _goes_on(self, news: JobNews) -> Progress | Verdict:
        assert self._printer is not None
        if time.monotonic() < self._turn_end:
            self._printer = self._talk.printer(self._deadline())
        troubles = self._printer.health.troubles
        if self._cancel_at is not None:
            if time.monotonic() - self._cancel_at < STOP:
                return self._progress(*troubles)
            return Held(self._why or Trouble(Reason.LEFTOVER), self._done(news))
        if self._arrives_by is not None and news.state == JobState.HELD:
            until, trouble = self._arrives_by
            if time.monotonic() < until:
                return self._progress(*troubles)
            self.withdraw(trouble)
            return self._watch()
        self._arrives_by = None
        stopping = words.stopping(troubles)
        if not stopping and news.state != JobState.PROCESSING:
            stopping = (Trouble(Reason.BUSY) if news.state == JobState.PENDING else Trouble(Reason.PAUSED, "job"),)
        if why := self._rule.watch(stopping, (news.state, self._done(news)), trusted=not self._printer.queue):
            said = ",".join(trouble.said for trouble in troubles)
            self.withdraw(Trouble(Reason.STUCK, said) if why.reason is Reason.STUCK else why)
            return self._watch()
        return self._progress(*(troubles or stopping))

    def _done(self, news: JobNews) -> int | None:
        """A queue counts what its filters have made ready, once more at every attempt: that is not paper."""
        if self._printer is None or self._printer.queue:
            return None
        if news.impressions is None and self._options.sides == "one-sided":
            return news.sheets
        return news.impressions

    # --- whatever happens -------------------------------------------------------------------------------------------

    def _lost(self, trouble: Trouble) -> Progress | Verdict:
        """The link failed in the middle of a step. What does that leave?"""
        whole = self._sending is not None and self._sending.sent
        if self._step is _Step.SEND:
            return self._lost_sending(trouble, self._sending is not None, whole)
        if self._step is _Step.WATCH:
            lost = time.monotonic() - self._answered_at >= LOST
            return Doubtful(trouble) if lost else self._progress(trouble)
        if self._document is None:
            return Doubtful(trouble)
        if self._step is not _Step.OFFER or self._looked_again or trouble.reason is Reason.SILENT:
            return Failed(trouble)
        self._step, self._looked_again = _Step.LOOK, True
        return self._progress(trouble)

    def _lost_sending(self, trouble: Trouble, begun: bool, whole: bool) -> Progress | Verdict:
        if self._number is None:  # Print-Job: it can only be looked for
            self.close()
            self._step = _Step.LOOK
            return self._progress(trouble) if begun else Failed(trouble)
        self._step = _Step.WATCH
        if not whole:
            self.withdraw(trouble)
        elif trouble.reason is Reason.SILENT:  # it may be reading still: the link stays open
            self._document, self._arrives_by = None, (time.monotonic() + ARRIVE, trouble)
        else:
            self.close()
            self._arrives_by = (time.monotonic() + ARRIVE_CUT, trouble)
        return self._progress(trouble)

    def _progress(self, *troubles: Trouble) -> Progress:
        news, options = self._news, self._options
        done = self._done(news) if news else None
        of = options.pages * options.copies if options.pages else (news.of if news and news.of else None)
        if done is not None and of is not None and done > of:
            of = None
        return Progress(
            done=done,
            of=of,
            troubles=troubles,
            cancels_in=None if self._cancel_at is not None else self._rule.left(),
            cancelling=self._cancel_at is not None,
        )


_LINK_REASONS: dict[type[DeviceError], Reason] = {Silent: Reason.SILENT, Garbled: Reason.GARBLED}
