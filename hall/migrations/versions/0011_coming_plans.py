"""What somebody is about to publish may also be a release that waits, or what stood before."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_table("signage_coming")  # it holds what is expected in the next minutes
    op.create_table(
        "signage_coming",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(8), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
