"""Table: how often anything changed from which doors decide. Whoever writes here counts; what stations are told is
compiled once a count."""

from sqlalchemy import Column, Connection, Integer, Table, insert, select, update

from hall.kit.db import BigKey, metadata
from hall.kit.prepared import Prepared

state = Table(
    "access_state",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("n", BigKey, nullable=False),
)

_N = Prepared(select(state.c.n))


def of(conn: Connection) -> int:
    row = _N.first(conn)
    return row.n if row else 0


def count(conn: Connection) -> None:
    if not conn.execute(update(state).values(n=state.c.n + 1)).rowcount:
        conn.execute(insert(state).values(id=1, n=1))
