"""Question and answer with one module over one link: what went wrong on the way is asked once more."""

import time

from devices.errors import Garbled, Refused, Silent
from devices.idcard.sdt import codec
from devices.idcard.sdt.codec import Command, Status
from devices.link import Link

_TIMEOUTS = {Command.FIND: 0.5, Command.SELECT: 0.5, Command.READ: 2.0}  # what public hosts wait, at their widest
_TIMEOUT = 0.5
_GAP = 0.25  # a frame that stops for this long has lost its end
_QUIET = 0.05  # before asking again: let what is still coming come
_RESEND = frozenset({Status.BAD_CHECKSUM, Status.BAD_LENGTH, Status.BAD_COMMAND})


class Conversation:
    """``end``: no answer is waited for longer, in ``time.monotonic()`` seconds; to be set before each look."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._frames = codec.FrameReader()
        self.end = 0.0

    def close(self) -> None:
        self._link.close()

    def ask(self, command: Command, *accepted: Status) -> codec.Reply:
        """The reply, if its status is one of ``accepted`` (OK by default). Raises ``Refused`` for any other status,
        ``Garbled`` or ``Silent`` for none, ``Unplugged``."""
        for last in (False, True):
            try:
                reply = self._exchange(command)
                if reply.status in (accepted or (Status.OK,)):
                    return reply
                if reply.status in (Status.OK, Status.FOUND):
                    raise Garbled("an answer to some other question")
                if last or reply.status not in _RESEND:
                    raise Refused(f"{command.name} was answered {reply.status:02X}", reply.status)
            except Garbled:
                if last:
                    raise
            self._drain(_QUIET)
        raise AssertionError("unreachable")

    def _exchange(self, command: Command) -> codec.Reply:
        self._drain(0.0)
        end = min(time.monotonic() + _TIMEOUTS.get(command, _TIMEOUT), self.end)
        self._link.write(codec.request(command), end)
        while True:
            until = min(end, time.monotonic() + _GAP) if self._frames.pending else end
            data = self._link.read(until)
            if not data:
                if self._frames.pending or self._frames.rejected:
                    raise Garbled(f"the answer to {command.name} has no end")
                raise Silent(f"no answer to {command.name}")
            bodies = self._frames.feed(data)
            if bodies:
                return _parsed(bodies[0])
            if self._frames.rejected:
                raise Garbled(f"the answer to {command.name} has a wrong check")

    def _drain(self, quiet: float) -> None:
        """Throw away what nobody asked for, until the line has been ``quiet`` for that long; at most half a second."""
        end = time.monotonic() + 0.5
        while self._link.read(min(end, time.monotonic() + quiet)) and time.monotonic() < end:
            pass
        self._frames.clear()


def _parsed(body: bytearray) -> codec.Reply:
    try:
        return codec.parse_reply(body)
    except ValueError as error:
        raise Garbled(str(error)) from None
    finally:
        body[:] = bytes(len(body))
