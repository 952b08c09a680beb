"""The plan kept as one drawing: published revisions, the draft, releases, drawings. Windows live in the plan."""

import json
import time
import zlib
from collections import defaultdict
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

INSTANT = sa.BigInteger()
BIG_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _text(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=False)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _instant(name: str, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, INSTANT, nullable=nullable)


def upgrade() -> None:
    _plans()
    op.create_table(
        "signage_release",
        sa.Column("id", BIG_KEY, nullable=False),
        _text("state", 16),
        _number("base"),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        _text("asked_by", 32),
        _instant("asked_at"),
        _instant("at", True),
        _text("reason", 400),
        _number("refusals"),
        _text("zh", 400),
        sa.Column("approved_by", sa.String(length=32), nullable=True),
        _instant("approved_at", True),
        sa.Column("revision", sa.Integer(), nullable=True),
        _text("trouble", 400),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("signage_release_state", "signage_release", ["state"], unique=False)
    _windows_into_a_plan()
    for table in ("plan_window_service", "plan_window", "plan_revision"):
        op.drop_table(table)


def _plans() -> None:
    op.create_table(
        "plan_published",
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        _instant("at"),
        _text("by", 32),
        sa.PrimaryKeyConstraint("revision"),
    )
    op.create_table(
        "plan_draft",
        _number("id"),
        _number("version"),
        _number("base"),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        _instant("at"),
        _text("by", 32),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "plan_drawing",
        _text("file", 72),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        _number("width"),
        _number("height"),
        _instant("at"),
        _text("by", 32),
        sa.PrimaryKeyConstraint("file"),
    )


def _windows_into_a_plan() -> None:
    """A hall that had windows goes on serving at them: they stand in a row on one floor until somebody draws it."""
    conn = op.get_bind()
    windows = conn.execute(sa.text("SELECT * FROM plan_window ORDER BY position")).mappings().all()
    if not windows:
        return
    served: dict[str, list[str]] = defaultdict(list)
    for row in conn.execute(sa.text('SELECT "window", service FROM plan_window_service')):
        served[row[0]].append(row[1])
    zones = {
        row["place_zh"]: {
            "id": f"zone{n}",
            "kind": "zone",
            "x": 3.0,
            "y": 3.0 + n,
            "floor": "f1",
            "name_zh": row["place_zh"],
            "name_en": row["place_en"],
        }
        for n, row in enumerate(windows)
    }
    plan: dict[str, Any] = {
        "format": "onedoor-plan-1",
        "name_zh": "",
        "name_en": "",
        "floors": [
            {
                "id": "f1",
                "level": 1,
                "name_zh": "",
                "name_en": "",
                "width": max(20.0, 3.0 * len(windows) + 6),
                "depth": 20.0,
            }
        ],
        "places": [
            *zones.values(),
            *(
                {
                    "id": row["id"],
                    "kind": "window",
                    "floor": "f1",
                    "x": 3.0 * n + 4,
                    "y": 8.0,
                    "name_zh": row["name_zh"],
                    "name_en": row["name_en"],
                    "number": row["number"],
                    "zone": zones[row["place_zh"]]["id"],
                    "services": sorted(served[row["id"]]),
                }
                for n, row in enumerate(windows)
            ),
        ],
    }
    number = conn.execute(sa.text("SELECT n FROM plan_revision")).scalar() or 1
    conn.execute(
        sa.text('INSERT INTO plan_published (revision, body, at, "by") VALUES (:n, :body, :at, :by)'),
        {
            "n": number,
            "body": zlib.compress(json.dumps(plan).encode()),
            "at": time.time_ns() // 1000,
            "by": "migration",
        },
    )
