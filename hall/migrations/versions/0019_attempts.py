"""Attempts are counted by account and address; sessions say where they are.

What was counted by account alone is forgotten, and everybody signs in again: an instant of the old tables is of the
wall clock, and the new ones are of steady time.
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_table("accounts_failure")
    op.create_table(
        "accounts_attempt",
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("account", sa.String(length=48), nullable=False),
        sa.Column("address", sa.String(length=48), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "account", "address"),
    )
    op.create_table(
        "accounts_known",
        sa.Column("member", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("address", sa.String(length=48), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["member"], ["accounts_member.id"]),
        sa.PrimaryKeyConstraint("member", "address"),
    )
    op.execute("DELETE FROM accounts_session")
    op.add_column("accounts_session", sa.Column("address", sa.String(length=48), nullable=False, server_default="?"))
    op.add_column("accounts_session", sa.Column("browser", sa.String(length=32), nullable=False, server_default="?"))
