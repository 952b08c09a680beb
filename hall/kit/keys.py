"""Keys lie in files beside the database, never in it: who steals a copy of the data can neither sign for the hall nor
guess whose number a hash is of. The database keeps a proof of each instead, so that a second server with other keys
(its frames would be refused by screens that were paired at the first, an evacuation's too) does not start.
"""

import base64
import hashlib
import os
import secrets
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Column, Connection, String, Table, bindparam, delete, insert, select

from hall.kit.db import Tx, metadata
from hall.kit.errors import Problem
from hall.kit.prepared import Prepared

key = Table(
    "kit_key",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("proof", String(64), nullable=False),
)


class KeyRow(NamedTuple):
    name: str
    proof: str


_OF = Prepared(select(key).where(key.c.name == bindparam("of")), KeyRow)


def keep_key(folder: Path, name: str, secret: bytes | None = None) -> bytes:
    """32 bytes (random unless given) kept in ``folder`` from the first use on, readable by the hall's user alone."""
    path = folder / name
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return bytes.fromhex(path.read_text("ascii"))
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secret.hex() if secret is not None else secrets.token_hex(32))
        file.flush()
        os.fsync(file.fileno())
    return bytes.fromhex(path.read_text("ascii"))


def read_key(folder: Path, name: str) -> bytes | None:
    """The same, but nothing is made."""
    path = folder / name
    return bytes.fromhex(path.read_text("ascii")) if path.exists() else None


def agree(tx: Tx, folder: Path, names: Iterable[str]) -> None:
    """Our keys are those of the database; where it has none yet, they become its own. Under the writers' lock, so that
    of two first starts one makes them. Raises :class:`Problem`, and makes nothing, where they are others or missing."""
    for name in names:
        known, here = proof_of(tx.conn, name), (folder / name).exists()
        if known is not None and not here:
            raise _not_ours(folder, name, "没有", "is missing")
        secret = keep_key(folder, name)
        if known is None:
            keep_proof(tx.conn, name, secret)
        elif known != proof(name, secret):
            raise _not_ours(folder, name, "不是原来的", "is another one")


def _not_ours(folder: Path, name: str, zh: str, en: str) -> Problem:
    return Problem(
        409,
        "other_key",
        f"{folder / name} {zh}：这个数据库一直用另一把钥匙，屏幕和自助机只认那一把。"
        "请从原服务器复制 *.key，或用备份还原；没有启动，什么也没有改。",
        f"{folder / name} {en}: this database has always been used with another key, the only one that screens and "
        "stations believe. Copy the *.key files from the first server or from a backup. Nothing was changed.",
    )


def fingerprint(public: bytes) -> str:
    """Of a public key: what people compare."""
    return hashlib.sha256(public).hexdigest()[:16]


def fingerprint_of(public: str) -> str:
    """The same of one that is told as unpadded base64url; of none none."""
    return fingerprint(base64.urlsafe_b64decode(public + "=" * (-len(public) % 4))) if public else ""


def proof(name: str, secret: bytes) -> str:
    """Tells nothing of 32 random bytes but whether they are the same."""
    return hashlib.sha256(f"onedoor-key-1|{name}|".encode() + secret).hexdigest()


def proof_of(conn: Connection, name: str) -> str | None:
    row = _OF.first(conn, of=name)
    return row.proof if row else None


def keep_proof(conn: Connection, name: str, secret: bytes) -> None:
    """Also of a key that was changed on purpose: the old one is not ours any more."""
    forget_proofs(conn, [name])
    conn.execute(insert(key).values(name=name, proof=proof(name, secret)))


def names_kept(conn: Connection) -> set[str]:
    """Of all keys that the database has a proof of."""
    return set(conn.execute(select(key.c.name)).scalars())


def forget_proofs(conn: Connection, names: Iterable[str]) -> None:
    conn.execute(delete(key).where(key.c.name.in_(list(names))))
