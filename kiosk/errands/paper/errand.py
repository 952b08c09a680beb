"""An A4 paper that another errand wants for its visitor: set, shown as it will be printed, printed, followed side by
side. Paper out at side 3 of 7: what is out is said, and 4–7 follow alone. How it is printed: ``kiosk.printing``.
"""

import secrets
from collections.abc import Callable
from dataclasses import replace
from math import inf
from typing import Literal

import papers
from devices.documents.documents import Sides
from kiosk.errands import Close, Errand, Hold, Left, Open, Stay, Step, Surroundings, Visit
from kiosk.errands.paper.form import form_of
from kiosk.errands.paper.troubles import not_out, unset, why
from kiosk.errands.paper.view import PaperView
from kiosk.kit.paper_wish import PaperWish
from kiosk.kit.tools import Tools
from kiosk.kit.views import Touched, TroubleView, View
from kiosk.ledger.db import LedgerFull
from kiosk.ledger.paper import Document
from kiosk.ledger.papers import LeftPaper
from kiosk.machine import PrintDone, PrintGoesOn
from kiosk.printing import Print
from kiosk.typesetting import Typeset

MOST_COPIES = 5
QUOTA = 60
"""Sides of A4 for one visit: a list of seven pages, five times, and its forms."""


class PaperErrand(Errand):
    """One paper, its copies, and the 补打 that may follow."""

    name = "paper"
    personal = True

    def __init__(self, tools: Tools, visit: Visit) -> None:
        super().__init__(tools, visit)
        self._wish: PaperWish | None = None
        self._key = secrets.token_hex(8)
        self._step: Literal["setting", "ready", "printing", "out"] = "setting"
        self._set: dict[int, Typeset] = {}
        self._copies, self._two_sided = 1, False
        self._print: Print | None = None
        self._trouble: TroubleView | None = None

    @property
    def hold(self) -> Hold:
        if self._print is None:
            return Hold.FREE
        if self._trouble is not None:
            return Hold.BEGUN
        return Hold.BUSY if self._print.sent or self._step == "setting" else Hold.FREE

    # -- what is shown -----------------------------------------------------------------------------------------------

    def view(self, around: Surroundings) -> View:
        if self._trouble is not None:
            return self._trouble
        assert self._wish is not None
        shown, name = self._set.get(0), self._wish.name
        if shown is None or shown.paper is None:
            return PaperView(name, self._step)
        view = PaperView(
            name,
            self._step,
            pictures=shown.pictures,
            pages=shown.paper.pages,
            copies=self._copies,
            most=self._most,
            two_sided=self._two_sided,
            sides=self._sides,
            changed=bool(shown.paper.said),
            form=form_of(self._wish) is not None,
        )
        return view if self._print is None else self._printing_view(view, self._print)

    def _printing_view(self, view: PaperView, printing: Print) -> PaperView:
        before, progress = printing.paper.out or 0, printing.progress
        view = replace(view, copy_no=printing.paper.copy_no)
        if progress is None or self._step != "printing":
            return replace(view, before=before)
        waits = why(progress.troubles[0].reason.value) if progress.troubles else None
        left = round(progress.cancels_in) if progress.cancels_in is not None else None
        done = before + progress.done if progress.done is not None else None
        return replace(view, before=before, done=done, waits=waits, seconds=left)

    @property
    def _pages(self) -> int:
        shown = self._set.get(0)
        return shown.paper.pages if shown is not None and shown.paper is not None else 0

    @property
    def _sides(self) -> int:
        return papers.count(self._pages, self._copies, two_sided=self._two_sided)

    @property
    def _most(self) -> int:
        each = papers.count(self._pages, 1, two_sided=self._two_sided)
        return min(MOST_COPIES, (QUOTA - self.visit.sides) // each) if each else 0

    # -- the visitor -------------------------------------------------------------------------------------------------

    def open(self, arg: object) -> Step:
        """With what another errand wants (``PaperWish``)."""
        if not isinstance(arg, PaperWish):
            return Close()
        self._wish = arg
        if self.tools.papers is None:
            self._trouble = unset("no_printer")
        else:
            self.tools.papers.typeset(f"{self._key} 0", arg.name, arg.values)
        return Stay()

    def touched(self, touch: Touched) -> Step | None:
        if self._trouble is not None:
            return self._touched_trouble(touch)
        if touch.what == "form" and self._step in ("ready", "out") and self._wish is not None:
            form = form_of(self._wish)
            return Open(self.name, form) if form is not None else None
        if self._step != "ready":
            return None
        match touch.what:
            case "copies" if touch.arg in ("more", "less"):
                wanted = self._copies + (1 if touch.arg == "more" else -1)
                self._copies = max(1, min(self._most, wanted))
            case "two_sided" if self._pages > 1:
                self._two_sided = not self._two_sided
                self._copies = max(1, min(self._most, self._copies))
            case "print" if self._most >= 1:
                self._guarded(self._begin)
            case _:
                return None
        return Stay()

    def _touched_trouble(self, touch: Touched) -> Step | None:
        printing = self._print
        match touch.what:
            case "back":
                return Close()
            case "again" if printing is not None:
                self._guarded(printing.again)
            case "reprint" if printing is not None:
                self._mark_copy(printing)
            case "got_it" | "no_slip" if printing is not None:
                how = "in_hand" if touch.what == "got_it" else "left_without"
                self._guarded(lambda: printing.settle(how))
                return Close()
            case _:
                return None
        return Stay()

    # -- set ---------------------------------------------------------------------------------------------------------

    def typeset(self, event: Typeset) -> Step | None:
        key, _, copy_no = event.key.partition(" ")
        if key != self._key or self._step != "setting":
            return None
        if event.paper is None:
            self._trouble = unset("missing" if event.why else "broken")
        else:
            self._set[int(copy_no)] = event
            if self._print is None:
                self._step = "ready"
                if self._most < 1:
                    self._trouble = unset("quota")
            else:
                self._guarded(self._print.reprint)
        return Stay()

    def _mark_copy(self, printing: Print) -> None:
        """补打: it says so on every page, so it is set anew."""
        assert self._wish is not None
        assert self.tools.papers is not None
        copy_no = printing.paper.copy_no + 1
        self._trouble, self._step = None, "setting"
        self.tools.papers.typeset(f"{self._key} {copy_no}", self._wish.name, {**self._wish.values, "copy": copy_no})

    def _compose(self, copy_no: int, first: int) -> Document:
        paper = self._set[copy_no].paper
        assert paper is not None
        pdf = papers.sides(paper.pdf, self._copies, first, two_sided=self._two_sided)
        how: Sides = "two-sided-long-edge" if self._two_sided else "one-sided"
        return Document(pdf, self._sides, first, how, paper.title)

    # -- printed -----------------------------------------------------------------------------------------------------

    def _begin(self) -> None:
        """Counted against the visit's quota before the first sheet."""
        sheet = self._compose(0, 1)
        paper = self.tools.ledger.papers.plan(self.name, self._key, sheet, self.tools.now())
        self.visit.sides += self._sides
        self._print = Print(self.tools, paper, self._compose)
        self._print.send()

    def printing(self, event: PrintGoesOn) -> Step | None:
        return Stay() if self._print is not None and self._print.goes_on(event) else None

    def printed(self, event: PrintDone) -> Step | None:
        printing = self._print
        if printing is None or event.paper != printing.paper.id:
            return None
        self._guarded(lambda: printing.done(event))
        return Stay()

    def _guarded(self, step: Callable[[], object]) -> None:
        """One step of the print, and then what is to be seen of it. A ledger that cannot write stops it before anything
        was done, and says so."""
        try:
            step()
        except LedgerFull:
            self._trouble = unset("disk_full")
            return
        if self._print is not None:
            self._show(self._print)

    def _show(self, printing: Print) -> None:
        match printing.paper.state:
            case "sent":
                self._step, self._trouble = "printing", None
            case "printed":
                self._step, self._trouble = "out", None
            case "not_printed" | "doubtful":
                self._step, self._trouble = "printing", not_out(printing, self._sides)

    def close(self) -> None:
        if self._print is not None:
            printing, self._print = self._print, None
            try:
                printing.close()
            except LedgerFull:
                return

    # -- after a power cut -------------------------------------------------------------------------------------------

    @classmethod
    def left(cls, tools: Tools) -> list[LeftPaper]:
        """What it was set from went with its visitor: it is never taken up, and the hall is told."""
        return [replace(one, age=inf) for one in tools.ledger.papers.unfinished(cls.name, tools.now())]

    def abandon(self, left: Left) -> None:
        assert isinstance(left, LeftPaper)
        Print(self.tools, left.paper, self._compose).abandon()


ERRAND = PaperErrand
