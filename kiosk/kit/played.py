"""A station as a sample plays on it: what a visitor, the hall and the printer do, one after another. The pictures of
every screen are reached this way, so that no picture can show what never comes."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from devices.idcard.card import Trouble
from devices.printer.verdict import PrinterHealth, Verdict
from kiosk.calls import Away, Refused

NOW = datetime(2026, 11, 24, 9, 42, 7, tzinfo=ZoneInfo("Asia/Shanghai"))
NUMBER = "310117199001010013"  # a made-up person's; its check digit fits
SLIP = "OD1:" + "T" * 16


class Played(Protocol):
    def touch(self, *touches: str) -> None:
        """Keys by name, with an argument after a blank: ``service intake``."""
        ...

    def type(self, text: str) -> None: ...
    def lay(self) -> None: ...
    def lift(self) -> None: ...
    def trouble(self, trouble: Trouble) -> None:
        """With the reader, or a card on it."""
        ...

    def scan(self, text: str) -> None: ...
    def no_scanner(self) -> None: ...
    def hall(self, answer: Any = Away()) -> None:  # noqa: B008 frozen
        """Answers the oldest question: with what was asked for, ``Refused`` or not at all."""
        ...

    def ticket(self, **changes: Any) -> Any:
        """A number as the hall gives it to the oldest order; for a scanned slip with ``state`` and ``window``."""
        ...

    def has(self, *numbers: dict[str, Any]) -> None:
        """The numbers the visitor has already, each with what is other than A012 of the first service; ``state`` and
        ``window`` too."""
        ...

    def slow(self) -> None:
        """The hall does not say yet which numbers the visitor has."""
        ...

    def printer(self, verdict: Verdict) -> None: ...
    def health(self, health: PrinterHealth) -> None: ...
    def hall_away(self) -> None:
        """It has not answered for a while."""
        ...


Script = Callable[[Played], None]
"""From a visitor's coming to the face it is named for."""


def refused(zh: str, en: str) -> Refused:
    return Refused("sample", zh, en)
