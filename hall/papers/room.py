"""Puts the room together, once a process."""

from collections.abc import Callable, Mapping
from datetime import datetime

from fastapi import APIRouter

from hall.accounts import Room
from hall.contract.report import PaperTold
from hall.kit.db import Tx
from hall.papers.service import told

Whose = Mapping[str, Callable[[Tx, str, PaperTold], None]]
"""Errand → what a paper's state means there: (transaction, station id, report)."""


def open_room(whose: Whose) -> Room:
    """Every paper is kept here first; then whoever it belongs to is told, if anybody."""

    def paper_told(tx: Tx, station: str, at: datetime, body: PaperTold) -> None:
        told(tx, station, at, body)
        if (tell := whose.get(body.errand)) is not None:
            tell(tx, station, body)

    return Room(name="papers", router=APIRouter(), reports={PaperTold: paper_told})
