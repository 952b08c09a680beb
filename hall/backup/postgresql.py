"""PostgreSQL, table by table with COPY in one transaction: no other program is needed, and the version of the server
does not matter. Needs the rights of the tables' owner, which the hall has."""

from pathlib import Path

from sqlalchemy import Connection, Engine, MetaData, create_engine, inspect, text

from hall import migrations
from hall.kit.db import WRITE_LOCK
from hall.kit.marks import set_restored

VERSION = "alembic_version"


def tables_to(url: str, folder: Path) -> dict[str, int]:
    """Every table into a file of its own, all as of one moment. Returns the rows of each."""
    engine = _engine(url)
    with engine.connect().execution_options(isolation_level="REPEATABLE READ") as conn, conn.begin():
        counts = {name: _copy_out(conn, name, folder / name) for name in inspect(conn).get_table_names()}
    engine.dispose()
    return counts


def revision(url: str) -> str:
    """Empty: there is nothing in this database yet."""
    engine = _engine(url)
    with engine.connect() as conn:
        standing = migrations.standing(conn)
    engine.dispose()
    return standing


def put(url: str, folder: Path, at: str) -> dict[str, int]:
    """The tables of ``folder``, of revision ``at``, take the place of all there are, in one transaction, and are
    brought to the present in it. Returns the rows of each as they were put in."""
    engine = _engine(url)
    with engine.connect() as conn, conn.begin():
        conn.execute(text(f"SELECT pg_advisory_xact_lock({WRITE_LOCK})"))
        for name in inspect(conn).get_table_names():
            conn.execute(text(f'DROP TABLE "{name}" CASCADE'))
        conn.execute(text("DROP FUNCTION IF EXISTS audit_refuse()"))  # which makes the audit trail append-only
        migrations.upgrade(conn, to=at)
        known = MetaData()
        known.reflect(conn)
        order = [table for table in known.sorted_tables if table.name != VERSION and (folder / table.name).exists()]
        for table in reversed(order):
            conn.execute(table.delete())
        counts = {table.name: _copy_in(conn, table.name, folder / table.name) for table in order}
        for table in order:
            _go_on(conn, table.name, [column.name for column in table.primary_key.columns])
        migrations.upgrade(conn)
        set_restored(conn)
    engine.dispose()
    return counts


def _engine(url: str) -> Engine:
    return create_engine(url, connect_args={"connect_timeout": 10})


def _copy_out(conn: Connection, name: str, path: Path) -> int:
    """The first line of the file names the columns."""
    columns = [column["name"] for column in inspect(conn).get_columns(name)]
    listed = ", ".join(f'"{column}"' for column in columns)
    cursor = conn.connection.driver_connection.cursor()  # type: ignore[union-attr]
    with path.open("wb") as file, cursor:
        file.write(("\t".join(columns) + "\n").encode())
        with cursor.copy(f'COPY (SELECT {listed} FROM "{name}") TO STDOUT') as rows:  # noqa: S608
            for piece in rows:
                file.write(piece)
        return cursor.rowcount


def _copy_in(conn: Connection, name: str, path: Path) -> int:
    cursor = conn.connection.driver_connection.cursor()  # type: ignore[union-attr]
    with path.open("rb") as file, cursor:
        columns = file.readline().decode().rstrip("\n").split("\t")
        listed = ", ".join(f'"{column}"' for column in columns)
        with cursor.copy(f'COPY "{name}" ({listed}) FROM STDIN') as rows:
            while piece := file.read(1 << 20):
                rows.write(piece)
        return cursor.rowcount


def _go_on(conn: Connection, name: str, key: list[str]) -> None:
    """Keys that the database counts are counted on from the greatest."""
    if len(key) != 1:
        return
    sequence = conn.execute(text(f"SELECT pg_get_serial_sequence('\"{name}\"', '{key[0]}')")).scalar_one()
    if sequence:
        last = conn.execute(text(f'SELECT max("{key[0]}") FROM "{name}"')).scalar_one()  # noqa: S608
        if last is not None:
            conn.execute(text("SELECT setval(:of, :to)"), {"of": sequence, "to": last})
