"""Passkeys: added and taken away on one's own page, shown after the password."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from hall.accounts import sessions
from hall.accounts.checked import Check
from hall.accounts.passkeys import ceremony, service
from hall.accounts.passkeys.ceremony import Site
from hall.accounts.permits import SIGNED_IN, may
from hall.accounts.ring.store import passkeys_of
from hall.accounts.second.service import FOR
from hall.accounts.sessions import Member
from hall.kit import Kit
from hall.kit.db import Tx
from hall.kit.errors import Problem

Bytes = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]*$", max_length=16_384)]
"""As unpadded base64url."""


class Answer(BaseModel):
    """A browser's ``PublicKeyCredential`` (WebAuthn Level 3, 5.1), as far as it is looked at."""

    model_config = ConfigDict(extra="forbid")
    id: Bytes
    type: Literal["public-key"]
    response: dict[Annotated[str, StringConstraints(max_length=32)], Bytes] = Field(max_length=8)

    @property
    def read(self) -> dict[str, Any]:
        return {"id": self.id, "rawId": self.id, "type": self.type, "response": dict(self.response)}


class Asked(BaseModel):
    model_config = ConfigDict(extra="forbid")
    password: str = Field(max_length=200)


class Ended(BaseModel):
    model_config = ConfigDict(extra="forbid")
    id: int = Field(ge=1, lt=2**63)
    password: str = Field(max_length=200)


class Registered(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: str = Field("", max_length=64)
    answer: Answer


def router(kit: Kit, check: Check, key: bytes) -> APIRouter:
    router = APIRouter(include_in_schema=False)
    _own(router, kit, check, key)
    _door(router, kit, check)
    return router


def site(kit: Kit, request: Request) -> Site:
    found = ceremony.site_of(kit.settings.passkey_origin, request.url.scheme, request.headers.get("host", ""))
    if found is None:
        raise Problem(
            409,
            "no_site",
            "按地址打开的网页用不了安全密钥：请管理员设置 passkey_origin，并按那个域名打开。",
            "Passkeys need a site with a name: set passkey_origin, and open the hall by it.",
        )
    return found


def _own(router: APIRouter, kit: Kit, check: Check, key: bytes) -> None:
    @router.post("/account/passkeys/begin")
    @may(SIGNED_IN)
    async def begin(request: Request, asked: Asked) -> dict[str, Any]:
        member, here = request.state.member, site(kit, request)
        await check.password(member, asked.password, sessions.came_from(request.scope))
        hall = kit.settings.hall_name_zh
        return await kit.db.write(lambda tx: service.begin_making(tx, member, here, hall, key))

    @router.post("/account/passkeys")
    @may(SIGNED_IN)
    async def add(request: Request, told: Registered) -> dict[str, list[str]]:
        """``codes``: for the day on which it is lost."""
        member, here = request.state.member, site(kit, request)
        challenge = await kit.db.write(lambda tx: service.taken_challenge(tx, member))
        made = ceremony.made(here, challenge, told.answer.read)
        return {"codes": await kit.db.write(lambda tx: service.add(tx, member, made, told.name))}

    @router.post("/account/passkeys/end")
    @may(SIGNED_IN)
    async def end(request: Request, ended: Ended) -> dict[str, bool]:
        member: Member = request.state.member
        needed = kit.settings.second_factor == "required" and member.role in FOR
        await check.password(member, ended.password, sessions.came_from(request.scope))
        await kit.db.write(lambda tx: service.end(tx, member, ended.id, needed=needed))
        return {"done": True}


def _door(router: APIRouter, kit: Kit, check: Check) -> None:
    @router.post("/code/passkey/begin")
    @may(SIGNED_IN)
    async def begin(request: Request) -> dict[str, Any]:
        member, here = request.state.member, site(kit, request)
        return await kit.db.write(lambda tx: service.begin_showing(tx, member, here))

    @router.post("/code/passkey")
    @may(SIGNED_IN)
    async def show(request: Request, told: Answer) -> dict[str, str]:
        member, here, came = request.state.member, site(kit, request), sessions.came_from(request.scope)
        attempt, now = await check.let_in("code", member, came), kit.clock.steady()
        try:
            challenge = await kit.db.write(lambda tx: service.taken_challenge(tx, member))
            rows = await kit.db.read(lambda conn: passkeys_of(conn, member.id))
            row = service.of_credential(rows, told.id)
            signed = ceremony.shown(here, challenge, row, told.read)
        except Problem:
            failed = f"address:{came.address}"
            await kit.db.write(lambda tx: tx.note(member.login, "passkey_failed", failed, times=attempt.times(tx)))
            raise

        def decide(tx: Tx) -> None:
            service.was_shown(tx, member, row, signed)
            attempt.right(tx)
            sessions.complete(tx, member, came, now)

        await kit.db.write(decide)
        return {"next": "/"}
