"""An A4 paper on the glass. Loaded before the first picture."""

from dataclasses import dataclass
from typing import Literal

from kiosk.kit.views import Sentence, View


@dataclass(frozen=True)
class PaperView(View):
    """``name``: of its template. ``pictures``: its pages as PNG, from the very source that is printed; none: it is
    being set. ``pages`` of one copy; ``sides`` of all copies, of which ``done`` are out by the printer's own word
    (None: it has none), ``before`` of them earlier. ``most``: copies that this visit may still have. ``waits``: what
    the printer waits for, and ``seconds`` until it is given up. ``changed``: something of the text could not be printed
    as it was. ``form``: one goes with it."""

    name: str
    step: Literal["setting", "ready", "printing", "out"]
    pictures: tuple[bytes, ...] = ()
    pages: int = 0
    copies: int = 1
    most: int = 1
    two_sided: bool = False
    sides: int = 0
    before: int = 0
    done: int | None = None
    waits: Sentence | None = None
    seconds: int | None = None
    changed: bool = False
    copy_no: int = 0
    form: bool = False
