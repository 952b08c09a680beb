"""The database counts its writes under an epoch, so that one that was put back is known."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for column in (
        sa.Column("epoch", sa.String(length=16), nullable=False, server_default=secrets.token_hex(8)),
        sa.Column("writes", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("wrote_at", sa.BigInteger(), nullable=True),
        sa.Column("restored", sa.Boolean(), nullable=False, server_default=sa.false()),
    ):
        op.add_column("kit_pulse", column)
    op.create_table(
        "kit_epoch",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("epoch", sa.String(length=16), nullable=False),
        sa.Column("before", sa.String(length=16), nullable=False),
        sa.Column("began_at", sa.BigInteger(), nullable=False),
        sa.Column("why", sa.String(length=16), nullable=False),
        sa.Column("data_at", sa.BigInteger(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("stations_report_received", "stations_report", ["received_at"])
    op.create_table(
        "kit_key",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("proof", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
