"""The only file that names errands: which there are, which keys stand on home, whose is what is shown.

Loaded before the first picture, so an errand's steps and screens are loaded only when they are asked for.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.errands import Errand
from kiosk.kit.views import HomeKey

if TYPE_CHECKING:
    from hall.contract.codes import Kind

ERRANDS = ("ticket", "identify", "numbers", "lookup", "way", "entry", "guide", "case", "paper")

KEYS = (
    HomeKey("ticket", ("take", "service"), icon="ticket", services=True),
    HomeKey("guide", ("guide",), icon="info"),
    HomeKey("entry", ("enter",), icon="door", gate=True),
)
"""Home, from the top: the first is large, and has the services of the hall below it."""


@dataclass(frozen=True)
class Scan:
    """``over``: laid over what is open, which is told who the visitor is; otherwise in its place. ``fresh``: it counts
    at the moment it is shown; of one that had to wait the errand is told nothing but that there was one."""

    errand: str
    over: bool = False
    fresh: bool = False


SCANS: "Mapping[Kind, Scan]" = {
    "slip": Scan("lookup"),
    "list": Scan("guide"),
    "pass": Scan("entry", fresh=True),
    "receipt": Scan("case"),
    "signed": Scan("case"),
    "id_number": Scan("identify", over=True),
    "credit_code": Scan("identify", over=True),
    "suishenma": Scan("identify", over=True),
    "unknown": Scan("identify", over=True),
}
"""Whose a code is that the errand on top does not want. A kind that is not here has no errand yet, and is told so."""

CARD = "identify"
"""Opened over what is open when a card is laid that nobody asked for."""

KNOWN = "numbers"
"""Opened for one who has become known, with nothing open that wanted to know."""

WELCOME = "ticket"
"""Opened for one who need not be known, or has nothing here yet."""


def errand(name: str) -> type[Errand]:
    return import_module(f"kiosk.errands.{name}.errand").ERRAND


def samples() -> list[dict[str, Any]]:
    """Name of a picture → how it is played (a `Script`), of every errand."""
    return [import_module(f"kiosk.errands.{name}.samples").SAMPLES for name in ERRANDS]


def screens() -> dict[type, Any]:
    """View → how it is drawn (a `ScreenKind`), of every errand that has a screen of its own."""
    drawn = [name for name in ERRANDS if (Path(__file__).parent / name / "screen").is_dir()]
    folders = [import_module(f"kiosk.errands.{name}.screen") for name in drawn]
    return {view: kind for folder in folders for view, kind in folder.SCREENS.items()}
