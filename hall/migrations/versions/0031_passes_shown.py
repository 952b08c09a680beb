"""Passes that were shown lately are found among all that happened."""

from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("doors_event_shown", "doors_event", ["shown", "at"])
