"""Passkeys, and what a session asked one to sign."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

BIG_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("accounts_session", sa.Column("challenge", sa.String(length=128), nullable=True))
    op.create_table(
        "accounts_passkey",
        sa.Column("id", BIG_KEY, nullable=False),
        sa.Column("member", BIG_KEY, nullable=False),
        sa.Column("credential", sa.String(length=1400), nullable=False),
        sa.Column("public", sa.Text(), nullable=False),
        sa.Column("signed", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("added_at", sa.BigInteger(), nullable=False),
        sa.Column("used_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["member"], ["accounts_member.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("credential"),
    )
    op.create_index("ix_accounts_passkey_member", "accounts_passkey", ["member"], unique=False)
