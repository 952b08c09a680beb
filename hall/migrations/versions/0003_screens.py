"""Screens: players, pairing codes, what is on the glass, what was."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0001"
branch_labels = None
depends_on = None

INSTANT = sa.BigInteger()
BIG_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _text(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=False)


def _instant(name: str, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, INSTANT, nullable=nullable)


def upgrade() -> None:
    _players()
    _history()


def _players() -> None:
    op.create_table(
        "signage_player",
        _text("id", 32),
        _text("screen", 32),
        _text("secret", 64),
        _text("user_agent", 200),
        _text("size", 32),
        _instant("paired_at"),
        _text("paired_by", 32),
        _instant("unpaired_at", True),
        sa.Column("unpaired_by", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("secret"),
    )
    op.create_table(
        "signage_pairing",
        _text("secret", 64),
        _text("code", 8),
        _text("address", 64),
        _text("user_agent", 200),
        _text("size", 32),
        _instant("expires_at"),
        sa.PrimaryKeyConstraint("secret"),
        sa.UniqueConstraint("code"),
    )
    op.create_table("signage_worker", _text("id", 32), _instant("seen_at"), sa.PrimaryKeyConstraint("id"))
    op.create_table(
        "signage_glass",
        _text("player", 32),
        _text("worker", 32),
        _text("state", 16),
        _instant("since"),
        _text("hash", 64),
        _text("wanted", 64),
        sa.Column("revision", sa.Integer(), nullable=False),
        _instant("painted_at", True),
        sa.Column("took_ms", sa.Integer(), nullable=False),
        sa.Column("skew_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["player"], ["signage_player.id"]),
        sa.PrimaryKeyConstraint("player"),
    )
    op.create_table(
        "signage_ask",
        sa.Column("id", BIG_KEY, nullable=False),
        _text("player", 32),
        _text("what", 16),
        _instant("at"),
        sa.ForeignKeyConstraint(["player"], ["signage_player.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "signage_picture",
        _text("player", 32),
        _instant("at"),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["player"], ["signage_player.id"]),
        sa.PrimaryKeyConstraint("player"),
    )


def _history() -> None:
    op.create_table(
        "signage_content",
        _text("hash", 64),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("hash"),
    )
    op.create_table(
        "signage_event",
        sa.Column("id", BIG_KEY, nullable=False),
        _text("screen", 32),
        _text("player", 32),
        _instant("at"),
        _text("kind", 16),
        _text("hash", 64),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("content", sa.String(length=64), nullable=True),
        _text("calls", 200),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("signage_event_screen", "signage_event", ["screen", "at"], unique=False)
    op.create_table(
        "signage_refusal",
        sa.Column("id", BIG_KEY, nullable=False),
        _instant("at"),
        _text("screen", 32),
        _text("player", 32),
        _text("kind", 24),
        _text("told", 300),
        sa.PrimaryKeyConstraint("id"),
    )
