"""Whether anything has changed since one looked last, whichever process changed it."""

from sqlalchemy import BigInteger, Boolean, Column, Connection, Integer, String, Table, select, update

from hall.kit.db.columns import Instant, metadata
from hall.kit.prepared import Prepared

pulse = Table(
    "kit_pulse",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("n", BigInteger, nullable=False),
    Column("epoch", String(16), nullable=False),
    Column("writes", BigInteger, nullable=False),
    Column("wrote_at", Instant),
    Column("restored", Boolean, nullable=False),
)
"""One row. ``n`` is counted up by every transaction with a write that is not quiet: somebody may be looking at it. The
others are :mod:`hall.kit.marks`' own."""

_BEAT = Prepared(update(pulse).values(n=pulse.c.n + 1))
_PULSE = Prepared(select(pulse.c.n))


def beat(conn: Connection) -> None:
    _BEAT.run(conn)


def pulse_of(conn: Connection) -> int:
    """Grows with every write that is not quiet, whichever process made it."""
    row = _PULSE.first(conn)
    return row.n if row else 0
