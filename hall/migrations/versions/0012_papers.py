"""Papers have a table of their own, whoever they belong to; what was told of them before is in the reports."""

import json
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    papers = op.create_table(
        "papers_paper",
        sa.Column("station", sa.String(length=32), nullable=False),
        sa.Column("errand", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("copy_no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("form", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("proof", sa.String(length=40), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("out", sa.Integer(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("station", "errand", "key", "copy_no"),
    )
    told = list(_told())
    if told:
        op.bulk_insert(papers, told)


def _told() -> list[dict[str, Any]]:
    """The last report of each paper; those that could not be read say nothing."""
    reports = op.get_bind().execute(
        sa.text("SELECT station, at, body FROM stations_report WHERE kind = 'paper' ORDER BY station, seq")
    )
    last: dict[tuple[str, str, int], dict[str, Any]] = {}
    for station, at, body in reports:
        try:
            told, micros = json.loads(body), round(datetime.fromisoformat(at).timestamp() * 1_000_000)
            key, copy_no = str(told["ticket_key"])[:64], int(told.get("copy_no", 0))
            state, reason = str(told["state"])[:16], str(told.get("reason", ""))[:200]
            proof = str(told.get("proof", ""))[:40]
        except (ValueError, KeyError, TypeError):
            continue
        last[station, key, copy_no] = {
            "station": station, "errand": "ticket", "key": key, "copy_no": copy_no, "form": "slip", "state": state,
            "reason": reason, "proof": proof, "pages": None, "out": None, "at": micros,
        }  # fmt: skip
    return list(last.values())
