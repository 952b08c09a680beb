"""Replay: which process saw what, and what makes forgetting cheap."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("signage_event", sa.Column("worker", sa.String(length=32), nullable=False, server_default=""))
    op.create_index("signage_event_at", "signage_event", ["at"], unique=False)
    op.create_index("signage_event_content", "signage_event", ["content"], unique=False)
