"""Puts the room together, once a process."""

import asyncio
from collections.abc import Callable
from contextlib import suppress

from fastapi import APIRouter
from fastapi.responses import Response

from hall.accounts import MANAGERS, Room, may
from hall.contract.parts import EpochPart
from hall.epochs.service import Epochs
from hall.kit import Kit
from hall.kit.clock import JUMP
from hall.kit.errors import Problem
from hall.kit.live import LEAVING
from hall.kit.marks import standing


def open_room(kit: Kit, epochs: Epochs, forget: Callable[[], None]) -> Room:
    """From here on the writer asks ``epochs`` what to do when the database went back. ``forget``: what this process
    remembers of it may not be true then."""
    assert kit.db.marks is not None
    kit.db.marks.recover = epochs.recover
    kit.db.marks.new_epoch.append(forget)
    return Room(
        name="epochs",
        router=_router(kit, epochs),
        needs={"epochs": epochs.needs},
        runs=(lambda: watching_the_clock(kit),),
        parts={"epoch": lambda conn, _station, _now: EpochPart(epoch=row.epoch if (row := standing(conn)) else "")},
    )


async def watching_the_clock(kit: Kit) -> None:
    """A clock that is moved while nobody writes is said all the same."""
    while not LEAVING.is_set():
        if abs(kit.clock.off()) >= JUMP:
            with suppress(Problem):
                await kit.db.write(lambda _: None)
        await asyncio.sleep(2)


def _router(kit: Kit, epochs: Epochs) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.get("/api/epochs/stream")
    @may(MANAGERS)
    async def stream() -> Response:
        return kit.live.respond(lambda: kit.db.read(lambda conn: epochs.state(conn, kit.clock.now())), shared="epochs")

    return router
