"""A card is given by presenting it at a reader: who waits for one, and where."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "access_wait",
        sa.Column("key", sa.String(length=24), nullable=False),
        sa.Column("person", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("door", sa.String(length=32), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("outcome", sa.String(length=120), nullable=False),
        sa.Column("last4", sa.String(length=4), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["access_person.id"]),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("ix_access_wait_person", "access_wait", ["person"])
    op.create_index("ix_access_wait_until", "access_wait", ["until"])


def downgrade() -> None:
    op.drop_table("access_wait")
