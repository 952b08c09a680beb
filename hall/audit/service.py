"""The chain: hash of a line = SHA-256 over the hash before it and the line's own fields as canonical JSON."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from hall.audit import store
from hall.kit.db import Note

FIELDS = ("id", "at", "actor", "action", "about", "detail")


@dataclass(frozen=True)
class Broken:
    """The first line that does not follow from the one before."""

    id: int
    why: str


def append(conn: Connection, now: datetime, notes: list[Note]) -> None:
    """Runs at the end of every write transaction, under the writers' lock."""
    if not notes:
        return
    number, chain = store.head(conn)
    rows: list[dict[str, object]] = []
    for note in notes:
        number += 1
        detail = json.dumps(note.detail, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
        row: dict[str, object] = {
            "id": number,
            "at": now.isoformat(),
            "actor": note.actor[:80],
            "action": note.action,
            "about": note.about[:120],
            "detail": detail,
        }
        chain = _link(chain, row)
        rows.append(row | {"hash": chain})
    store.add(conn, rows)


def verify(conn: Connection) -> tuple[int, str, Broken | None]:
    """Lines read, hash of the last sound one, and the first break if any. A cut-off end cannot be seen from the chain
    alone: compare the head with one written down elsewhere (``backup`` prints it)."""
    number, chain = 0, ""
    for row in store.lines(conn):
        number += 1
        if row.id != number:
            return number - 1, chain, Broken(number, f"line {number} is missing, {row.id} follows")
        link = _link(chain, row._asdict())
        if link != row.hash:
            return number - 1, chain, Broken(number, "the line was changed, or one before it")
        chain = link
    return number, chain, None


def _link(before: str, row: dict[str, object]) -> str:
    text = json.dumps([before, *(row[name] for name in FIELDS)], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
