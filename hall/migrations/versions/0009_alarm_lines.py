"""Where screens hear a fire contact directly, and which of its alarms are over."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "signage_alarm_line",
        sa.Column("station", sa.String(length=32), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("key", sa.String(length=43), nullable=False),
        sa.PrimaryKeyConstraint("station"),
    )
    op.add_column("signage_fire_contact", sa.Column("cleared", sa.Boolean(), nullable=False, server_default=sa.false()))
