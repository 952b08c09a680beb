"""The ticket printer over ESC/POS. Blocking, one thread; reconnects by itself; never says "printed" from a timer."""

import time
from collections.abc import Callable

from devices.errors import Garbled, Silent, Unplugged
from devices.link import LinkFactory
from devices.printer.escpos import codec, commands
from devices.printer.escpos.conversation import Conversation
from devices.printer.escpos.introduction import Introduction
from devices.printer.escpos.job import POLL, Job
from devices.printer.escpos.mouth import Mouth
from devices.printer.escpos.status import worst
from devices.printer.identity import Choice
from devices.printer.profiles import Profile
from devices.printer.slip import Slip
from devices.printer.verdict import NotPrinted, PrinterHealth, Reason, SlipState, Verdict

PROBE = 0.5
"""Seconds a printer has to answer its first process id, with nothing to print before it."""
PATIENT = 3
"""Silent answers in a row after which the link itself is opened anew (a TCP peer may be long gone)."""
CUTTER_RETRY = 5.0
"""Seconds between two attempts to set a stuck cutter free."""
IDS_PER_JOB = 4


class EscposPrinter:
    """See :class:`devices.printer.verdict.TicketPrinter`.

    ``open_link`` is called again after every loss of the link. ``clock`` must run like ``time.monotonic``, which the
    link's deadlines are measured by. ``baud`` is the serial rate, or a large number where the wire costs no time.
    ``sleep`` goes with ``clock``: tests run both faster. ``profile`` None: chosen by what the printer says it is.
    """

    def __init__(
        self,
        open_link: LinkFactory,
        profile: Profile | None,
        clock: Callable[[], float] = time.monotonic,
        baud: int = 115200,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._sleep = sleep
        self._open_link, self._clock, self._baud = open_link, clock, baud
        self._introduction = Introduction(profile)
        self._mouth = Mouth(self._profile)
        self._talk: Conversation | None = None
        self._has_process_id: bool | None = None
        """None: not known of this connection yet, and asked before the first slip."""
        self._dirty = True  # the printer may hold half a job of whoever spoke to it before us
        self._ragged = True  # the program before us may have been killed in the middle of a slip
        self._lost: frozenset[str] = frozenset()
        """Characters that stand as 〓 on the last slip."""
        self._silences = 0
        self._freed_at = float("-inf")

    def print(self, slip: Slip, job: int) -> Verdict:
        profile = self._profile
        try:
            sheet = codec.encode_steps(slip, profile)
            health = self.health()
            if self._profile != profile:  # it has just said what it is
                sheet = codec.encode_steps(slip, self._profile)
        except codec.Unprintable:
            return NotPrinted(Reason.UNPRINTABLE)
        self._lost = sheet.lost
        reason = self._cannot(health)
        if reason or self._talk is None:
            return NotPrinted(reason or Reason.UNPLUGGED)
        try:
            marks = self._marks(self._talk, job)
            self._begin(self._talk)
        except Unplugged:
            self._drop()
            return NotPrinted(Reason.UNPLUGGED)
        except Silent:
            return NotPrinted(Reason.SILENT)
        except Garbled:
            return NotPrinted(Reason.GARBLED)
        return self._run(Job(self._talk, sheet, marks, self._profile.slowest_mm_s, self._clock, self._reopen))

    def health(self) -> PrinterHealth:
        try:
            talk = self._connected()
            reasons = talk.look()
            self._silences = 0
            if self._introduction.ask(talk):
                self._adopt()
                reasons = talk.look()
            if talk.puzzling and not (self._introduction.open and worst(reasons)):
                raise Garbled("bit 7 is set in its status, and its profile does not say why")
            if Reason.CUTTER in reasons:
                self._free_cutter(talk)
            told = reasons | self._slip(talk) | self._doubts()
        except Unplugged:
            self._drop()
            return PrinterHealth(False, frozenset({Reason.UNPLUGGED}))
        except Garbled:
            return PrinterHealth(None, frozenset({Reason.GARBLED}))
        except Silent:
            self._fall_silent()
            return PrinterHealth(None, frozenset({Reason.SILENT}))
        return PrinterHealth(worst(reasons) is None, told, self._mouth.state)

    def identity(self) -> Choice | None:
        return self._introduction.choice

    def close(self) -> None:
        self._drop()

    # --- what it is -----------------------------------------------------------------------------------------------

    @property
    def _profile(self) -> Profile:
        return self._introduction.profile

    def _adopt(self) -> None:
        """Another profile from now on."""
        self._mouth = Mouth(self._profile)
        self._has_process_id = None

    def _doubts(self) -> frozenset[Reason]:
        choice = self._introduction.choice
        other = choice is not None and choice.contradicts
        return frozenset(
            reason for reason, so in ((Reason.OTHER_MODEL, other), (Reason.MISSING_GLYPH, self._lost)) if so
        )

    def _slip(self, talk: Conversation) -> frozenset[Reason]:
        """Look whether the last slip was taken."""
        self._mouth.saw(talk.slip_present(), self._clock())
        match self._mouth.state:
            case SlipState.WAITING:
                return frozenset({Reason.SLIP_NOT_TAKEN})
            case SlipState.RETRACTED:
                return frozenset({Reason.SLIP_RETRACTED})
        return frozenset()

    # --- the link -------------------------------------------------------------------------------------------------

    def _connected(self) -> Conversation:
        """A conversation with a printer that holds nothing of an earlier job. Raises DeviceError."""
        if self._talk is None:
            self._introduction.met()
            self._talk = Conversation(self._open_link(), self._profile, self._clock, self._baud, stranger=True)
            self._dirty = True
            self._has_process_id = None
        if self._dirty:
            self._clean(self._talk)
        return self._talk

    def _clean(self, talk: Conversation) -> None:
        """Leftovers go before anything else is said. A printer that answers a status but cannot confirm the clearing
        (an older one) gets what it may be waiting for to end a half-sent picture, and ESC @."""
        if talk.clear():
            self._dirty = False
            return
        if worst(talk.look()) is None:
            talk.send(bytes(HALF_SENT) + commands.INITIALIZE)
            self._dirty = False

    def _reopen(self, until: float) -> Conversation:
        """A new conversation with a printer that answers, by ``until``. Raises ``Unplugged``."""
        self._drop()
        self._introduction.met()
        while True:
            try:
                self._talk = Conversation(self._open_link(), self._profile, self._clock, self._baud)
                self._talk.ask(1)
                return self._talk
            except (Unplugged, Silent, Garbled) as error:
                self._drop()
                if self._clock() + POLL >= until:
                    raise Unplugged("the printer did not come back in time") from error
                self._sleep(POLL)

    def _drop(self) -> None:
        if self._talk is not None:
            self._talk.close()
        self._talk = None

    def _fall_silent(self) -> None:
        self._silences += 1
        if self._silences >= PATIENT:
            self._silences = 0
            self._drop()

    def _free_cutter(self, talk: Conversation) -> None:
        """DLE ENQ 2 ends a cutter error once the jam is gone; nothing of ours is in the buffer."""
        if self._clock() - self._freed_at >= CUTTER_RETRY:
            self._freed_at = self._clock()
            talk.send(commands.RECOVER_AND_CLEAR)

    # --- a job ----------------------------------------------------------------------------------------------------

    @staticmethod
    def _cannot(health: PrinterHealth) -> Reason | None:
        """Why not to begin."""
        if health.able:
            return None
        return worst(health.reasons) or next(iter(health.reasons), Reason.OFFLINE)

    def _marks(self, talk: Conversation, job: int) -> tuple[bytes, ...] | None:
        """Process ids for the three steps, ascending with ``job``; None if the printer does not know process ids.
        Raises ``Silent`` if it answers nothing."""
        if self._profile.process_id is False:
            return None
        probe, *marks = (commands.identity(job * IDS_PER_JOB + offset) for offset in range(IDS_PER_JOB))
        if self._has_process_id is None:
            try:
                self._has_process_id = self._knows_ids(talk, probe)
            except Silent:  # it may take our words for the rest of a picture that broke off
                self._dirty = True
                self._clean(talk)
                self._has_process_id = self._knows_ids(talk, probe)
        return tuple(marks) if self._has_process_id else None

    def _knows_ids(self, talk: Conversation, probe: bytes) -> bool:
        """Asked of the printer itself, once for each connection; ``GS r`` with it, for silence alone proves no lack.
        Raises ``Silent`` if it answers neither."""
        plain = talk.plain
        talk.send(commands.process_id(probe) + commands.STATUS_TO_HOST)
        until = talk.wire_free + PROBE
        while probe not in talk.identities and self._clock() < until:
            talk.listen(until)
        if probe not in talk.identities and talk.plain == plain:
            raise Silent("neither a process id nor a status was answered")
        return probe in talk.identities

    def _begin(self, talk: Conversation) -> None:
        talk.forget()
        if self._ragged:  # the torso of a failed slip must not hang on the next visitor's
            talk.send(commands.INITIALIZE + commands.cut(self._profile.partial_cut, 0))
        if self._profile.asb:
            talk.send(commands.ASB_ON)

    def _run(self, job: Job) -> Verdict:
        verdict = job.run()
        self._mouth.printed(self._clock())
        self._dirty, self._ragged = not job.clean, job.ragged
        if job.gone:
            self._drop()
        return verdict


HALF_SENT = 2048
"""NUL bytes that complete the longest command a job may have been cut off in (a raster band, at most 1.7 KB): white
dots there, nothing anywhere else."""
