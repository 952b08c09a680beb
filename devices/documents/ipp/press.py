"""A simulated A4 printer's inside: jobs on their way to paper, and what hands do to it. No IPP in it, and no clock."""

import re
from collections import deque
from dataclasses import dataclass, field

from devices.documents.ipp.words import JobState

_PAGE = re.compile(rb"/Type\s*/Page\b(?!s)")


@dataclass
class Work:
    """One job. ``state`` is IPP's; ``done`` sides are on paper. ``pages`` is counted when the document has come."""

    number: int
    name: str
    user: str
    copies: int = 1
    sides: str = "one-sided"
    media: str = ""
    state: JobState = JobState.HELD
    pages: int = 1
    done: int = 0
    document: bytes = field(default=b"", repr=False)

    @property
    def of(self) -> int:
        return self.pages * self.copies

    def sheets(self, more: int = 0) -> int:
        """Sheets begun when ``more`` sides than now are done; a copy begins on a new one."""
        done = self.done + more
        if self.sides == "one-sided":
            return done
        whole, rest = divmod(done, self.pages)
        return whole * ((self.pages + 1) // 2) + (rest + 1) // 2

    @property
    def over(self) -> bool:
        return self.state >= JobState.CANCELLED


class Press:
    """``pace``: seconds a side; ``tray``: sheets in it. ``keeps``: a job that is cancelled comes out all the same.
    Each hand takes the time ``now`` (``time.monotonic()`` seconds) first."""

    def __init__(self, pace: float = 1.0, tray: int = 250, keeps: bool = False) -> None:
        self.pace, self.tray, self.keeps = pace, tray, keeps
        self.jammed = self.cover_open = self.toner_low = self.toner_out = self.paused = False
        self.jobs: deque[Work] = deque(maxlen=100)
        self.printed: deque[Work] = deque(maxlen=20)
        """Jobs of which something came out, oldest first."""
        self._numbers = 0
        self._side_ends: float | None = None

    def stops(self, job: Work) -> bool:
        """Its next side cannot be printed."""
        no_paper = self.tray <= 0 and job.sheets(1) > job.sheets()
        return no_paper or self.jammed or self.cover_open or self.toner_out or self.paused

    @property
    def current(self) -> Work | None:
        """What is printed, or waits to be."""
        return next((job for job in self.jobs if not job.over and job.state != JobState.HELD), None)

    # --- hands ----------------------------------------------------------------------------------------------------

    def paper_out(self, now: float, after: int = 0) -> None:
        """The tray holds ``after`` sheets more."""
        self._change(now, tray=after)

    def refill(self, now: float, sheets: int = 250) -> None:
        self._change(now, tray=sheets)

    def jam(self, now: float, jammed: bool = True) -> None:
        self._change(now, jammed=jammed)

    def free_jam(self, now: float) -> None:
        self.jam(now, False)

    def open_cover(self, now: float) -> None:
        self._change(now, cover_open=True)

    def close_cover(self, now: float) -> None:
        self._change(now, cover_open=False)

    def low_toner(self, now: float) -> None:
        self._change(now, toner_low=True)

    def empty_toner(self, now: float) -> None:
        self._change(now, toner_low=True, toner_out=True)

    def new_toner(self, now: float) -> None:
        self._change(now, toner_low=False, toner_out=False)

    def pause(self, now: float, paused: bool = True) -> None:
        self._change(now, paused=paused)

    def hold(self, now: float, number: int, held: bool = True) -> None:
        """At the panel: a job that has come waits until it is let go. Raises ``KeyError``."""
        job = self.job(number)
        if job.document:
            job.state, self._side_ends = JobState.HELD if held else JobState.PENDING, None
        self.advance(now)

    def cancel(self, now: float, number: int) -> None:
        """At the panel. Raises ``KeyError``."""
        self.drop(self.job(number), JobState.CANCELLED)
        self.advance(now)

    def power_cycle(self, now: float) -> None:
        """Everything it held is gone, and its numbers begin anew."""
        self.jobs.clear()
        self._numbers, self._side_ends = 0, None

    def _change(self, now: float, **state: bool | int) -> None:
        self.advance(now)
        for name, value in state.items():
            setattr(self, name, value)
        self.advance(now)

    # --- jobs -----------------------------------------------------------------------------------------------------

    def job(self, number: int) -> Work:
        """Raises ``KeyError``."""
        for job in self.jobs:
            if job.number == number and not job.over:
                return job
        raise KeyError(number)

    def make(self, name: str, user: str, copies: int, sides: str, media: str) -> Work:
        self._numbers += 1
        job = Work(self._numbers, name, user, copies, sides, media)
        self.jobs.append(job)
        return job

    def take(self, job: Work, document: bytes, now: float) -> None:
        """The document has come whole."""
        job.document, job.pages = document, len(_PAGE.findall(document)) or 1
        job.state = JobState.PENDING
        self.advance(now)

    def drop(self, job: Work, state: JobState) -> None:
        """Cancelled or aborted: nothing more of it comes out, unless this printer keeps what it has."""
        if self.keeps and state == JobState.CANCELLED and job.document:
            return
        if job is self.current:
            self._side_ends = None
        job.state, job.document = state, b""

    def advance(self, now: float) -> None:
        """Everything that happens by itself up to ``now``."""
        while (job := self.current) is not None:
            if self.stops(job):
                self._side_ends = None  # the side under way is printed anew
                job.state = JobState.STOPPED
                return
            job.state = JobState.PROCESSING
            if self._side_ends is None:
                self._side_ends = now + self.pace
            if self._side_ends > now:
                return
            self._put_side(job)
            self._side_ends = None if job.over else self._side_ends + self.pace

    def _put_side(self, job: Work) -> None:
        self.tray -= job.sheets(1) - job.sheets()
        job.done += 1
        if job not in self.printed:
            self.printed.append(job)
        if job.done >= job.of:
            job.state, job.document = JobState.COMPLETED, b""
