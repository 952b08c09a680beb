"""Tables: players (a browser paired with a screen of the plan), pairing codes, what stands on each glass now."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    ForeignKey,
    Integer,
    LargeBinary,
    String,
    Table,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)

from hall.kit.db import BigKey, Instant, metadata
from hall.kit.prepared import Prepared
from hall.signage.rows import AskRow, PairingRow, PictureRow, PlayerRow, PlayerSeen, WorkerRow

player = Table(
    "signage_player",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("screen", String(32), nullable=False),
    Column("secret", String(64), nullable=False, unique=True),
    Column("user_agent", String(200), nullable=False),
    Column("size", String(32), nullable=False),
    Column("paired_at", Instant, nullable=False),
    Column("paired_by", String(32), nullable=False),
    Column("unpaired_at", Instant),
    Column("unpaired_by", String(32)),
)
"""``secret`` is the SHA-256 of a secret that never leaves the player but to say who it is."""
pairing = Table(
    "signage_pairing",
    metadata,
    Column("secret", String(64), primary_key=True),
    Column("code", String(8), nullable=False, unique=True),
    Column("address", String(64), nullable=False),
    Column("user_agent", String(200), nullable=False),
    Column("size", String(32), nullable=False),
    Column("expires_at", Instant, nullable=False),
)
glass = Table(
    "signage_glass",
    metadata,
    Column("player", ForeignKey("signage_player.id"), primary_key=True),
    Column("worker", String(32), nullable=False),
    Column("state", String(16), nullable=False),
    Column("since", Instant, nullable=False),
    Column("hash", String(64), nullable=False),
    Column("wanted", String(64), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("painted_at", Instant),
    Column("took_ms", Integer, nullable=False),
    Column("skew_ms", BigInteger, nullable=False),
)
"""One row a player. ``hash`` is what it said is painted, ``wanted`` what it was last sent."""
worker = Table(
    "signage_worker", metadata, Column("id", String(32), primary_key=True), Column("seen_at", Instant, nullable=False)
)
"""Processes that hold connections, once a second; a worker that has stopped leaves its screens absent."""
ask = Table(
    "signage_ask",
    metadata,
    Column("id", BigKey, primary_key=True),
    Column("player", ForeignKey("signage_player.id"), nullable=False),
    Column("what", String(16), nullable=False),
    Column("at", Instant, nullable=False),
)
picture = Table(
    "signage_picture",
    metadata,
    Column("player", ForeignKey("signage_player.id"), primary_key=True),
    Column("at", Instant, nullable=False),
    Column("body", LargeBinary, nullable=False),
)


def player_by_secret(conn: Connection, digest: str) -> PlayerRow | None:
    of = (player.c.secret == digest, player.c.unpaired_at.is_(None))
    row = conn.execute(select(player).where(*of)).one_or_none()
    return PlayerRow._make(row) if row else None


def player_by_id(conn: Connection, id: str) -> PlayerRow | None:
    row = conn.execute(select(player).where(player.c.id == id)).one_or_none()
    return PlayerRow._make(row) if row else None


def players(conn: Connection) -> list[PlayerSeen]:
    """Paired ones."""
    columns = [column for column in glass.c if column.name != "player"]
    rows = conn.execute(
        select(player, *columns, worker.c.seen_at.label("worker_seen"), picture.c.at.label("picture_at"))
        .outerjoin(glass, glass.c.player == player.c.id)
        .outerjoin(worker, worker.c.id == glass.c.worker)
        .outerjoin(picture, picture.c.player == player.c.id)
        .where(player.c.unpaired_at.is_(None))
        .order_by(player.c.screen)
    )
    return [PlayerSeen._make(row) for row in rows]


def screens_paired(conn: Connection) -> set[str]:
    """Also those that no plan has any more."""
    return set(conn.execute(select(player.c.screen).where(player.c.unpaired_at.is_(None))).scalars())


def add_player(conn: Connection, paired_at: datetime, **values: Any) -> None:
    conn.execute(insert(player).values(paired_at=paired_at, **values))
    conn.execute(
        insert(glass).values(
            player=values["id"],
            worker="",
            state="absent",
            since=paired_at,
            hash="",
            wanted="",
            revision=0,
            took_ms=0,
            skew_ms=0,
        )
    )


def players_of(conn: Connection, screen: str) -> set[str]:
    """Ids of the players that are paired with ``screen``."""
    where = (player.c.screen == screen) & player.c.unpaired_at.is_(None)
    return set(conn.execute(select(player.c.id).where(where)).scalars())


def unpair(conn: Connection, id: str, at: datetime, by: str) -> bool:
    where = (player.c.id == id) & player.c.unpaired_at.is_(None)
    return conn.execute(update(player).where(where).values(unpaired_at=at, unpaired_by=by)).rowcount > 0


def pairing_by_secret(conn: Connection, digest: str) -> PairingRow | None:
    row = conn.execute(select(pairing).where(pairing.c.secret == digest)).one_or_none()
    return PairingRow._make(row) if row else None


def pairing_by_code(conn: Connection, code: str, now: datetime) -> PairingRow | None:
    row = conn.execute(select(pairing).where(pairing.c.code == code, pairing.c.expires_at > now)).one_or_none()
    return PairingRow._make(row) if row else None


def pairings(conn: Connection, now: datetime) -> int:
    """Open codes."""
    return conn.execute(select(func.count()).select_from(pairing).where(pairing.c.expires_at > now)).scalar_one()


def drop_oldest_pairing(conn: Connection, now: datetime) -> None:
    """Of the address that has most."""
    most = func.count().desc()
    address = conn.execute(select(pairing.c.address).group_by(pairing.c.address).order_by(most).limit(1)).scalar_one()
    of = select(pairing.c.secret).where(pairing.c.address == address).order_by(pairing.c.expires_at).limit(1)
    conn.execute(delete(pairing).where((pairing.c.expires_at <= now) | pairing.c.secret.in_(of.scalar_subquery())))


def put_pairing(conn: Connection, now: datetime, secret: str, **values: Any) -> None:
    conn.execute(delete(pairing).where((pairing.c.expires_at <= now) | (pairing.c.secret == secret)))
    conn.execute(insert(pairing).values(secret=secret, **values))


def drop_pairings(conn: Connection) -> int:
    return conn.execute(delete(pairing)).rowcount


def drop_pairing(conn: Connection, secret: str) -> None:
    conn.execute(delete(pairing).where(pairing.c.secret == secret))


_GLASS = Prepared(
    update(glass)
    .where(glass.c.player == bindparam("of"))
    .values({column.name: bindparam(column.name) for column in glass.c if column.name != "player"})
)


def put_glass(conn: Connection, rows: list[dict[str, Any]]) -> None:
    """Each row has all columns, and ``of``, the player; its row was made when it was paired."""
    if rows:
        _GLASS.run_each(conn, rows)


def worker_seen(conn: Connection, id: str, at: datetime) -> None:
    if not conn.execute(update(worker).where(worker.c.id == id).values(seen_at=at)).rowcount:
        conn.execute(insert(worker).values(id=id, seen_at=at))


def worker_by_id(conn: Connection, id: str) -> WorkerRow | None:
    row = conn.execute(select(worker).where(worker.c.id == id)).one_or_none()
    return WorkerRow._make(row) if row else None


def add_ask(conn: Connection, id: str, what: str, at: datetime) -> None:
    conn.execute(insert(ask).values(player=id, what=what, at=at))


def asks_after(conn: Connection, id: int, at: datetime) -> list[AskRow]:
    rows = conn.execute(select(ask).where(ask.c.id > id, ask.c.at > at).order_by(ask.c.id))
    return [AskRow._make(row) for row in rows]


def last_ask(conn: Connection) -> int:
    return conn.execute(select(func.max(ask.c.id))).scalar_one() or 0


def put_picture(conn: Connection, id: str, at: datetime, body: bytes) -> None:
    conn.execute(delete(picture).where(picture.c.player == id))
    conn.execute(insert(picture).values(player=id, at=at, body=body))


def picture_of(conn: Connection, id: str) -> PictureRow | None:
    row = conn.execute(select(picture).where(picture.c.player == id)).one_or_none()
    return PictureRow._make(row) if row else None
