"""What the store of the screens hands on: the columns of its tables, in their order."""

from datetime import datetime
from typing import NamedTuple

from hall.signage.link import State


class PlayerRow(NamedTuple):
    id: str
    screen: str
    secret: str
    user_agent: str
    size: str
    paired_at: datetime
    paired_by: str
    unpaired_at: datetime | None
    unpaired_by: str | None


class PlayerSeen(NamedTuple):
    """A paired player, with what stands on its glass and its worker's last sign of life."""

    id: str
    screen: str
    secret: str
    user_agent: str
    size: str
    paired_at: datetime
    paired_by: str
    unpaired_at: datetime | None
    unpaired_by: str | None
    worker: str | None
    state: State | None
    since: datetime | None
    hash: str | None
    wanted: str | None
    revision: int | None
    painted_at: datetime | None
    took_ms: int | None
    skew_ms: int | None
    worker_seen: datetime | None
    picture_at: datetime | None


class PairingRow(NamedTuple):
    secret: str
    code: str
    address: str
    user_agent: str
    size: str
    expires_at: datetime


class WorkerRow(NamedTuple):
    id: str
    seen_at: datetime


class AskRow(NamedTuple):
    id: int
    player: str
    what: str
    at: datetime


class PictureRow(NamedTuple):
    player: str
    at: datetime
    body: bytes
