"""Which memory a station speaks from. Pure.

A station tells it with every request, in a header (a hall that knows none of this ignores it; a station that sends none
is heard as before): the birth id of its ledger, the id of this run of its program, and the number of the ledger's last
report when the run began. A ledger that was lost, copied or put back is known by these three, and by nothing else.
"""

import re
import secrets
from dataclasses import dataclass

HEADER = "OneDoor-Ledger"

CARRIED = "carried-"
"""So begins the id of a ledger that is older than ids: it goes on where the hall heard the station without one."""

REFUSED, ANEW, WAIT = "ledger_refused", "ledger_anew", "ledger_wait"
"""Codes of the hall's answers: another machine is heard under this name; begin a new ledger; ask again in a moment."""

_TOLD = re.compile(rf"((?:{CARRIED})?[0-9a-f]{{24}}) ([0-9a-f]{{12}}) (\d{{1,10}})")


@dataclass(frozen=True)
class LedgerSaid:
    birth: str
    run: str
    last: int = 0

    def __str__(self) -> str:
        return f"{self.birth} {self.run} {self.last}"


NONE_SAID = LedgerSaid("", "")
"""Of a station that tells nothing of its ledger."""


def new_birth(*, carried: bool = False) -> str:
    return CARRIED * carried + secrets.token_hex(12)


def new_run() -> str:
    return secrets.token_hex(6)


def ledger_said(header: str | None) -> LedgerSaid | None:
    """What ``header`` tells; None if it cannot be read."""
    if header is None:
        return NONE_SAID
    told = _TOLD.fullmatch(header)
    return LedgerSaid(told[1], told[2], int(told[3])) if told else None
