"""What was kept, read again as it was told."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter

from hall.contract.report import Body, DoorTold, EntryTold, PassageTold
from hall.doors.store import EventRow, digest_of

_BODY: TypeAdapter[Any] = TypeAdapter(Body)


@dataclass(frozen=True)
class Told:
    id: int
    station: str
    n: int
    at: datetime
    received_at: datetime
    body: EntryTold | PassageTold | DoorTold
    intact: bool = True
    """As it was written: whoever edits the table by hand makes a row that is named."""


def read(row: EventRow) -> Told:
    body = _BODY.validate_python({"kind": row.kind} | TypeAdapter(dict[str, Any]).validate_json(row.body))
    intact = digest_of(row.station, row.at, row.body) == row.digest
    return Told(row.id, row.station, row.n, row.at, row.received_at, body, intact)
