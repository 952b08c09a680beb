"""The screens after the database went back in time."""

from hall.kit.clock import Clock
from hall.kit.db import Tx
from hall.signage import store


def went_back(tx: Tx, _clock: Clock) -> dict[str, int]:
    """A code that was used since would pair a second time."""
    return {"pairings": store.drop_pairings(tx.conn)}
