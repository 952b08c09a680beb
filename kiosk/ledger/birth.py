"""Which memory this is, whose it is, and how far the hall has heard it."""

from collections.abc import Collection
from dataclasses import dataclass

from hall.contract.ledger import new_birth
from kiosk.ledger.db import LedgerFile


@dataclass(frozen=True)
class Birth:
    """``id``: random, made with the file. ``station``: whose it is, empty before it was used. ``machine``: the network
    cards of the computer it was last used on."""

    id: str
    station: str
    machine: frozenset[str]


def birth_of(file: LedgerFile, *, carried: bool) -> Birth:
    """As it stands in the file, made where there is none. ``carried``: the file is older than birth ids."""
    with file.writing() as db:
        db.execute("INSERT OR IGNORE INTO birth VALUES (1, ?, '', '')", (new_birth(carried=carried),))
    id, station, machine = file.execute("SELECT ledger, station, machine FROM birth").fetchone()
    return Birth(id, station, frozenset(machine.split()))


def used_by(file: LedgerFile, station: str, machine: Collection[str]) -> None:
    with file.writing() as db:
        db.execute("UPDATE birth SET station = ?, machine = ?", (station, " ".join(sorted(machine))))
