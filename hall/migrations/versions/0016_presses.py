"""Each press of the evacuation key, so that one that is written late is written once."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "signage_alarm_press",
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("alarm", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("written_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["alarm"], ["signage_alarm.id"]),
        sa.PrimaryKeyConstraint("key"),
    )
