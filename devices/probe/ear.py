"""Asks a printer and hears everything it says, believed or not."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from devices.link import Link
from devices.printer.escpos.status import Event, StatusMachine

ANSWER = 0.5
"""Seconds a printer has to answer."""
QUIET = 1 / 8
"""After an answer the line is heard for this share of the patience longer: what comes unasked is heard too."""


@dataclass(frozen=True)
class Heard:
    """``raw`` bytes and what a status machine that forgives bit 7 makes of them."""

    raw: bytes
    events: tuple[Event, ...]

    def all(self, kind: type) -> list:
        return [event for event in self.events if isinstance(event, kind)]


class Ear:
    """Raises ``Unplugged`` and ``Silent`` (the wire takes no bytes) as the link does."""

    def __init__(self, link: Link, patience: float = ANSWER) -> None:
        self._link, self._patience = link, patience
        self.heard_at = 0.0
        """When something was last heard."""

    def close(self) -> None:
        self._link.close()

    def say(self, data: bytes, seconds: float = 5.0) -> None:
        self._link.write(data, time.monotonic() + seconds)

    def ask(self, question: bytes, enough: Callable[[Heard], bool], seconds: float | None = None) -> Heard:
        """What is heard until ``enough`` and then a little quiet; if never enough, for ``seconds`` (its patience)."""
        self.hear(0.0)
        self.say(question)
        return self.hear(self._patience if seconds is None else seconds, enough)

    def hear(self, seconds: float, enough: Callable[[Heard], bool] = lambda heard: False) -> Heard:
        raw, end = b"", time.monotonic() + seconds
        heard = Heard(b"", ())
        while data := self._link.read(end):
            raw, self.heard_at = raw + data, time.monotonic()
            heard = Heard(raw, tuple(StatusMachine(slip_not_taken_bit=True).feed(raw)))
            if enough(heard):
                end = min(end, time.monotonic() + QUIET * self._patience)
            if len(raw) > 65536:  # it never stops
                break
        return heard
