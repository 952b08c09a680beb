"""A station as a sample plays on it: what a visitor, the hall and the printer do, one after another. The pictures of
every screen are reached this way, so that no picture can show what never comes."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from devices.documents.documents import Progress
from devices.idcard.card import Trouble
from devices.printer.verdict import PrinterHealth, Verdict
from kiosk.calls import Away, Refused
from kiosk.machine import AnyVerdict

NOW = datetime(2026, 11, 24, 9, 42, 7, tzinfo=ZoneInfo("Asia/Shanghai"))
NUMBER = "310117199001010013"  # a made-up person's; its check digit fits
SLIP = "OD1:" + "T" * 16
ENTRY_CODE = (  # for one, to the joint review room; it and the receipt are signed with the published test key
    "SJ1:RRQ$-8P609O0B90%6B35L$.CQKD*9EY7FUF3-Q4600DF3KR1F8GS49TK404DGWL.AU100992GI0100D925GGMKDZED9VE100E92T70I687T6"
    "DTBA1GVK0F*CIASFQR9EG2B1SYE4PRT$TQ8UV%4DDJNJ8T4RLQJ8MSPQQ6K5T*GA+KQJR0296B7F$J46VS%4VT5DV310"
)
RECEIPT = (
    "SJ1:RRQ$-8P609O0B90B7B35L$.CQKD*9EY7FCF3 SDE8GBF370GF8GS49TK404DGWL.AU100992:60100A9209E4H9846C%6NF6$96646*96JL61"
    "00B92R49000000000/10788HNV.OA3UGD8H881B:92RJZ8RDNSTCECR3HSSE%J/EET51BPOEN0FGE%YBCR5L1F4JRLFI/:9E92VFR7DVM3UDUKY.I"
    "JG3E0"
)


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

    def doors(self, **changes: Any) -> None:
        """A gate stands beside the kiosk, and ``ENTRY_CODE`` is for an appointment now; ``changes`` are of it."""
        ...

    def matters(self, revision: int = 7, without: str = "", phones: str = "") -> None:
        """The catalogue that stands; ``without``: a matter that was withdrawn."""
        ...

    def receipt(self, verdict: str) -> None:
        """One is scanned of which the kiosk finds that, by what the hall told it before (``unproved``: nothing)."""
        ...

    def gate(self, became: str) -> None:
        """What became of the last decision that admitted, as `PassageTold` says it."""
        ...

    def printer(self, verdict: Verdict) -> None: ...
    def health(self, health: PrinterHealth) -> None: ...
    def paper(self, name: str, lines: int = 0) -> None:
        """Another errand wants this A4 paper, with made-up values; ``lines``: so many instead of its own."""
        ...

    def prints(self, said: Progress | AnyVerdict) -> None:
        """The A4 printer, of the oldest paper."""
        ...

    def hall_away(self) -> None:
        """It has not answered for a while."""
        ...


Script = Callable[[Played], None]
"""From a visitor's coming to the face it is named for."""


def refused(zh: str, en: str) -> Refused:
    return Refused("sample", zh, en)
