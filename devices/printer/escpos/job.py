"""One slip on its way to paper, and what became of it.

Three steps – head, last line, cut – each followed by a process id and begun only when the step before is proved.
So at every moment it is known what cannot have happened: while the last line has not left us, the slip cannot be
whole on paper; once the last line's id has come back, it is. Only between the two is there doubt.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import IntEnum

from devices.errors import DeviceError, Garbled, Silent, Unplugged
from devices.printer.escpos import commands
from devices.printer.escpos.codec import Sheet
from devices.printer.escpos.conversation import Conversation
from devices.printer.escpos.status import worst
from devices.printer.verdict import Doubtful, NotPrinted, Printed, Reason, Verdict

POLL = 0.15
"""Seconds between two questions while the paper runs."""
LOST = 2.0
"""Seconds of silence after which a printer is called mute; leaves time to say so within 3 s of the fault."""
REOPEN = 1.8
"""Seconds to get a lost link back; what remains of the 3 s is for clearing the printer."""
GAP = 0.9
"""A printer that answers again after so long was off in between: even a quick one needs as long to start."""
AHEAD = 512
"""Bytes sent between two answered questions: what a printer that just died may swallow."""
SLACK = 1.0
"""Seconds beyond wire and paper time before a healthy printer's missing word is given up."""
DOTS_PER_MM = 8
HEAD_TO_CUTTER = 160
"""Dots of paper between head and cutter, at most (20 mm)."""


class Step(IntEnum):
    HEAD = 0
    TAIL = 1
    CUT = 2


class Fault(Exception):
    """Why a step did not end as it should. ``gone``: the link with it."""

    def __init__(self, reason: Reason, gone: bool = False) -> None:
        super().__init__(reason)
        self.reason, self.gone = reason, gone


