"""The list on paper: one original of one list; the same list once more is a copy that says so."""

import secrets
from typing import Literal

from kiosk.kit.tools import Tools
from kiosk.ledger.db import LedgerFull
from kiosk.ledger.paper import Paper
from kiosk.machine import PrintDone
from kiosk.printing import Compose, Print


class ListPaper:
    """Steps raise ``LedgerFull`` before anything is done."""

    def __init__(self, tools: Tools, compose: Compose) -> None:
        self._tools, self._compose = tools, compose
        self._print: Print | None = None
        self._of = ""

    @property
    def sent(self) -> bool:
        return self._print is not None and self._print.sent

    @property
    def failed(self) -> Print | None:
        """What did not come out, or of which nobody knows."""
        printing = self._print
        return printing if printing and printing.paper.state in ("doubtful", "not_printed") else None

    def state(self, of: str) -> Literal["", "printing", "printed"]:
        """How the slip of this very list stands."""
        if self._print is None or self._of != of:
            return ""
        return "printing" if self.sent else "printed" if self._print.paper.state == "printed" else ""

    def print(self, of: str) -> None:
        if self._print is not None and self._of == of:
            self._print.afresh()
            return
        if self._print is not None:
            self._print.close()
        papers, key = self._tools.ledger.papers, secrets.token_hex(16)
        paper = papers.plan("guide", key, self._compose(0, 1), self._tools.now())
        self._print, self._of = Print(self._tools, paper, self._compose), of
        self._print.send()

    def otherwise(self, how: str) -> None:
        """As the visitor chose, where it did not come out."""
        assert self._print is not None
        match how:
            case "again":
                self._print.again()
            case "reprint":
                self._print.reprint()
            case "got_it":
                self._print.settle("slip_in_hand")
            case _:
                self._print.settle("list_on_glass")

    def done(self, event: PrintDone) -> bool:
        return self._print is not None and self._print.done(event)

    def abandon(self, paper: Paper) -> None:
        Print(self._tools, paper, self._compose).abandon()

    def close(self) -> None:
        try:
            if self._print is not None:
                self._print.close()
        except LedgerFull:
            self._print = None
