"""One board, asked: what answers another question, or is another board's, is no answer; what got none is asked anew."""

import threading
import time
from collections import deque
from typing import Protocol

from devices.door.uhppote import codec
from devices.door.uhppote.codec import SIZE, NotAnAnswer, Question
from devices.errors import DeviceError, Garbled, Silent
from devices.link import Link, LinkFactory

_ANSWER = 0.25  # a board needs some 5 ms
_TRIES = 3
_REST = 0.002  # seconds between two questions of whoever has many, in which others get their turn


class Asked(Protocol):
    """A board's line. Any thread; one question at a time."""

    @property
    def serial(self) -> int: ...
    def ask(self, question: Question, *, once: bool = False) -> bytes: ...
    def close(self) -> None: ...


class Client:
    """``strangers``: what came and was not believed, newest last. Any thread."""

    def __init__(self, open_link: LinkFactory, serial: int, *, answer: float = _ANSWER, tries: int = _TRIES) -> None:
        self._open_link, self.serial = open_link, serial
        self._answer, self._tries = answer, tries
        self._link: Link | None = None
        self._turn = threading.Lock()
        self.strangers: deque[str] = deque(maxlen=20)

    def ask(self, question: Question, *, once: bool = False) -> bytes:
        """The answer's body. ``once``: never repeated, for what must not happen twice. Raises ``Unplugged``,
        ``Silent``, ``Garbled``."""
        error: DeviceError = Silent("no answer")
        for _ in range(1 if once else self._tries):
            with self._turn:
                try:
                    return self._ask(question)
                except DeviceError as failure:
                    error = failure
                    self._drop()  # an answer that is under way must find nobody: it would be taken for the next one
        raise error

    def drop(self) -> None:
        with self._turn:
            self._drop()

    close = drop

    def _drop(self) -> None:
        link, self._link = self._link, None
        if link is not None:
            link.close()

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


class Patient:
    """The same line for a long work of many questions: nobody who looks or unlocks waits for more than one of them."""

    def __init__(self, client: Asked) -> None:
        self._client = client

    @property
    def serial(self) -> int:
        return self._client.serial

    def ask(self, question: Question, *, once: bool = False) -> bytes:
        time.sleep(_REST)
        return self._client.ask(question, once=once)

    def close(self) -> None:
        """It is somebody else's."""
