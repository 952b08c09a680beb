"""Keys with a name and an end; lines of the audit trail say under which key they stand."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("audit_line", sa.Column("kid", sa.String(length=16), nullable=False, server_default=""))
    op.create_table(
        "keys_key",
        sa.Column("kid", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("public", sa.String(length=43), nullable=False),
        sa.Column("not_before", sa.BigInteger(), nullable=False),
        sa.Column("not_after", sa.BigInteger(), nullable=True),
        sa.Column("revoked_at", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("kid"),
    )
