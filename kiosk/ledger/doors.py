"""What counts at this station's doors beyond one decision (who waits for a second, who opened today, which PINs were
wrong), written with the decision that made it so: a start changes nothing of it. And what boards were given to hold."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from hall.contract.access import DoorState, Waiting
from kiosk.ledger.db import LedgerFile


class KeptDoors:
    def __init__(self, file: LedgerFile) -> None:
        self._file = file

    def state(self, door: str) -> DoorState:
        """As it was kept last; one that cannot be read is none."""
        row = self._file.execute("SELECT state FROM doors WHERE id = ?", (door,)).fetchone()
        try:
            return _read(door, json.loads(row[0])) if row else DoorState(door)
        except (ValueError, KeyError, TypeError):
            return DoorState(door)

    def keep(self, state: DoorState, at: datetime) -> None:
        with self._file.writing() as db:
            row = (state.door, at.timestamp(), json.dumps(_said(state)))
            db.execute("INSERT OR REPLACE INTO doors VALUES (?, ?, ?)", row)

    def forget_before(self, moment: datetime) -> None:
        with self._file.writing() as db:
            db.execute("DELETE FROM doors WHERE at < ?", (moment.timestamp(),))

    # -- boards ------------------------------------------------------------------------------------------------------

    @property
    def boards(self) -> Mapping[str, str]:
        """By name, the digest of what it was given to hold; empty: a writing is under way."""
        return dict(self._file.execute("SELECT name, digest FROM boards"))

    def board_holds(self, name: str, digest: str) -> None:
        with self._file.writing() as db:
            db.execute("INSERT OR REPLACE INTO boards VALUES (?, ?)", (name, digest))


def lasting(state: DoorState) -> tuple[Any, ...]:
    """What of it outlives a start."""
    return state.first_at, state.waiting, dict(state.wrong)


def _said(state: DoorState) -> dict[str, Any]:
    return {
        "first_at": state.first_at.isoformat() if state.first_at else None,
        "waiting": [(one.person, one.department, one.at.isoformat()) for one in state.waiting],
        "wrong": {key: [at.isoformat() for at in tries] for key, tries in state.wrong.items()},
    }


def _read(door: str, said: dict[str, Any]) -> DoorState:
    at = datetime.fromisoformat
    return DoorState(
        door,
        first_at=at(said["first_at"]) if said["first_at"] else None,
        waiting=tuple(Waiting(person, department, at(when)) for person, department, when in said["waiting"]),
        wrong={key: tuple(map(at, tries)) for key, tries in said["wrong"].items()},
    )
