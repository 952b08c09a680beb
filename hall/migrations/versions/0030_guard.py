"""What happens at the doors in one numbered table, orders to open by hand, how the hall is held, notes of the guards,
and the rights that decisions were made under. What the two tables before held stands in the stations' reports still."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.drop_table("doors_entry")
    op.drop_table("doors_event")
    op.create_table(
        "doors_event",
        sa.Column("id", KEY, nullable=False),
        sa.Column("station", sa.String(length=32), nullable=False),
        sa.Column("n", KEY, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("door", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("what", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("shown", sa.String(length=8), nullable=False),
        sa.Column("admitted", sa.Boolean(), nullable=False),
        sa.Column("person", sa.String(length=40), nullable=False),
        sa.Column("credential", sa.String(length=64), nullable=False),
        sa.Column("grants", sa.String(length=80), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("station", "digest", name="doors_event_once"),
        sa.UniqueConstraint("station", "n", name="doors_event_numbered"),
    )
    op.create_index("doors_event_of_door", "doors_event", ["door", "what", "id"])
    op.create_index("doors_event_of_key", "doors_event", ["key"])
    op.create_index("doors_event_at", "doors_event", ["at"])
    op.create_table(
        "doors_order",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("station", sa.String(length=32), nullable=False),
        sa.Column("door", sa.String(length=32), nullable=False),
        *_by(),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("doors_order_station", "doors_order", ["station", "at"])
    op.create_table(
        "doors_level",
        sa.Column("id", KEY, nullable=False),
        sa.Column("level", sa.String(length=16), nullable=False),
        *_by(),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "doors_note",
        sa.Column("id", KEY, nullable=False),
        *_by(),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "doors_left",
        sa.Column("id", KEY, nullable=False),
        sa.Column("who", sa.String(length=64), nullable=False),
        *_by(),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "doors_grants",
        sa.Column("station", sa.String(length=32), nullable=False),
        sa.Column("revision", sa.String(length=80), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("rest", sa.Text(), nullable=False),
        sa.Column("base", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("station", "revision"),
    )
    op.create_index("doors_grants_base", "doors_grants", ["base"])
    op.create_table(
        "doors_base",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("hash"),
    )


def _by() -> tuple[sa.Column, sa.Column]:
    return sa.Column("by", sa.String(length=32), nullable=False), sa.Column("name", sa.String(32), nullable=False)
