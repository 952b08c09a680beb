"""Stations that were stolen, and keys that count no more."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("stations_key", sa.Column("revoked_at", sa.BigInteger(), nullable=True))
    op.create_table(
        "stations_stolen",
        sa.Column("station", sa.String(length=32), sa.ForeignKey("stations_station.id"), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("held", sa.Text(), nullable=False),
        sa.Column("heard_at", sa.BigInteger(), nullable=True),
        sa.Column("heard_from", sa.String(length=48), nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("station"),
    )
