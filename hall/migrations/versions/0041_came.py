"""Since when somebody is being served: the way to the window and the service are known apart."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("queue_ticket", sa.Column("came_at", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    op.drop_column("queue_ticket", "came_at")
