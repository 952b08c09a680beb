"""What a scanner tells us."""

from dataclasses import dataclass, field
from typing import Literal, Protocol


@dataclass(frozen=True)
class Scan:
    """The text of one code: at most 4 KB, printable only, inner spaces kept, without the line's end,
    its frame or its symbology identifier.
    It is data: never opened, executed or interpolated. ``repr`` hides it, for it may be a person's pass."""

    text: str = field(repr=False)


@dataclass(frozen=True)
class ScannerTrouble:
    """``unplugged``: told once; ``back``: told once when the line stands again; ``nonsense``: bytes that are no
    code, with ``why``, for whoever sets the scanner up."""

    what: Literal["unplugged", "back", "nonsense"]
    why: str = field(default="", compare=False)


ScanEvent = Scan | ScannerTrouble


class Scanner(Protocol):
    def poll(self) -> ScanEvent | None:
        """Wait up to about 0.25 s for a code. The same code within 2 s is one scan. Never raises DeviceError."""
        ...

    def works(self) -> bool | None:
        """Whether it answered at the last look; None: it was not looked at long enough to say. Asks nothing."""
        ...

    def close(self) -> None: ...
