"""The chain: the MAC of a line is HMAC-SHA-256, under a key that lies beside the database, over the MAC before it and
the line's own fields as canonical JSON.

Lines of a hall older than the key carry plain SHA-256 hashes; anybody can compute those. So the first line under the
key says that it is the first (``chain_keyed``), and it alone may follow one without: who rewrites the whole chain the
old way cannot write that line, and the hall writes it once, when it makes the key.
"""

import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from hall.audit import store
from hall.audit.anchor import Anchor
from hall.kit.db import Note, Tx
from hall.kit.keys import keep_key, read_key

KEY_FILE = "audit.key"
FIELDS = ("id", "at", "actor", "action", "about", "detail")
KEYED_FIELDS = (*FIELDS, "source")
KEYED = "chain_keyed"


@dataclass(frozen=True)
class Broken:
    """The first line that does not follow from the one before."""

    id: int
    why: str


class Chain:
    def __init__(self, folder: Path) -> None:
        """``folder``: where the key lies, or will lie from the first line on."""
        self._folder = folder
        self._key: bytes | None = None

    def append(self, conn: Connection, now: datetime, notes: list[Note]) -> None:
        """Runs at the end of every write transaction, under the writers' lock."""
        if not notes:
            return
        self._key = self._key or keep_key(self._folder, KEY_FILE)
        number, mac = store.head(conn)
        rows: list[dict[str, object]] = []
        for note in notes:
            number += 1
            row = _row(number, now, note)
            mac = _mac(self._key, mac, row)
            rows.append(row | {"hash": mac, "keyed": True})
        store.add(conn, rows)

    def anchor(self, conn: Connection) -> Anchor:
        return Anchor(*store.head(conn))

    def verify(self, conn: Connection, anchor: Anchor | None = None) -> tuple[int, str, Broken | None]:
        """Lines read, MAC of the last sound one, and the first break if any. A cut-off end is seen against an
        ``anchor`` alone. Makes no key."""
        key = read_key(self._folder, KEY_FILE)
        number, mac, keyed = 0, "", False
        for row in store.lines(conn):
            number += 1
            why = _why_not(number, mac, row, key, keyed) or _against(row, anchor)
            if why:
                return number - 1, mac, Broken(number, why)
            mac, keyed = row.hash, row.keyed
        if anchor is not None and anchor.number > number:
            why = f"the end was cut off: the anchor is of line {anchor.number}, the last one is {number}"
            return number, mac, Broken(number + 1, why)
        if key is not None and number and not keyed:
            return (
                number,
                mac,
                Broken(number, "there is a key, but no line under it: the chain was rewritten as a whole"),
            )
        return number, mac, None


def begins_keyed(tx: Tx) -> None:
    """The key was made just now, for a hall that has lines already."""
    number, mac = store.head(tx.conn)
    if number:
        tx.note("hall", KEYED, f"line:{number}", hash=mac)


def _row(number: int, now: datetime, note: Note) -> dict[str, object]:
    return {
        "id": number,
        "at": now.isoformat(),
        "actor": note.actor[:80],
        "action": note.action,
        "about": note.about[:120],
        "detail": json.dumps(note.detail, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str),
        "source": note.source,
    }


def _why_not(number: int, before: str, row: store.LineRow, key: bytes | None, keyed: bool) -> str:
    """Why ``row`` does not follow; empty if it does. ``keyed``: whether the line before it is."""
    if row.id != number:
        return f"line {number} is missing, {row.id} follows"
    fields = row._asdict()
    if not row.keyed:
        if keyed:
            return "a line without the key follows one with it"
        return "" if _hash(before, fields) == row.hash and not row.source else "the line was changed, or one before it"
    if key is None:
        return f"it is under the key, and {KEY_FILE} is not there"
    if not hmac.compare_digest(_mac(key, before, fields), row.hash):
        return "the line was changed, or one before it"
    if number > 1 and not keyed and row.action != KEYED:
        return "the lines before it are without the key, and no line says so: they were rewritten as a whole"
    return ""


def _against(row: store.LineRow, anchor: Anchor | None) -> str:
    if anchor is None or anchor.number != row.id or anchor.mac == row.hash:
        return ""
    return "it is another line than the anchor's: the chain was rewritten as a whole"


def _canonical(before: str, row: dict[str, object], fields: tuple[str, ...]) -> bytes:
    text = json.dumps([before, *(row[name] for name in fields)], ensure_ascii=False, separators=(",", ":"))
    return text.encode()


def _hash(before: str, row: dict[str, object]) -> str:
    return hashlib.sha256(_canonical(before, row, FIELDS)).hexdigest()


def _mac(key: bytes, before: str, row: dict[str, object]) -> str:
    return hmac.new(key, _canonical(before, row, KEYED_FIELDS), hashlib.sha256).hexdigest()
