"""Members of staff may leave."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("accounts_member", sa.Column("left_at", sa.BigInteger(), nullable=True))
