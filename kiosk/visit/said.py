"""A sentence that has to be said now and not for the whole visit: what became of something that was shown."""

import time

from kiosk.kit.views import Sentence

SAID_SECONDS = 12.0  # two lines read slowly, twice


class Said:
    def __init__(self) -> None:
        self._sentence: Sentence | None = None
        self._until = 0.0

    def say(self, sentence: Sentence) -> None:
        self._sentence, self._until = sentence, time.monotonic() + SAID_SECONDS

    def clear(self) -> None:
        self._sentence = None

    @property
    def now(self) -> Sentence | None:
        return self._sentence if time.monotonic() < self._until else None
