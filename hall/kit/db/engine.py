"""Connections: what is asked of SQLite and of a PostgreSQL server when one is opened, and how long each may take."""

import sqlite3
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DisconnectionError

from hall.kit.watch import Watch

READERS = 8
"""Looks at a server at once; SQLite is looked at on the event loop."""
CONNECT, PING = 2, 1.0
"""Seconds of a server's connection: to be made, and to show that it lives."""
SERVER = {
    "connect_timeout": CONNECT,
    "keepalives": 1,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 2,
    "tcp_user_timeout": 4000,
    "options": "-c statement_timeout=4000 -c lock_timeout=4000 -c idle_in_transaction_session_timeout=15000",
}
"""PostgreSQL's own limits (libpq, 34.1.2), so that what we have given up is given up there too."""
BUSY = 3000
"""Milliseconds for which SQLite waits for another program's lock (a backup by hand)."""


def open_engine(url: str, watch: Watch | None = None) -> Engine:
    """An engine whose transactions begin as we say: SQLite in WAL with synchronous=FULL (a committed number survives a
    power cut; NORMAL may lose it), foreign keys on."""
    if not url.startswith("sqlite"):
        return _server_engine(url, watch or Watch())
    # Not as an address: in a folder's name ``?`` and ``#`` are letters like any other.
    where = URL.create("sqlite", database=url.removeprefix("sqlite:///"))
    engine = create_engine(where, connect_args={"timeout": BUSY / 1000}, paramstyle="named")

    @event.listens_for(engine, "connect")
    def _connected(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY}"):
            connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        write = connection.get_execution_options().get("hall_write")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine


def _server_engine(url: str, watch: Watch) -> Engine:
    """A connection that does not answer is left for a new one before anything is asked over it."""
    engine = create_engine(url, pool_size=READERS, max_overflow=4, pool_timeout=CONNECT, connect_args=SERVER)

    @event.listens_for(engine, "checkout")
    def _lives(connection: Any, _record: object, _proxy: object) -> None:
        with watch.over(connection, PING):
            try:
                engine.dialect.do_ping(connection)
            except engine.dialect.loaded_dbapi.Error as error:
                raise DisconnectionError from error

    return engine
