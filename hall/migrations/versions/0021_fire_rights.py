"""Which fire contacts may raise an evacuation; those that were believed until today go on."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "signage_fire_right",
        sa.Column("station", sa.String(length=32), nullable=False),
        sa.Column("may", sa.Boolean(), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("station"),
    )
    op.create_table(
        "signage_fire_mute",
        sa.Column("station", sa.String(length=32), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("member", sa.String(length=32), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("station", "role"),
    )
    op.execute(
        """INSERT INTO signage_fire_right (station, may, address, "by", at)
        SELECT told.station, true, COALESCE(line.address, ''), 'migration', 0
        FROM (SELECT station FROM signage_alarm_line UNION SELECT station FROM signage_fire_contact) AS told
        LEFT JOIN signage_alarm_line AS line ON line.station = told.station"""
    )
