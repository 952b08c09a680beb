"""HTTP of people and their cards."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Path, Request
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection

from hall.access.people import presenting, service, store
from hall.access.people.cards import CardKeys
from hall.access.roles import ISSUERS, STOPPERS, Act
from hall.access.seal import Seal
from hall.accounts import may
from hall.kit import Kit
from hall.kit.db import Tx
from hall.kit.errors import Problem
from hall.kit.http import Key


class NewPerson(BaseModel):
    model_config = ConfigDict(extra="forbid")
    number: str = Field(max_length=64)
    name: str = Field(max_length=64)
    department: str = Field(max_length=32)
    login: str = Field("", max_length=32)


class NewCard(BaseModel):
    model_config = ConfigDict(extra="forbid")
    number: str = Field(max_length=64, repr=False)


class Waited(BaseModel):
    """``key``: random, of the press."""

    model_config = ConfigDict(extra="forbid")
    key: str = Field(pattern=r"^[0-9a-f]{24}$")
    door: str = Field(max_length=32)


class Pins(BaseModel):
    model_config = ConfigDict(extra="forbid")
    pin: str = Field("", max_length=12, repr=False)
    duress: str = Field("", max_length=12, repr=False)


Readers = Callable[[Connection], frozenset[str]]
"""Doors with a reader at which a card can be presented."""


def router(kit: Kit, act: Act, keys: CardKeys, seal: Seal, readers: Readers) -> APIRouter:
    router = APIRouter(include_in_schema=False)
    _presenting(router, kit, readers)

    @router.post("/api/access/people")
    @may(ISSUERS)
    async def add(request: Request, new: NewPerson) -> dict[str, int]:
        by = request.state.member.login
        fields = (new.number, new.name, new.department, new.login)
        return {"id": await act(lambda tx: service.add(tx, *fields, by))}

    @router.post("/api/access/people/{id}/let-go")
    @may(STOPPERS)
    async def let_go(request: Request, id: Key) -> dict[str, bool]:
        await act(lambda tx: service.let_go(tx, id, request.state.member.login))
        return {"done": True}

    @router.post("/api/access/people/{id}/cards")
    @may(ISSUERS)
    async def give(request: Request, id: Key, new: NewCard) -> dict[str, int]:
        by = request.state.member.login
        give = service.give_card
        return {"id": await act(lambda tx: give(tx, keys, seal, id, new.number, by))}

    @router.post("/api/access/cards/{id}/end")
    @may(STOPPERS)
    async def end(request: Request, id: Key) -> dict[str, bool]:
        await act(lambda tx: service.end_card(tx, id, request.state.member.login))
        return {"done": True}

    @router.post("/api/access/people/{id}/pins")
    @may(ISSUERS)
    async def pins(request: Request, id: Key, new: Pins) -> dict[str, bool]:
        by = request.state.member.login
        await act(lambda tx: service.set_pins(tx, keys, id, new.pin, new.duress, by))
        return {"done": True}

    return router


def _presenting(router: APIRouter, kit: Kit, readers: Readers) -> None:
    @router.post("/api/access/people/{id}/cards/wait")
    @may(ISSUERS)
    async def wait(request: Request, id: Key, asked: Waited) -> dict[str, str]:
        by = request.state.member.login

        def work(tx: Tx) -> None:
            presenting.wait(tx, asked.key, id, asked.door, readers(tx.conn), by)

        await kit.db.write(work)
        return {"state": "waiting"}

    @router.get("/api/access/cards/waited/{key}")
    @may(ISSUERS)
    async def waited(key: Annotated[str, Path(pattern=r"^[0-9a-f]{24}$")]) -> dict[str, str]:
        row = await kit.db.read(lambda conn: store.wait_by_key(conn, key))
        if row is None:
            raise Problem(404, "no_wait", "没有在等这张卡。", "Nobody waits for that card.")
        state, words = presenting.standing(row, kit.clock.now())
        return {"state": state, "words": words}
