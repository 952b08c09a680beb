"""Of every thing where it lies, until somebody has come for it. Kept in memory: a toy."""

from datetime import datetime

from pydantic import BaseModel
from sqlalchemy import Connection

from hall.contract.report import ThingLost
from hall.kit.db import Tx
from hall.kit.errors import Problem


class LostPart(BaseModel):
    """``lost``: how many things wait at the desk."""

    waiting: int


class Lost:
    def __init__(self) -> None:
        self.things: dict[int, str] = {}

    def told(self, tx: Tx, station: str, at: datetime, body: ThingLost) -> None:
        self.things[len(self.things) + 1] = body.what
        tx.note(f"station:{station}", "thing_lost", f"lost:{len(self.things)}")

    def fetched(self, tx: Tx, id: int, by: str) -> None:
        if self.things.pop(id, None) is None:
            raise Problem(404, "no_thing", "没有这件东西。", "There is no such thing.")
        tx.note(by, "thing_fetched", f"lost:{id}")

    def part(self, _conn: Connection, _station: str, _now: datetime) -> LostPart:
        return LostPart(waiting=len(self.things))
