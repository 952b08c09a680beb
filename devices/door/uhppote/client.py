"""One board, asked: what answers another question, or is another board's, is no answer; what got none is asked anew."""

import time
from collections import deque

from devices.door.uhppote import codec
from devices.door.uhppote.codec import SIZE, NotAnAnswer, Question
from devices.errors import DeviceError, Garbled, Silent
from devices.link import Link, LinkFactory

_ANSWER = 0.25  # a board needs some 5 ms
_TRIES = 3


class Client:
    """``strangers``: what came and was not believed, newest last. One thread at a time."""

    def __init__(self, open_link: LinkFactory, serial: int, *, answer: float = _ANSWER, tries: int = _TRIES) -> None:
        self._open_link, self.serial = open_link, serial
        self._answer, self._tries = answer, tries
        self._link: Link | None = None
        self.strangers: deque[str] = deque(maxlen=20)

    def ask(self, question: Question, *, once: bool = False) -> bytes:
        """The answer's body. ``once``: never repeated, for what must not happen twice. Raises ``Unplugged``,
        ``Silent``, ``Garbled``."""
        error: DeviceError = Silent("no answer")
        for _ in range(1 if once else self._tries):
            try:
                return self._ask(question)
            except DeviceError as failure:
                error = failure
                self.drop()  # an answer that is still under way must find nobody: it would be taken for the next one
        raise error

    def drop(self) -> None:
        link, self._link = self._link, None
        if link is not None:
            link.close()

    close = drop

    def _ask(self, question: Question) -> bytes:
        if self._link is None:
            self._link = self._open_link()
        end = time.monotonic() + self._answer
        while self._link.read(0.0):
            pass  # nobody waits for that
        self._link.write(question.packet(self.serial), end)
        heard, doubt = b"", ""
        while data := self._link.read(end):
            heard += data
            while len(heard) >= SIZE:
                packet, heard = heard[:SIZE], heard[SIZE:]
                try:
                    return codec.answer(packet, question, self.serial)
                except NotAnAnswer as error:
                    doubt = str(error)
                    self.strangers.append(doubt)
        if doubt or heard:
            raise Garbled(doubt or "an answer without an end")
        raise Silent("no answer")
