"""Every key there is, without a secret: what it is called, since when, its fingerprint, and whether it counts."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection

from hall.keys import KeyRow, all_keys
from hall.kit import certificates
from hall.kit.keys import fingerprint_of, proof, read_key
from hall.settings import Settings
from hall.signage.signing import Signer
from hall.stations import keys_of_stations

NAMES = {
    "subject.key": "subject",
    "signs.key": "signs",
    "accounts.key": "accounts",
    "access.key": "access",
    "audit.key": "audit",
}


class Shown(NamedTuple):
    """``fingerprint``: of the public half, or what the database compares of a secret; ``since`` None: not known."""

    kind: str
    name: str
    fingerprint: str
    since: datetime | None
    state: str


def every_key(conn: Connection, settings: Settings) -> list[Shown]:
    return [*_files(settings.data_dir), *_tls(settings), *_ring(conn), *_stations(conn)]


def _files(folder: Path) -> Iterator[Shown]:
    later = sorted(one.name for one in folder.glob("audit-*.key"))
    for name in (*NAMES, *later):
        secret = read_key(folder, name)
        if secret is None:
            continue
        made = datetime.fromtimestamp((folder / name).stat().st_mtime, UTC)
        yield Shown(NAMES.get(name, "audit"), name, _mark(name, secret), made, "")


def _mark(name: str, secret: bytes) -> str:
    if name == "signs.key":
        return fingerprint_of(Signer(secret).public)
    return proof(name, secret)[:16]


def _tls(settings: Settings) -> Iterator[Shown]:
    if (ends := certificates.ends(settings)) is not None:
        yield Shown("tls", "hall.pem", certificates.mark_of(settings), None, f"到 {ends:%Y-%m-%d}")


def _ring(conn: Connection) -> Iterator[Shown]:
    for row in all_keys(conn):
        yield Shown(row.kind, f"ring-{row.kid}", row.kid, row.not_before, _state(row))


def _state(row: KeyRow) -> str:
    if row.revoked_at is not None:
        return f"已吊销：{row.reason}"
    return f"不再签，{row.not_after:%Y-%m-%d} 前签的有效" if row.not_after else "在用"


def _stations(conn: Connection) -> Iterator[Shown]:
    for one in keys_of_stations(conn):
        state = "已吊销" if one.revoked_at else "已停用" if one.retired_at else "在用" if one.fingerprint else NO_KEY
        yield Shown("station", f"{one.station} {one.name}", one.fingerprint, one.since, state)


NO_KEY = "没有签名钥匙，用口令：请重新登记"
