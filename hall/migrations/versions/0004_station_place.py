"""Where a station stands in the plan."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("stations_station", "stations_code"):
        op.add_column(table, sa.Column("place", sa.String(length=32), nullable=False, server_default=""))