class Job:
    """``reopen`` gives a new conversation after the link was lost, by the deadline, or raises ``Unplugged``.

    After :meth:`run`, ``clean`` says whether the printer is known to hold nothing of this job, and ``ragged`` whether
    uncut paper of it may stick in the mouth, ``gone`` whether the link is lost.
    """

    def __init__(
        self, talk: Conversation, sheet: Sheet, identities: Iterable[bytes] | None, millimetres_a_second: float,
        clock: Callable[[], float], reopen: Callable[[float], Conversation],
    ) -> None:  # fmt: skip
        self._talk, self._sheet, self._clock, self._reopen = talk, sheet, clock, reopen
        self._marks = tuple(identities) if identities is not None else None
        self._speed = millimetres_a_second
        self._step = Step.HEAD
        self._noise = talk.noise
        self._began = False
        self.clean = True
        self.ragged = False
        self.gone = False

    def run(self) -> Verdict:
        parts = {Step.HEAD: self._sheet.head, Step.TAIL: self._sheet.tail, Step.CUT: (self._sheet.cut,)}
        try:
            for self._step, commands_ in parts.items():
                self._do(commands_)
        except Fault as fault:
            return self._settle(fault)
        except Unplugged:
            return self._settle(Fault(Reason.UNPLUGGED, gone=True))
        except Silent:
            return self._settle(Fault(self._silent_or_garbled()))
        return self._printed()

    def _do(self, parts: Iterable[bytes]) -> None:
        """Send a step and wait for the printer's word on it."""
        self._talk.longest_gap = 0.0
        plain = self._talk.plain
        ahead = 0
        for part in parts:
            self._began = True
            self._talk.send(part)
            ahead += len(part)
            if ahead >= AHEAD:
                self._answered()
                ahead = 0
        if self._marks is None:
            self._talk.send(commands.STATUS_TO_HOST)
            self._until(lambda: self._talk.plain > plain, self._patience())
            self._healthy()
        else:
            self._talk.send(commands.process_id(self._marks[self._step]))
            self._until(self._proved, self._patience())

    def _proved(self) -> bool:
        return self._marks is not None and self._marks[self._step] in self._talk.identities

    def _patience(self) -> float:
        """Seconds this step's paper may take after its last byte."""
        before = self._sheet.dots[self._step - 1] if self._step else 0
        dots = self._sheet.dots[self._step] - before + (HEAD_TO_CUTTER if self._step == Step.CUT else 0)
        return dots / DOTS_PER_MM / self._speed + SLACK

    def _answered(self) -> None:
        """Flow control: go on only when the printer has answered a status question and accepts data."""
        self._talk.replies.pop(1, None)
        self._talk.poll()
        self._until(lambda: 1 in self._talk.replies and self._talk.go, self._patience() + LOST)

    def _healthy(self) -> None:
        """GS r only says that the command's turn came: ask whether the paper moved without an error."""
        try:
            reason = worst(self._talk.look())
        except Garbled as error:
            raise Fault(Reason.GARBLED) from error
        if reason:
            raise Fault(reason)

    def _until(self, done: Callable[[], bool], patience: float) -> None:
        """Listen until ``done()``, asking for the status meanwhile. Raises :class:`Fault`."""
        patience_ends = self._talk.wire_free + patience
        next_poll = self._talk.wire_free + POLL
        while not done():
            now = self._clock()
            self._suspect(now, patience_ends)
            if now >= next_poll:
                self._talk.poll()
                next_poll = now + POLL
            self._talk.listen(next_poll)
        if self._talk.longest_gap > GAP and not self._proved():
            raise Fault(Reason.POWER_CYCLED)

    def _suspect(self, now: float, patience_ends: float) -> None:
        if self._talk.trouble:
            self._confirm()
        if self._talk.longest_gap > GAP:
            raise Fault(Reason.POWER_CYCLED)
        if self._talk.quiet() > LOST:
            raise Fault(self._silent_or_garbled())
        if now >= patience_ends and not self._talk.quiet():
            # Alive, well, and yet the id never came: it was lost with the job.
            raise Fault(Reason.GARBLED if self._talk.noise > self._noise else Reason.POWER_CYCLED)

    def _confirm(self) -> None:
        """A trouble heard in passing may be a garbled byte: ask all four statuses before acting on it."""
        self._talk.trouble = False
        try:
            reason = worst(self._talk.look())
        except (Silent, Garbled):
            return
        if reason:
            raise Fault(reason)

    def _silent_or_garbled(self) -> Reason:
        return Reason.GARBLED if self._talk.noise > self._noise else Reason.SILENT

    # --- what became of it ----------------------------------------------------------------------------------------

    def _settle(self, fault: Fault) -> Verdict:
        """After a fault: leave nothing in the printer, and say only what is proved."""
        self.clean = False
        self.ragged = self._began
        if self._step == Step.HEAD and not self._began:
            self.clean = True
            return NotPrinted(fault.reason)
        try:
            if fault.gone:
                self._talk = self._reopen(self._clock() + REOPEN)
            if self._step == Step.TAIL:
                self._last_word()
            self.clean = fault.reason != Reason.SILENT and self._talk.clear()
        except Unplugged:
            self.gone = True
        except DeviceError:
            self.clean = False
        if self._body_printed():
            return self._printed()
        if self._step == Step.HEAD and self.clean:
            return NotPrinted(fault.reason, partial=True)
        return Doubtful(fault.reason)

    def _last_word(self) -> None:
        """The id may be on its way, or come yet if only the link broke: wait as long as the 3 s allow."""
        ends = self._clock() + LAST_WORD
        while not self._body_printed() and self._clock() < ends:
            self._talk.listen(ends)

    def _body_printed(self) -> bool:
        return (self._marks is not None and self._marks[Step.TAIL] in self._talk.identities) or self._past_tail()

    def _past_tail(self) -> bool:
        return self._marks is not None and self._step == Step.CUT

    def _printed(self) -> Printed:
        return Printed("status" if self._marks is None else "process-id")


LAST_WORD = 0.3
"""Seconds to wait for a late process id before deciding."""
