"""The press on the stations page: a guard's or the hall manager's. An administrator has the command."""

from typing import Annotated

from fastapi import APIRouter, Path, Request
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from hall.accounts import KEEPERS, may
from hall.kit import Kit
from hall.queue import Queue
from hall.stations.stolen import service


class Stolen(BaseModel):
    model_config = ConfigDict(extra="forbid")
    since: AwareDatetime
    reason: str = Field(max_length=400)


def router(kit: Kit, queue: Queue) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.post("/api/stations/{station}/stolen")
    @may(KEEPERS)
    async def stolen(request: Request, station: Annotated[str, Path(max_length=32)], asked: Stolen) -> dict[str, bool]:
        by = request.state.member.login
        await kit.db.write(lambda tx: service.press(tx, station, asked.since, asked.reason, by, queue))
        return {"stolen": True}

    return router
