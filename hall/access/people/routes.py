"""HTTP of people and their cards."""

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field

from hall.access.people import service
from hall.access.people.cards import CardKeys
from hall.access.roles import ISSUERS, STOPPERS, Act
from hall.access.seal import Seal
from hall.accounts import may
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


class Pins(BaseModel):
    model_config = ConfigDict(extra="forbid")
    pin: str = Field("", max_length=12, repr=False)
    duress: str = Field("", max_length=12, repr=False)


def router(act: Act, keys: CardKeys, seal: Seal) -> APIRouter:
    router = APIRouter(include_in_schema=False)

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
