"""Finding the speed a module is set to, by asking for its status at each. Nothing is set: command 60 is never sent."""

import time
from collections.abc import Callable

from devices.errors import Silent
from devices.idcard.sdt import codec
from devices.idcard.sdt.codec import Command
from devices.link import Link

_TRIES = 2  # the first may end what an earlier try at another speed had begun
_ANSWER = 0.2  # seconds: at 9600 the answer is on the line for 0.012 of them; five speeds make two seconds


class SpeedHunt:
    """A :class:`devices.link.LinkFactory` over ``open_at``, which opens the port at a speed. The speed that answered
    last is tried first; when none does, the link is open at the usual one, for the driver to find it silent.

    ``baud`` is the speed that answered, or None.
    """

    def __init__(self, open_at: Callable[[int], Link]) -> None:
        self._open_at = open_at
        self.baud: int | None = None

    def __call__(self) -> Link:
        usual = next(iter(codec.BAUDS))
        for baud in sorted(codec.BAUDS, key=lambda one: one != self.baud):
            link = self._open_at(baud)
            if _answers(link):
                self.baud = baud
                return link
            link.close()
        self.baud = None
        return self._open_at(usual)


def _answers(link: Link) -> bool:
    """Whether anything that is SDT comes back. Raises ``Unplugged``."""
    frames = codec.FrameReader()
    for _ in range(_TRIES):
        end = time.monotonic() + _ANSWER
        try:
            link.write(codec.request(Command.SAM_STATUS), end)
        except Silent:
            return False
        while data := link.read(end):
            if frames.feed(data):
                return True
    return False
