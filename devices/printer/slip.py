"""A slip as plain data: what is on the paper, never how a printer is told.

Widths are counted in *columns*: an ASCII character is one column, a Chinese character two. An 80 mm printer at
203 dpi has 48 columns of 12 dots (576 dots), a 58 mm one 32 (384 dots).
"""

from dataclasses import dataclass
from typing import Literal

Align = Literal["left", "centre", "right"]


@dataclass(frozen=True)
class Text:
    """One paragraph; wraps by columns. ``scale`` 1–8 multiplies both width and height (GS !)."""

    text: str
    scale: int = 1
    bold: bool = False
    align: Align = "left"


@dataclass(frozen=True)
class Pair:
    """Two texts on one line, pushed to the two margins. Where both do not fit, the right one takes the next line."""

    left: str
    right: str
    bold: bool = False


@dataclass(frozen=True)
class Rule:
    """A line across the paper."""

    dashed: bool = False


@dataclass(frozen=True)
class QrCode:
    """A QR code, centred. ``module`` is the dots per module (1–16), ``level`` the error correction."""

    text: str
    module: int = 7
    level: Literal["L", "M", "Q", "H"] = "M"


@dataclass(frozen=True)
class Feed:
    """Empty space, in dots."""

    dots: int = 12


Line = Text | Pair | Rule | QrCode | Feed


@dataclass(frozen=True)
class Slip:
    """What is printed between two cuts, top to bottom. Always ends with a cut."""

    lines: tuple[Line, ...]
