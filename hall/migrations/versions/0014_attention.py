"""Who has taken what needs a person; calls for help are taken there too."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attention_taken",
        sa.Column("thing", sa.String(length=120), nullable=False),
        sa.Column("member", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("thing"),
    )
    op.create_table(
        "attention_present",
        sa.Column("member", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("member"),
    )
    op.execute(
        "INSERT INTO attention_taken (thing, member, name, at) "
        "SELECT 'help:' || id, coalesce(answered_by, '?'), '', answered_at FROM stations_help "
        "WHERE answered_at IS NOT NULL"
    )
    op.drop_column("stations_help", "answered_at")
    op.drop_column("stations_help", "answered_by")
