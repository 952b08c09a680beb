"""Evacuation: alarms, all clears, fire contacts."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

INSTANT = sa.BigInteger()
BIG_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "signage_alarm",
        sa.Column("id", BIG_KEY, nullable=False),
        sa.Column("mode", sa.String(length=16), nullable=False),
        sa.Column("began_at", INSTANT, nullable=False),
        sa.Column("began_by", sa.String(length=64), nullable=False),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "signage_alarm_clear",
        sa.Column("alarm", BIG_KEY, nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("member", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["alarm"], ["signage_alarm.id"]),
        sa.PrimaryKeyConstraint("alarm", "role"),
    )
    op.create_table(
        "signage_fire_contact",
        sa.Column("station", sa.String(length=32), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("since", INSTANT, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("station"),
    )
