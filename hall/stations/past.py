"""The stations after the database went back in time: they tell again what it does not know."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from hall.kit.clock import Clock
from hall.kit.db import Tx
from hall.stations import store
from hall.stations.ledgers.store import ask_again


def went_back(tx: Tx, _clock: Clock) -> dict[str, Any]:
    """A code that was used since would work a second time; every ledger is heard once more."""
    return {"codes": store.end_codes(tx.conn, tx.now), "ledgers": ask_again(tx.conn)}


def told_again(conn: Connection, since: datetime) -> int:
    """Reports that have come in since, of what happened before."""
    return store.reports_of_before(conn, since)
