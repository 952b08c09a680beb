"""What a reader tells us of a card. Only what the product needs is kept: no address, nation, photo or fingerprint."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Literal, Protocol

CardKind = Literal["resident", "hk_mo_tw", "foreigner_2017", "foreigner_2023"]


@dataclass(frozen=True)
class IdCard:
    """A card that was read. ``repr`` shows none of it, so that no log can.

    ``expires`` is None for 长期 (no end) and for a date that is not one (``expiry_known`` False then).
    """

    kind: CardKind
    name: str = field(repr=False)
    number: str = field(repr=False)
    expires: date | None = field(repr=False)
    expiry_known: bool = True


class Trouble(StrEnum):
    """What the visitor or the staff can do about a card or a reader. The kiosk has one sentence for each."""

    LAY_AGAIN = "lay_again"  # SW 31 32 33 41 81, card pulled mid-read
    UNKNOWN_CARD = "unknown_card"  # SW 40, or a text area that is no card we know
    READER_FAULT = "reader_fault"  # SW 60, 10/11/21 twice
    NOT_AUTHORISED = "not_authorised"  # SW 66
    SILENT = "silent"
    UNPLUGGED = "unplugged"
    GARBLED = "garbled"


@dataclass(frozen=True)
class CardTrouble:
    trouble: Trouble


@dataclass(frozen=True)
class CardGone:
    """The card that had been read was taken away."""


@dataclass(frozen=True)
class ReaderBack(CardGone):
    """The reader answers again after a trouble of its own (not of a card). Whatever lay on it counts as gone: it is
    told anew."""


CardEvent = IdCard | CardTrouble | CardGone


class IdCardReader(Protocol):
    """The role. One thread calls ``poll`` again and again; it blocks no longer than about 3 s (normally < 0.3 s)."""

    def poll(self) -> CardEvent | None:
        """One look at the reader. A card is told once, when it is laid down; ``CardGone`` once, when it leaves;
        a trouble once, when it begins, and None again and again while nothing changes. Never raises DeviceError."""
        ...

    def works(self) -> bool | None:
        """Whether it answered at the last look; None: it was not looked at long enough to say. Asks nothing."""
        ...

    def close(self) -> None: ...
