"""An ESC/POS printer seen from its wire, faults included.

It does what real ones do, also where that hurts: real-time commands are executed wherever they stand, even inside a
picture; on an open cover or at paper end it stops, keeps what is buffered, and **goes on printing it** when the cause
is gone; ``GS r`` is answered when its turn comes, ``GS ( H`` when printing completes, and only the latest id.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from devices.printer.escpos.condition import Condition
from devices.printer.escpos.holder import Fate, Holder
from devices.printer.escpos.lexer import Command, take
from devices.printer.escpos.realtime import CLEAR, RealTimePicker
from devices.printer.escpos.typesetter import Cut, Ink, Row, Typesetter
from devices.printer.profiles import GENERIC_80, Profile

if TYPE_CHECKING:
    from PIL.Image import Image

DOTS_PER_MM = 8
LOOKAHEAD = 64
"""Rows it interprets ahead of the head: the print buffer. Models without process ids are simple ones that print each
row before they look at the next command; else their GS r would prove nothing at all."""


@dataclass
class Paper:
    """One piece of paper: what stands on it and whether it was cut off. ``data``: the commands that made it.
    ``fate``: where it is now, if the printer has a sensor in its mouth."""

    dots: int
    rows: list[Row] = field(default_factory=list)
    data: bytes = b""
    cut: bool = False
    fate: Fate = "out"

    def text(self) -> list[str]:
        from devices.printer.escpos.picture import text_of_rows

        return text_of_rows(self.rows)

    def picture(self) -> Image:
        from devices.printer.escpos.picture import draw_rows

        return draw_rows(self.rows, self.dots)


@dataclass
class _Job:
    """Something in the print buffer: a row, or a process id to answer when it is reached."""

    row: Row | None
    data: bytes = b""
    identity: bytes = b""


class EscposSimulator(Condition):
    """See :class:`devices.simulator.Simulator`. ``speed`` in mm of paper a second, ``boot`` seconds from power on to
    the first answer, ``buffer`` bytes of receive buffer (what comes beyond is lost), ``flow``: says XON and XOFF.
    ``taken_after`` seconds a visitor takes a slip (None: nobody does); it matters only where a sensor sees it.

    The controls (``open_cover`` …) are what hands do to a printer; each takes the time ``now`` first.
    """

    def __init__(
        self,
        profile: Profile = GENERIC_80,
        *,
        speed: float = 150.0,
        cut_time: float = 0.15,
        boot: float = 1.2,
        buffer: int = 4096,
        flow: bool = False,
        process_id: bool | None = None,
        taken_after: float | None = 0.0,
    ) -> None:
        self.profile, self.speed, self.cut_time, self.boot = profile, speed, cut_time, boot
        self.buffer, self.flow = buffer, flow
        self.has_process_id = profile.process_id is not False if process_id is None else process_id
        self._lookahead = LOOKAHEAD if self.has_process_id else 1
        super().__init__(profile.slip_not_taken_bit)
        sees = bool(profile.presenter or profile.full_status or profile.slip_not_taken_bit)
        self.holder = Holder(sees, profile.retract_s if profile.presenter else None, taken_after)
        self.paper_left: float | None = None
        """mm until the paper ends; None: a full roll."""
        self.fed_mm = 0.0
        self.lost_bytes = 0
        self._papers = [Paper(profile.dots)]
        self._booting_until: float | None = None
        self._volatile()

    def _volatile(self) -> None:
        """What power off forgets."""
        self._setter = Typesetter(self.profile.dots, self.profile.charset)
        self._received = bytearray()
        self._picker = RealTimePicker(bool(self.profile.full_status))
        self._line = b""
        self._queue: deque[_Job] = deque()
        self._done_at: float | None = None
        self._motor = 0.0
        self._out = bytearray()
        self._asb, self._told, self._xoff = 0, b"", False

    # --- the wire -------------------------------------------------------------------------------------------------

    def receive(self, data: bytes, now: float) -> None:
        self._advance(now)
        if self._booting_until is not None:
            return
        for byte in data:
            for piece in self._picker.feed(byte):
                self._obey(piece) if isinstance(piece, bytes) else self._store(piece)
        self._advance(now)

    def transmit(self, now: float) -> bytes:
        self._advance(now)
        out = bytes(self._out)
        self._out.clear()
        return out

    def say(self, data: bytes) -> None:
        """To the host, out of turn."""
        self._out += data

    def wake_at(self) -> float | None:
        if self._booting_until is not None:
            return self._booting_until
        return min((at for at in (self._done_at, self.holder.due_at()) if at is not None), default=None)

    def power_cycle(self, now: float) -> None:
        self._advance(now)
        self._volatile()
        self.cutter_error = False
        self._booting_until = now + self.boot

    # --- what came out --------------------------------------------------------------------------------------------

    @property
    def papers(self) -> list[Paper]:
        """Pieces of paper with something on them, oldest first; the last may still be in the printer."""
        return [paper for paper in self._papers if any(isinstance(row, Ink) for row in paper.rows)]

    # --- hands ----------------------------------------------------------------------------------------------------

    def open_cover(self, now: float) -> None:
        self._change(now, cover_open=True)

    def close_cover(self, now: float) -> None:
        self._change(now, cover_open=False)

    def paper_out(self, now: float, after_mm: float = 0.0) -> None:
        """The roll ends now, or when ``after_mm`` more have been fed."""
        self.paper_left = after_mm
        self._change(now, paper_end=after_mm <= 0)

    def refill(self, now: float) -> None:
        """A new roll; what was printed on the old one is torn off."""
        self.paper_left = None
        if self._papers[-1].rows:
            self._papers.append(Paper(self.profile.dots))
        self._change(now, paper_end=False, low=False)

    def paper_low(self, now: float, low: bool = True) -> None:
        self._change(now, low=low)

    def jam_cutter(self, now: float) -> None:
        """The next cut fails."""
        self._change(now, jammed=True)

    def free_cutter(self, now: float) -> None:
        """The jam is removed; the error stays until DLE ENQ, a clear, or power off."""
        self._change(now, jammed=False)

    def overheat(self, now: float, hot: bool = True) -> None:
        self._change(now, hot=hot)

    def break_down(self, now: float, broken: bool = True) -> None:
        """An unrecoverable error."""
        self._change(now, broken=broken)

    def leave_slip(self, now: float, hanging: bool = True) -> None:
        """The last slip was not taken (whatever it was); or somebody takes it."""
        self._advance(now)
        if hanging:
            self.holder.put(self.papers[-1] if self.papers else Paper(self.profile.dots), now, None)
        else:
            self.holder.take()
        self._advance(now)

    def take_slip(self, now: float) -> None:
        """The visitor takes what waits in the mouth."""
        self.leave_slip(now, False)

    def _change(self, now: float, **state: bool) -> None:
        self._advance(now)
        for name, value in state.items():
            setattr(self, name, value)
        self._advance(now)

    # --- receiving ------------------------------------------------------------------------------------------------

    def _store(self, byte: int) -> None:
        if len(self._received) >= self.buffer and self.stopped:
            self.lost_bytes += 1
            return
        self._received.append(byte)
        if self.flow and not self._xoff and len(self._received) > self.buffer * 3 // 4:
            self._xoff = True
            self._out.append(0x13)

    def _obey(self, command: bytes) -> None:
        if command[1:] == b"\x04\x14":
            self._out += self.full_status()
        elif command[1] == 0x04:
            self._out += self.status(command[2])
        elif command == CLEAR:
            if self.profile.clear:
                self._clear()
                self._out += b"\x37\x25\x00"
        elif command[1] == 0x05 and command[2] in (1, 2) and not self.jammed:
            self.cutter_error = False
            if command[2] == 2:
                self._clear()

    def _clear(self) -> None:
        self._received.clear()
        self._queue.clear()
        self._setter.drop_line()
        self._line, self._done_at = b"", None
        self.cutter_error = self.cutter_error and self.jammed

    # --- printing -------------------------------------------------------------------------------------------------

    def _advance(self, now: float) -> None:
        """Everything that happens by itself up to ``now``."""
        if self._booting_until is not None:
            if now < self._booting_until:
                return
            self._booting_until = None
        moving = True
        while moving:
            moving = self._interpret() | self._move(now)
        if self._done_at is None:
            self._motor = now
        self.holder.advance(now)
        self.hanging = self.holder.waiting
        self._tell()

    def _interpret(self) -> bool:
        """Commands from the receive buffer into the print buffer. True if any."""
        used = 0
        while not self.stopped and len(self._queue) < self._lookahead:
            command = take(self._received, used)
            if command is None:
                break
            used += len(command.data)
            self._execute(command)
        del self._received[:used]
        if self._xoff and len(self._received) < self.buffer // 4:
            self._xoff = False
            self._out.append(0x11)
        return used > 0

    def _execute(self, command: Command) -> None:
        body = command.body
        match command.name:
            case "GS r" if body[0] in (1, 49):
                self._out.append((0x03 if self.low else 0) | (0x0C if self.paper_end else 0))
            case "GS r" if body[0] in (2, 50):
                self._out.append(0x00)
            case "GS I":
                self._identify(body[0])
            case "GS a" if self.profile.asb:
                self._asb, self._told = body[0], b""
            case "GS (" if body[0] == 0x48 and len(body) == 9 and body[3:5] == b"00":
                self._ask_identity(body[5:9])
            case _:
                self._line += command.data
                for row in self._setter.take(command):
                    self._queue.append(_Job(row, self._line))
                    self._line = b""

    def _ask_identity(self, identity: bytes) -> None:
        """Only the latest pending id is answered."""
        if self.has_process_id:
            for job in self._queue:
                job.identity = b""
            self._queue.append(_Job(None, identity=identity))

    def _identify(self, n: int) -> None:
        model, font = self.profile.model or self.profile.name.upper(), f"CHINA {self.profile.charset.upper()}"
        names = {65: b"1.00", 66: b"ONEDOOR", 67: model.encode(), 69: font.encode()}
        if n in names:
            self._out += b"\x5f" + names[n] + b"\x00"

    def _move(self, now: float) -> bool:
        """The motor: finish the row under the head, begin the next. True if something was finished."""
        if not self._queue or self.stopped:
            self._done_at = None  # a row that was interrupted is printed anew
            return False
        job = self._queue[0]
        if job.row is None:
            self._queue.popleft()
            if job.identity:
                self._out += b"\x37\x22" + job.identity + b"\x00"
            return True
        if self._done_at is None:
            extra = self.cut_time if isinstance(job.row, Cut) else 0.0
            self._done_at = self._motor + job.row.height / DOTS_PER_MM / self.speed + extra
        if now < self._done_at:
            return False
        return self._finish(job)

    def _finish(self, job: _Job) -> bool:
        """The row is on the paper; the next one begins when this one ended, however late we look."""
        assert self._done_at is not None
        self._motor, self._done_at = self._done_at, None
        if isinstance(job.row, Cut) and self.jammed:
            self.cutter_error = True
            return True
        self._queue.popleft()
        self._put(job)
        return True

    def _put(self, job: _Job) -> None:
        assert job.row is not None
        paper, millimetres = self._papers[-1], job.row.height / DOTS_PER_MM
        paper.rows.append(job.row)
        paper.data += job.data
        self.fed_mm += millimetres
        if isinstance(job.row, Cut):
            paper.cut = True
            self.holder.put(paper, self._motor)
            self._papers.append(Paper(self.profile.dots))
        if self.paper_left is not None:
            self.paper_left -= millimetres
            self.paper_end = self.paper_end or self.paper_left <= 0

    def _tell(self) -> None:
        """Automatic status, on change and once when it is switched on."""
        if not self._asb & 0x0E:
            return
        status = self.automatic()
        if status != self._told:
            self._told = status
            self._out += status
