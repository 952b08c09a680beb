"""Keys of stations. Reports that were taken keep nobody any more, nor do tickets of days gone by."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "stations_key",
        sa.Column("station", sa.String(length=32), sa.ForeignKey("stations_station.id"), nullable=False),
        sa.Column("mark", sa.String(length=16), nullable=False),
        sa.Column("public", sa.String(length=43), nullable=False),
        sa.PrimaryKeyConstraint("station"),
    )
    _forget("stations_report", ("station", "ledger", "seq"))
    _forget("stations_contradiction", ("id",))
    op.execute("UPDATE queue_ticket SET subject_hash = NULL")


def _forget(table: str, key: tuple[str, ...]) -> None:
    conn = op.get_bind()
    columns = ", ".join(key)
    where = " AND ".join(f"{name} = :{name}" for name in key)
    found = conn.execute(sa.text(f"SELECT {columns}, body FROM {table} WHERE body LIKE '%\"subject\":{{%'"))  # noqa: S608
    for row in found.mappings().all():
        try:
            body = json.loads(row["body"])
            del body["ticket"]["subject"]
        except (ValueError, KeyError, TypeError):
            continue
        text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        values = {name: row[name] for name in key} | {"body": text}
        conn.execute(sa.text(f"UPDATE {table} SET body = :body WHERE {where}"), values)  # noqa: S608
