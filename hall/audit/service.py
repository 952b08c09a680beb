"""The chain: the MAC of a line is HMAC-SHA-256, under a key that lies beside the database, over the MAC before it and
the line's own fields as canonical JSON.

Lines of a hall older than the key carry plain SHA-256 hashes; anybody can compute those. So the first line under the
key says that it is the first (``chain_keyed``), and it alone may follow one without: who rewrites the whole chain the
old way cannot write that line, and the hall writes it once, when it makes the key.
"""

import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from hall.audit import store
from hall.audit.anchor import Anchor
from hall.kit.db import Note, Tx
from hall.kit.errors import Problem
from hall.kit.keys import keep_key, keep_proof, read_key

KEY_FILE = "audit.key"
FIELDS = ("id", "at", "actor", "action", "about", "detail")
KEYED_FIELDS = (*FIELDS, "source")
KEYED = "chain_keyed"
REKEYED = "chain_rekeyed"
"""The last line under a key: it names the next one, so that no line can pass from one to another unsaid."""


@dataclass(frozen=True)
class Broken:
    """The first line that does not follow from the one before."""

    id: int
    why: str


class Chain:
    def __init__(self, folder: Path) -> None:
        """``folder``: where the key lies, or will lie from the first line on."""
        self._folder = folder
        self._keys: dict[str, bytes] = {}

    def append(self, conn: Connection, now: datetime, notes: list[Note]) -> None:
        """Runs at the end of every write transaction, under the writers' lock. Raises :class:`Problem` where the key
        that the last line names is not here."""
        if not notes:
            return
        last = store.last(conn)
        number, mac, kid = (last.id, last.hash, kid_after(last)) if last else (0, "", "")
        rows: list[dict[str, object]] = []
        for note in notes:
            number += 1
            row = _row(number, now, note)
            mac = _mac(self._key(kid), mac, row)
            rows.append(row | {"hash": mac, "keyed": True, "kid": kid})
            kid = str(note.detail["to"]) if note.action == REKEYED else kid
        store.add(conn, rows)

    def rekey(self, tx: Tx, by: str) -> str:
        """From the line after this one on under a new key. Returns its kid."""
        secret = secrets.token_bytes(32)
        kid = hashlib.sha256(b"onedoor-audit-kid-1|" + secret).hexdigest()[:16]
        keep_key(self._folder, key_file(kid), secret)
        keep_proof(tx.conn, key_file(kid), secret)
        tx.note(by, REKEYED, f"key:{kid}", to=kid)
        return kid

    def _key(self, kid: str) -> bytes:
        if kid not in self._keys:
            secret = read_key(self._folder, key_file(kid)) if kid else keep_key(self._folder, KEY_FILE)
            if secret is None:
                raise Problem(
                    503,
                    "other_key",
                    f"没有 {key_file(kid)}：审计已换到这把钥匙，请从另一台服务器复制 *.key。什么也没有写。",
                    f"{key_file(kid)} is missing: the audit trail goes on under it. Nothing was written.",
                )
            self._keys[kid] = secret
        return self._keys[kid]

    def anchor(self, conn: Connection) -> Anchor:
        return Anchor(*store.head(conn))

    def verify(self, conn: Connection, anchor: Anchor | None = None) -> tuple[int, str, Broken | None]:
        """Lines read, MAC of the last sound one, and the first break if any. A cut-off end is seen against an
        ``anchor`` alone. Makes no key."""
        check = Check(self._folder, anchor)
        for row in store.lines(conn):
            if not check.take(row):
                break
        else:
            check.end()
        return check.number, check.mac, check.broken


class Check:
    """Line after line, in as many parts as whoever checks likes."""

    def __init__(self, folder: Path, anchor: Anchor | None = None, after: store.LineRow | None = None) -> None:
        """``after``: a line that was found sound."""
        self._folder, self._anchor = folder, anchor
        self.number, self.mac, self._keyed, self._kid = 0, "", False, ""
        self._keys = {"": read_key(folder, KEY_FILE)}
        self.broken: Broken | None = None
        if after is not None:
            self._stands_at(after)

    def take(self, row: store.LineRow) -> bool:
        """Whether it follows; if not, ``broken`` says why."""
        number = self.number + 1
        why = _why_not(number, self.mac, row, self._keys[self._kid], self._keyed, self._kid) or _against(
            row, self._anchor
        )
        if why:
            self.broken = Broken(number, why)
            return False
        self._stands_at(row)
        return True

    def end(self) -> None:
        """There are no more."""
        if self._anchor is not None and self._anchor.number > self.number:
            why = f"the end was cut off: the anchor is of line {self._anchor.number}, the last one is {self.number}"
            self.broken = Broken(self.number + 1, why)
        elif self._keys[""] is not None and self.number and not self._keyed:
            why = "there is a key, but no line under it: the chain was rewritten as a whole"
            self.broken = Broken(self.number, why)

    def _stands_at(self, row: store.LineRow) -> None:
        self.number, self.mac, self._keyed, self._kid = row.id, row.hash, row.keyed, kid_after(row)
        if self._kid not in self._keys:
            self._keys[self._kid] = read_key(self._folder, key_file(self._kid))


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


def key_file(kid: str) -> str:
    return f"audit-{kid}.key" if kid else KEY_FILE


def kid_after(row: store.LineRow) -> str:
    """Under which key the line behind ``row`` stands."""
    return str(json.loads(row.detail)["to"]) if row.action == REKEYED and row.keyed else row.kid


def _why_not(number: int, before: str, row: store.LineRow, key: bytes | None, keyed: bool, kid: str) -> str:
    """Why ``row`` does not follow; empty if it does. ``keyed``: whether the line before it is. ``kid``: of ``key``,
    under which it has to stand."""
    if row.id != number:
        return f"line {number} is missing, {row.id} follows"
    fields = row._asdict()
    if not row.keyed:
        if keyed:
            return "a line without the key follows one with it"
        return "" if _hash(before, fields) == row.hash and not row.source else "the line was changed, or one before it"
    if key is None:
        return f"it is under the key, and {key_file(kid)} is not there"
    if row.kid != kid:
        return "it is under another key, and no line before it says so"
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
