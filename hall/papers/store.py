"""One row a paper: the last that its station told of it."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Column, Connection, Integer, String, Table, and_, func, insert, select, update

from hall.contract.report import PaperForm, PaperState
from hall.kit.db import Instant, metadata

paper = Table(
    "papers_paper",
    metadata,
    Column("station", String(32), primary_key=True),
    Column("errand", String(32), primary_key=True),
    Column("key", String(64), primary_key=True),
    Column("copy_no", Integer, primary_key=True, autoincrement=False),
    Column("form", String(8), nullable=False),
    Column("state", String(16), nullable=False),
    Column("reason", String(200), nullable=False),
    Column("proof", String(40), nullable=False),
    Column("pages", Integer),
    Column("out", Integer),
    Column("at", Instant, nullable=False),
)


class PaperRow(NamedTuple):
    """As its station told it last, at ``at``. ``pages`` and ``out``: see the treaty's ``PaperTold``."""

    station: str
    errand: str
    key: str
    copy_no: int
    form: PaperForm
    state: PaperState
    reason: str
    proof: str
    pages: int | None
    out: int | None
    at: datetime


def put_paper(conn: Connection, station: str, errand: str, key: str, copy_no: int, **values: Any) -> None:
    c = paper.c
    where = and_(c.station == station, c.errand == errand, c.key == key, c.copy_no == copy_no)
    if not conn.execute(update(paper).where(where).values(**values)).rowcount:
        conn.execute(insert(paper).values(station=station, errand=errand, key=key, copy_no=copy_no, **values))


def doubtful_papers(conn: Connection, since: datetime) -> list[PaperRow]:
    """Papers of which nobody knows whether somebody has them, told at ``since`` or later, the newest first. One that
    was printed again (补打) is no longer among them: of every paper the last copy counts."""
    c, other = paper.c, paper.alias()
    last = (
        select(func.max(other.c.copy_no))
        .where(other.c.station == c.station, other.c.errand == c.errand, other.c.key == c.key)
        .scalar_subquery()
    )
    found = select(paper).where(c.state == "doubtful", c.at >= since, c.copy_no == last).order_by(c.at.desc())
    return [PaperRow._make(row) for row in conn.execute(found)]
