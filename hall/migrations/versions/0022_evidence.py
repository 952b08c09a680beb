"""Lines of the audit trail say from where, and are chained under a key from here on."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("audit_line", sa.Column("source", sa.String(length=48), nullable=False, server_default=""))
    op.add_column("audit_line", sa.Column("keyed", sa.Boolean(), nullable=False, server_default=sa.false()))
