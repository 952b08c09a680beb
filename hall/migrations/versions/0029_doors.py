"""What stations decided at doors, and what doors did."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "doors_entry",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("station", sa.String(length=32), nullable=False),
        sa.Column("door", sa.String(length=32), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("shown", sa.String(length=8), nullable=False),
        sa.Column("admitted", sa.Boolean(), nullable=False),
        sa.Column("event", sa.String(length=48), nullable=False),
        sa.Column("cause", sa.String(length=32), nullable=False),
        sa.Column("zh", sa.String(length=200), nullable=False),
        sa.Column("en", sa.String(length=300), nullable=False),
        sa.Column("person", sa.String(length=40), nullable=False),
        sa.Column("document", sa.String(length=40), nullable=False),
        sa.Column("right", sa.String(length=40), nullable=False),
        sa.Column("credential", sa.String(length=64), nullable=False),
        sa.Column("silent_alarm", sa.Boolean(), nullable=False),
        sa.Column("level", sa.String(length=16), nullable=False),
        sa.Column("grants", sa.String(length=80), nullable=False),
        sa.Column("heard", sa.Integer(), nullable=True),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("became", sa.String(length=16), nullable=False),
        sa.Column("became_at", sa.BigInteger(), nullable=True),
        sa.Column("why", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("doors_entry_credential", "doors_entry", ["credential"])
    op.create_index("doors_entry_at", "doors_entry", ["at"])
    op.create_table(
        "doors_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("station", sa.String(length=32), nullable=False),
        sa.Column("door", sa.String(length=32), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("what", sa.String(length=16), nullable=False),
        sa.Column("seen", sa.Boolean(), nullable=False),
        sa.Column("why", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("doors_event_at", "doors_event", ["at"])
