"""What stations asked in the last minutes, where several servers have one database."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "stations_nonce",
        sa.Column("station", sa.String(length=32), nullable=False),
        sa.Column("nonce", sa.String(length=43), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("station", "nonce"),
    )
    op.create_index("stations_nonce_at", "stations_nonce", ["at"])
