"""Handing a document over: asked, looked for, offered, sent. A Create-Job carries no document, so its lost answer costs
nothing; whatever happens to the sending afterwards, the printer's own number for the job is known. What an earlier
process of ours left behind is found by its job-name.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from enum import Enum, auto

from devices.documents.documents import Cancelled, Doubtful, Failed, Progress, Reason, Trouble, Verdict
from devices.documents.ipp import case, words
from devices.documents.ipp.case import Case
from devices.documents.ipp.codec import Tag
from devices.documents.ipp.conversation import JobNews, Question, Reply
from devices.documents.ipp.words import JobState, Operation
from devices.errors import Garbled

ARRIVE = 20.0
"""Seconds a printer has to take in a document that has left us, before it is told to drop it …"""
ARRIVE_CUT = 1.0
"""… and if it has hung up on us meanwhile: what it has by then is all it will get."""


class Step(Enum):
    ASK = auto()
    LOOK = auto()
    OFFER = auto()
    SEND = auto()
    OVER = auto()
    """The printer has it, or part of it, under a number."""


class Handover:
    """``document`` None: it was handed over by an earlier process, and is only looked for. ``others`` are the names of
    jobs that are rightly in the printer besides this one. ``offered``: something of it may have left us."""

    def __init__(self, known: Case, document: bytes | None, others: Callable[[], frozenset[str]]) -> None:
        self._case, self._document, self._others = known, document, others
        self.step = Step.ASK
        self.offered = False
        self._emptied: set[int] = set()
        self._sending: Question | None = None
        self._looked_again = False

    @property
    def over(self) -> bool:
        return self.step is Step.OVER

    def advance(self) -> Progress | Verdict | None:
        """One step. None: go on. Raises ``DeviceError`` and ``TurnOver``."""
        if self._case.withdrawn and self._case.number is None and self.step in (Step.OFFER, Step.SEND):
            return Cancelled(self._case.why)
        match self.step:
            case Step.ASK:
                self._case.ask_printer()
                self.step = Step.LOOK
                return None
            case Step.LOOK:
                return self._look()
            case Step.OFFER:
                return self._offer()
        return self._send()

    def withdraw(self, why: Trouble | None) -> None:
        """From now on it is taken back, turn by turn. A sending under way is broken off: the printer sees that it is
        not whole."""
        self._case.withdraw(why)
        if self._case.number is not None:
            self.close()
            self.step = Step.OVER
        elif self._sending is not None:  # a Print-Job under way: it can only be looked for
            self.close()
            self.step = Step.LOOK

    def close(self) -> None:
        """Let go of the link and of the document."""
        self._document = None
        if self._sending is not None:
            self._sending.close()
        self._sending = None

    # --- before anything is sent ------------------------------------------------------------------------------------

    def _look(self) -> Progress | Verdict | None:
        """Is the document perhaps there already, is the printer able, does an earlier one still lie in it?"""
        known = self._case
        assert known.printer is not None
        unfinished = known.talk.jobs(known.deadline(), "not-completed")
        all_jobs = [*unfinished, *known.talk.jobs(known.deadline(), "completed")]
        mine = [job for job in all_jobs if job.name == known.name and job.number not in self._emptied]
        if mine:
            return self._adopt(mine[-1])
        if self._document is None:
            return Doubtful(Trouble(Reason.FORGOTTEN))
        if known.withdrawn:
            return Cancelled(known.why)
        if known.printer.health.able is False:
            return Failed(known.printer.health.troubles[0])
        if option := known.printer.cannot(known.options):
            return Failed(Trouble(Reason.UNABLE, option))
        for job in unfinished:
            if job.name not in self._others() and job.number not in self._emptied:
                return self._clear_away(job)
        known.rule.go()
        self.step = Step.OFFER
        return None

    def _adopt(self, job: JobNews) -> None:
        """An earlier process, or an offer whose answer was lost. A job that waits for its document gets none from us:
        the dead process's last bytes may still be under way to it. It is dropped, and then offered anew."""
        known = self._case
        if job.state == JobState.HELD and self._document is not None:
            known.talk.cancel(job.number, known.deadline())
            after = known.talk.job(job.number, known.deadline())
            if after is None or after.state == JobState.CANCELLED:
                self._emptied.add(job.number)
                return
        known.number, self.step, self._document = job.number, Step.OVER, None

    def _clear_away(self, job: JobNews) -> Progress | Verdict | None:
        """Somebody's earlier document would come out together with this one."""
        known, trouble = self._case, Trouble(Reason.LEFTOVER)
        known.talk.cancel(job.number, known.deadline())
        after = known.talk.job(job.number, known.deadline())
        if after is None or after.over:
            return None
        return Failed(trouble) if known.rule.held_up(case.STOP) else known.progress(trouble)

    def _offer(self) -> Progress | Verdict | None:
        known = self._case
        assert known.printer is not None
        can = known.printer.operations
        by_number = {Operation.CREATE_JOB, Operation.SEND_DOCUMENT} <= can
        offers = [Operation.VALIDATE_JOB] * (Operation.VALIDATE_JOB in can) + [Operation.CREATE_JOB] * by_number
        for operation in offers:
            self.offered |= operation is Operation.CREATE_JOB
            reply = known.talk.offer(operation, known.name, known.options, known.deadline())
            if reply.refused:
                self.offered = self._looked_again
            if reply.status in words.WAIT_AND_ASK_AGAIN:
                trouble = words.refusal(reply.status, ())
                return Failed(trouble) if known.rule.held_up() else known.progress(trouble)
            if reply.refused:
                return Failed(words.refusal(reply.status, reply.unsupported))
            if operation is Operation.CREATE_JOB:
                self._take_number(reply)
            if reply.unsupported:  # it dropped something all the same, and says so
                self.withdraw(words.refusal(words.Status.VALUES_NOT_SUPPORTED, reply.unsupported))
                return None if known.number is not None else Failed(known.why or Trouble(Reason.UNABLE))
        self.step = Step.SEND
        return None

    def _take_number(self, reply: Reply) -> None:
        groups = reply.message.of(Tag.JOB)
        self._case.number = words.number(groups[0], "job-id") if groups else None
        if self._case.number is None:
            raise Garbled("a job was made and has no id")

    # --- sending ----------------------------------------------------------------------------------------------------

    def _send(self) -> Progress | Verdict | None:
        known = self._case
        assert self._document is not None
        deadline = known.deadline()
        if self._sending is None:
            self.offered = True
            self._sending = (
                known.talk.begin_print(known.name, known.options, self._document)
                if known.number is None
                else known.talk.begin_send(known.number, self._document)
            )
        self._sending.send(known.turn_end, deadline)
        if not self._sending.sent:
            return known.progress()
        reply = self._sending.answer(known.deadline())
        self.close()
        return self._sent(reply)

    def _sent(self, reply: Reply) -> Verdict | None:
        trouble = words.refusal(reply.status, reply.unsupported) if reply.refused else None
        if self._case.number is None:  # Print-Job
            if trouble:
                return Failed(trouble)
            self._take_number(reply)
        self._case.rule.go()
        self.step = Step.OVER
        if trouble or reply.unsupported:
            self.withdraw(trouble or words.refusal(words.Status.VALUES_NOT_SUPPORTED, reply.unsupported))
        return None

    # --- whatever happens -------------------------------------------------------------------------------------------

    def lost(self, trouble: Trouble) -> Progress | Verdict:
        """The link failed in the middle of a step. What does that leave?"""
        if self.step is Step.SEND:
            return self._lost_sending(trouble)
        if self._document is None:
            return Doubtful(trouble)
        if self.step is not Step.OFFER or self._looked_again or trouble.reason is Reason.SILENT:
            return Failed(trouble)
        self.step, self._looked_again = Step.LOOK, True
        return self._case.progress(trouble)

    def _lost_sending(self, trouble: Trouble) -> Progress | Verdict:
        begun, whole = self._sending is not None, self._sending is not None and self._sending.sent
        if self._case.number is None:  # Print-Job: it can only be looked for
            self.close()
            self.step = Step.LOOK
            return self._case.progress(trouble) if begun else Failed(trouble)
        self.step = Step.OVER
        if not whole:
            self.withdraw(trouble)
        elif trouble.reason is Reason.SILENT:  # it may be reading still: the link stays open
            self._document, self._case.arrives_by = None, (time.monotonic() + ARRIVE, trouble)
        else:
            self.close()
            self._case.arrives_by = (time.monotonic() + ARRIVE_CUT, trouble)
        return self._case.progress(trouble)
