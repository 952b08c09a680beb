"""What was kept, read again as it was told."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter

from hall.contract.report import Body, DoorTold, EntryTold, PassageTold
from hall.doors.store import EventRow

_BODY: TypeAdapter[Any] = TypeAdapter(Body)


@dataclass(frozen=True)
class Told:
    id: int
    station: str
    n: int
    at: datetime
    received_at: datetime
    body: EntryTold | PassageTold | DoorTold


def read(row: EventRow) -> Told:
    body = _BODY.validate_python({"kind": row.kind} | TypeAdapter(dict[str, Any]).validate_json(row.body))
    return Told(row.id, row.station, row.n, row.at, row.received_at, body)
