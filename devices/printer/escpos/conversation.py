"""One link's worth of talk with a printer: what was asked, what was heard, and how long it has been quiet.

Reads no clock but the one it is given. Status is asked only between commands, never inside one.
"""

from collections import deque
from collections.abc import Callable

from devices.errors import Garbled, Silent
from devices.link import Link
from devices.printer.escpos import commands, status
from devices.printer.profiles import Profile
from devices.printer.verdict import Reason

ANSWER = 0.5
"""Seconds for a real-time answer; printers need a few ms, a busy network link more."""
CLEAR_ANSWER = 0.3
PRESENTER_TRIES = 2
"""Unanswered questions for the presenter in a row after which a connection is not asked any more."""


class Conversation:
    """Everything raises :class:`~devices.errors.Unplugged` when the link goes. ``stranger``: it has not said yet what
    it is, so bit 7 of its first status may be a slip not taken, or noise."""

    def __init__(
        self, link: Link, profile: Profile, clock: Callable[[], float], baud: int, stranger: bool = False
    ) -> None:
        self._link, self._profile, self._clock = link, profile, clock
        self._second_per_byte = 10 / baud
        self._machine = status.StatusMachine(profile.slip_not_taken_bit or stranger)
        self._asked: deque[int] = deque()
        self.wire_free = clock()
        """When the wire will have carried all that was sent."""
        self._waiting_since: float | None = None
        self._astray = False
        """A question was given up; its answer may yet come."""
        self.replies: dict[int, int] = {}
        self.identities: set[bytes] = set()
        self._name: bytes | None = None
        self._presenter: bool | None = None
        self._presenter_lost = 0
        self.plain = 0
        self.cleared = 0
        self.noise = 0
        self.trouble = False
        """The last automatic status, or reply to DLE EOT 1, said that it cannot print."""
        self.go = True
        self.longest_gap = 0.0
        """Longest time a status question stayed unanswered, less what the wire itself needs."""

    def send(self, data: bytes) -> None:
        """Whole commands. Raises ``Silent`` if the wire does not take them."""
        now = self._clock()
        self.wire_free = max(now, self.wire_free) + len(data) * self._second_per_byte
        self._link.write(data, self.wire_free + 1.0)

    def poll(self, n: int = 1) -> None:
        """Ask DLE EOT n without waiting."""
        self.send(commands.ask_status(n))
        self._asked.append(n)
        if self._waiting_since is None:
            self._waiting_since = self.wire_free

    def listen(self, until: float) -> None:
        """Hear what comes, returning after the first piece or at ``until``."""
        for event in self._machine.feed(self._link.read(until)):
            self._hear(event)

    def quiet(self) -> float:
        """Seconds since the first status question that nothing has followed; 0 if none is open."""
        return 0.0 if self._waiting_since is None else max(0.0, self._clock() - self._waiting_since)

    def ask(self, n: int) -> int:
        """Ask DLE EOT n and wait. Raises ``Silent``, or ``Garbled`` if only noise came."""
        noise = self.noise
        self.replies.pop(n, None)
        self.poll(n)
        until = self.wire_free + ANSWER
        while n not in self.replies:
            if self._clock() >= until:
                self._asked.clear()
                self._astray = True
                raise Garbled("noise instead of a status") if self.noise > noise else Silent("no status came")
            self.listen(until)
        return self.replies[n]

    def look(self) -> frozenset[Reason]:
        """DLE EOT 1–4, all asked anew, and what they mean. Raises ``Garbled`` also for a bit 7 in the last three: no
        model has a use for it there, but a line with a parity bit sets it everywhere."""
        self._settle_open_questions()
        replies = {n: self.ask(n) for n in (1, 2, 3, 4)}
        if any(replies[n] & 0x80 for n in (2, 3, 4)):
            raise Garbled("bit 7 is set in a status")
        return status.reasons(replies, self._profile)

    @property
    def puzzling(self) -> bool:
        """Bit 7 of the first status is set, and the profile does not explain it."""
        return bool(self.replies[1] & 0x80) and not self._profile.slip_not_taken_bit

    def slip_present(self) -> bool | None:
        """Whether a slip waits in the mouth or presenter, by the status just looked at or by asking; None if the model
        has no sensor for it or does not answer."""
        if self._profile.slip_not_taken_bit:
            return bool(self.replies[1] & 0x80)
        if not self._profile.full_status or self._presenter_lost >= PRESENTER_TRIES:
            return None
        self._presenter = None
        self._machine.expect_full()
        self.send(commands.FULL_STATUS)
        until = self.wire_free + ANSWER
        while self._presenter is None and self._clock() < until:
            self.listen(until)
        self._machine.expect_full(False)
        self._presenter_lost = self._presenter_lost + 1 if self._presenter is None else 0
        return self._presenter

    def adopt(self, profile: Profile) -> None:
        """It has said what it is, or will not: read what it says by ``profile``."""
        self._profile = profile
        self._machine = status.StatusMachine(profile.slip_not_taken_bit)

    def name_deadline(self) -> float:
        """Until when questions asked from now on are worth an answer."""
        return self._clock() + ANSWER

    def name(self, n: int, until: float) -> str | None:
        """What ``GS I n`` answers, or None if nothing whole comes by ``until``."""
        self.listen(self._clock())
        self._name = None
        self.send(commands.ask_name(n))
        while self._name is None and self._clock() < until:
            self.listen(until)
        return None if self._name is None else self._name.decode("ascii", "replace").strip()

    def clear(self) -> bool:
        """Empty the printer's buffers, and whether it said so. Where it cannot say so: asked all the same, False."""
        if self._profile.clear is False:
            self.send(commands.RECOVER_AND_CLEAR)
            return False
        before = self.cleared
        self.send(commands.CLEAR)
        until = self.wire_free + CLEAR_ANSWER
        while self.cleared == before and self._clock() < until:
            self.listen(until)
        if self.cleared == before and self._profile.clear is None:  # it may not know the command: the older one, too
            self.send(commands.RECOVER_AND_CLEAR)
        return self.cleared > before

    def forget(self) -> None:
        """What was heard before a job proves nothing for it."""
        self.listen(self._clock())
        self.identities.clear()
        self.go, self.trouble, self.longest_gap = True, False, 0.0
        self._waiting_since = None

    def close(self) -> None:
        self._link.close()

    def _settle_open_questions(self) -> None:
        """Replies do not say what they answer, so none may be on its way when four different ones are asked: the
        answer to one given up, taken for that to the next, would show paper where there is none."""
        until = self._clock() + ANSWER
        while (self._asked or self._astray) and self._clock() < until:
            self.listen(until)
        self._asked.clear()
        self._astray = False

    def _hear(self, event: status.Event) -> None:
        if isinstance(event, status.Noise):
            self.noise += 1
            return
        match event:
            case status.RealTime():
                self._hear_reply(event.byte)
            case status.Automatic():
                self.trouble = status.automatic_trouble(event.data)
            case status.ProcessId():
                self.identities.add(event.identity)
            case status.Plain():
                self.plain += 1
            case status.Cleared():
                self.cleared += 1
            case status.Info():
                self._name = event.text
            case status.Full():
                self._presenter = event.slip_in_presenter
            case status.Flow():
                self.go = event.go

    def _hear_reply(self, byte: int) -> None:
        if not self._asked:  # late, or never asked for: it lives, and no more is known
            self._waiting_since = None
            return
        n = self._asked.popleft()
        self.replies[n] = byte
        self.longest_gap = max(self.longest_gap, self.quiet())
        self._waiting_since = None if not self._asked else self._clock()
        if n == 1:
            self.trouble = status.offline(byte)
