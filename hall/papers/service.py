"""A report about a paper: the last word on it is kept."""

from datetime import datetime

from hall.contract.report import PaperTold
from hall.kit.db import Tx
from hall.papers import store


def told(tx: Tx, station: str, at: datetime, told: PaperTold) -> None:
    """Whoever the paper belongs to, and also if nobody here has heard of that."""
    store.put_paper(
        tx.conn,
        station,
        told.errand,
        told.key,
        told.copy_no,
        form=told.form,
        state=told.state,
        reason=told.reason[:200],
        proof=told.proof[:40],
        pages=told.pages,
        out=told.out,
        at=at,
    )
