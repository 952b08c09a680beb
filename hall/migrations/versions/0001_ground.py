"""The ground floor: staff, plan, queue, stations, audit."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

INSTANT = sa.BigInteger()
BIG_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
LIVE = sa.text("state != 'void'")


def upgrade() -> None:
    op.create_table(
        "accounts_failure",
        sa.Column("scope", sa.String(length=120), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("closed_until", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("scope"),
    )
    op.create_table(
        "accounts_member",
        sa.Column("id", BIG_KEY, nullable=False),
        sa.Column("login", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("password", sa.String(length=255), nullable=False),
        sa.Column("first_password", sa.Boolean(), nullable=False),
        sa.Column("password_at", INSTANT, nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("login"),
    )
    op.create_table(
        "audit_line",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("about", sa.String(length=120), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "kit_pulse",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "plan_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "plan_window",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("number", sa.String(length=4), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name_zh", sa.String(length=40), nullable=False),
        sa.Column("name_en", sa.String(length=80), nullable=False),
        sa.Column("place_zh", sa.String(length=40), nullable=False),
        sa.Column("place_en", sa.String(length=80), nullable=False),
        sa.Column("direction", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("number"),
    )
    op.create_table(
        "queue_seat",
        sa.Column("window", sa.String(length=16), nullable=False),
        sa.Column("member", BIG_KEY, nullable=False),
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("since", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("window"),
        sa.UniqueConstraint("member"),
    )
    op.create_table(
        "queue_service",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("letter", sa.String(length=1), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("name_zh", sa.String(length=40), nullable=False),
        sa.Column("name_en", sa.String(length=80), nullable=False),
        sa.Column("hint_zh", sa.String(length=80), nullable=False),
        sa.Column("hint_en", sa.String(length=120), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("letter"),
    )
    op.create_table(
        "stations_code",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("name_zh", sa.String(length=40), nullable=False),
        sa.Column("name_en", sa.String(length=80), nullable=False),
        sa.Column("made_by", sa.String(length=32), nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("used_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("hash"),
    )
    op.create_table(
        "stations_station",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name_zh", sa.String(length=40), nullable=False),
        sa.Column("name_en", sa.String(length=80), nullable=False),
        sa.Column("secret", sa.String(length=64), nullable=False),
        sa.Column("enrolled_at", INSTANT, nullable=False),
        sa.Column("retired_at", INSTANT, nullable=True),
        sa.Column("seen_at", INSTANT, nullable=True),
        sa.Column("upto", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("started_at", INSTANT, nullable=True),
        sa.Column("clock_off", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "accounts_session",
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("member", BIG_KEY, nullable=False),
        sa.Column("csrf", sa.String(length=64), nullable=False),
        sa.Column("began_at", INSTANT, nullable=False),
        sa.Column("seen_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["member"], ["accounts_member.id"]),
        sa.PrimaryKeyConstraint("token"),
    )
    op.create_index("ix_accounts_session_member", "accounts_session", ["member"], unique=False)
    op.create_table(
        "plan_window_service",
        sa.Column("window", sa.String(length=16), nullable=False),
        sa.Column("service", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["window"], ["plan_window.id"]),
        sa.PrimaryKeyConstraint("window", "service"),
    )
    op.create_table(
        "queue_block",
        sa.Column("id", BIG_KEY, nullable=False),
        sa.Column("station", sa.String(length=32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("service", sa.String(length=32), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["service"], ["queue_service.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("day", "service", "first"),
    )
    op.create_table(
        "queue_counter",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("service", sa.String(length=32), nullable=False),
        sa.Column("next_n", sa.Integer(), nullable=False),
        sa.Column("place_at", INSTANT, nullable=False),
        sa.Column("called", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["service"], ["queue_service.id"]),
        sa.PrimaryKeyConstraint("day", "service"),
    )
    op.create_table(
        "queue_ticket",
        sa.Column("id", BIG_KEY, nullable=False),
        sa.Column("station", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("service", sa.String(length=32), nullable=False),
        sa.Column("letter", sa.String(length=1), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("origin", sa.String(length=8), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("subject_kind", sa.String(length=16), nullable=True),
        sa.Column("subject_hash", sa.String(length=64), nullable=True),
        sa.Column("subject_last4", sa.String(length=4), nullable=True),
        sa.Column("issued_at", INSTANT, nullable=False),
        sa.Column("place_at", INSTANT, nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("window", sa.String(length=16), nullable=True),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("called_at", INSTANT, nullable=True),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.Column("missed_mark", sa.Integer(), nullable=True),
        sa.Column("called_again", sa.Boolean(), nullable=False),
        sa.Column("slip", sa.String(length=16), nullable=False),
        sa.Column("slip_reason", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["service"], ["queue_service.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("day", "service", "n"),
        sa.UniqueConstraint("token"),
    )
    op.create_index(
        "queue_ticket_key", "queue_ticket", ["station", "key"], unique=True, sqlite_where=LIVE, postgresql_where=LIVE
    )
    op.create_index("queue_ticket_line", "queue_ticket", ["day", "state", "service", "place_at", "id"], unique=False)
    op.create_table(
        "stations_contradiction",
        sa.Column("id", BIG_KEY, nullable=False),
        sa.Column("station", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["station"], ["stations_station.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "stations_device",
        sa.Column("station", sa.String(length=32), nullable=False),
        sa.Column("device", sa.String(length=40), nullable=False),
        sa.Column("able", sa.Boolean(), nullable=True),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["station"], ["stations_station.id"]),
        sa.PrimaryKeyConstraint("station", "device"),
    )
    op.create_table(
        "stations_help",
        sa.Column("id", BIG_KEY, nullable=False),
        sa.Column("station", sa.String(length=32), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("screen", sa.String(length=40), nullable=False),
        sa.Column("answered_at", INSTANT, nullable=True),
        sa.Column("answered_by", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["station"], ["stations_station.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "stations_report",
        sa.Column("station", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.String(length=40), nullable=False),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("refused", sa.String(length=300), nullable=True),
        sa.ForeignKeyConstraint(["station"], ["stations_station.id"]),
        sa.PrimaryKeyConstraint("station", "seq"),
    )
    op.create_table(
        "queue_call",
        sa.Column("id", BIG_KEY, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("ticket", BIG_KEY, nullable=False),
        sa.Column("window", sa.String(length=16), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["ticket"], ["queue_ticket.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_queue_call_day", "queue_call", ["day"], unique=False)

    _append_only(op.get_bind().dialect.name)


def _append_only(dialect: str) -> None:
    """The audit trail refuses changes from the database's side too."""
    if dialect == "sqlite":
        for change in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER audit_no_{change.lower()} BEFORE {change} ON audit_line "
                "BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END"
            )
    else:
        op.execute(
            "CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'the audit trail is append-only'; END $$"
        )
        op.execute(
            "CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON audit_line "
            "FOR EACH ROW EXECUTE FUNCTION audit_refuse()"
        )
