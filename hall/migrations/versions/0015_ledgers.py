"""A station's ledgers are told apart: reports by (station, ledger, seq), blocks by the ledger they were granted to."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _ledgers()
    _reports()
    op.create_table(
        "stations_gap",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("station", sa.String(length=32), nullable=False),
        sa.Column("ledger", sa.String(length=40), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint(["station"], ["stations_station.id"]),
    )
    op.add_column("queue_block", sa.Column("ledger", sa.String(length=40), nullable=False, server_default=""))
    op.add_column("queue_block", sa.Column("closed_at", sa.BigInteger(), nullable=True))


def _ledgers() -> None:
    """Whoever was heard so far told no birth id."""
    op.create_table(
        "stations_ledger",
        sa.Column("station", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("born", sa.BigInteger(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.Column("upto", sa.Integer(), nullable=False),
        sa.Column("run", sa.String(length=12), nullable=False),
        sa.Column("run_since", sa.BigInteger(), nullable=False),
        sa.Column("run_before", sa.String(length=12), nullable=False),
        sa.Column("run_refused", sa.String(length=12), nullable=False),
        sa.Column("why", sa.String(length=32), nullable=False),
        sa.Column("aside", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("station", "id"),
        sa.ForeignKeyConstraint(["station"], ["stations_station.id"]),
    )
    heard = sa.text("state = 'heard'")
    op.create_index(
        "stations_ledger_heard",
        "stations_ledger",
        ["station"],
        unique=True,
        sqlite_where=heard,
        postgresql_where=heard,
    )
    op.execute(
        "INSERT INTO stations_ledger (station, id, state, born, since, seen_at, upto, run, run_since, run_before, "
        "run_refused, why, aside) SELECT id, '', 'heard', enrolled_at, enrolled_at, seen_at, upto, '', "
        "enrolled_at, '', '', '', '' FROM stations_station WHERE seen_at IS NOT NULL"
    )
    op.drop_column("stations_station", "upto")


def _reports() -> None:
    op.rename_table("stations_report", "stations_report_before")
    op.create_table(
        "stations_report",
        sa.Column("station", sa.String(length=32), nullable=False),
        sa.Column("ledger", sa.String(length=40), nullable=False, server_default=""),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.String(length=40), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("refused", sa.String(length=300), nullable=True),
        sa.ForeignKeyConstraint(["station"], ["stations_station.id"]),
        sa.PrimaryKeyConstraint("station", "ledger", "seq", name="stations_report_numbered"),
    )
    op.execute(
        "INSERT INTO stations_report (station, ledger, seq, at, received_at, kind, body, refused) "
        "SELECT station, '', seq, at, received_at, kind, body, refused FROM stations_report_before"
    )
    op.drop_table("stations_report_before")
