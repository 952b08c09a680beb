"""Passwords had before, a second factor and its recovery codes."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

BIG_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("accounts_member", sa.Column("second", sa.String(length=200), nullable=True))
    op.add_column("accounts_member", sa.Column("second_step", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("accounts_session", sa.Column("second_due", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "accounts_password",
        sa.Column("id", BIG_KEY, nullable=False),
        sa.Column("member", BIG_KEY, nullable=False),
        sa.Column("password", sa.String(length=255), nullable=False),
        sa.ForeignKeyConstraint(["member"], ["accounts_member.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_accounts_password_member", "accounts_password", ["member"], unique=False)
    op.create_table(
        "accounts_recovery",
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("member", BIG_KEY, nullable=False),
        sa.ForeignKeyConstraint(["member"], ["accounts_member.id"]),
        sa.PrimaryKeyConstraint("code"),
    )
    op.create_index("ix_accounts_recovery_member", "accounts_recovery", ["member"], unique=False)
