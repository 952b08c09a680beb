"""What of the stations' words is forgotten after a time (``docs/retention.md``)."""

from datetime import timedelta

from hall.kit.db import Tx
from hall.stations import store


def forget_reports(tx: Tx, most: int, keep: timedelta) -> int:
    """What reports say: that they came, from whom and when stays, and so does what they caused."""
    return store.forget_bodies(tx.conn, tx.now - keep, most)


def forget_helps(tx: Tx, most: int, keep: timedelta) -> int:
    return store.forget_helps(tx.conn, tx.now - keep, most)
