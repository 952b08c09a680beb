"""The page of the people: an administrator changes them, a manager sees them."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection

from hall.accounts import store
from hall.accounts.attempts import closed
from hall.accounts.permits import GUARDS, KEEPERS, ROLES, Role, may, staff
from hall.accounts.ring.store import owners
from hall.accounts.service import Gone
from hall.accounts.sessions import Member, lasts, sessions_of, shown
from hall.accounts.staff import service
from hall.accounts.staff.asked import in_words, open_ones, withdraw
from hall.kit import Kit
from hall.kit.db import Tx

ADMIN = staff("admin")
Login = Annotated[str, Path(max_length=32)]
Seats = Callable[[Connection], dict[int, str]]
"""Where members sit now, in words, by their ids."""


class NewMember(BaseModel):
    model_config = ConfigDict(extra="forbid")
    login: str = Field(max_length=64)
    name: str = Field(max_length=64)
    role: Role


class NewRole(BaseModel):
    model_config = ConfigDict(extra="forbid")
    role: Role


class Enabled(BaseModel):
    model_config = ConfigDict(extra="forbid")
    enabled: bool


def router(kit: Kit, gone: Gone, seats: Seats) -> APIRouter:
    router = APIRouter(include_in_schema=False)
    _page(router, kit, seats)
    _acts(router, kit, gone)
    return router


def _page(router: APIRouter, kit: Kit, seats: Seats) -> None:

    def state(conn: Connection, role: Role) -> dict[str, Any]:
        """Where somebody is signed in is not security's business."""
        steady = kit.clock.steady()
        waiting = open_ones(conn, kit.clock.now())
        now, here, sitting = kit.clock.now(), sessions_of(conn, steady, lasts(kit.settings)), seats(conn)
        passkeys = owners(conn)
        waits = {row.account: now + left for row, left in closed(conn, steady) if row.account}
        return {
            "members": [
                {
                    "login": row.login,
                    "name": row.name,
                    "role": row.role,
                    "words": ROLES[row.role][0],
                    "enabled": row.enabled,
                    "left_at": _iso(row.left_at),
                    "first_password": row.first_password,
                    "password_at": _iso(row.password_at),
                    "second": row.second is not None,
                    "passkeys": row.id in passkeys,
                    "here": row.id in here,
                    "sessions": [
                        {
                            "id": one.id,
                            "address": one.address,
                            "browser": one.browser,
                            "since": _iso(one.since),
                            "seen": _iso(one.seen),
                        }
                        for one in shown(here.get(row.id, []), "", steady, now)
                        if role != "security"
                    ],
                    "asked": {"words": in_words(one), "by": one.by} if (one := waiting.get(row.id)) else None,
                    "seat": sitting.get(row.id, ""),
                    "locked_until": _iso(waits.get(row.login)),
                }
                for row in store.members(conn)
            ]
        }

    @router.get("/staff")
    @may(GUARDS)
    async def page(request: Request) -> Response:
        return kit.pages.for_staff(request, "staff.html", roles=ROLES)

    @router.get("/api/staff")
    @may(GUARDS)
    async def people(request: Request) -> dict[str, Any]:
        role = request.state.member.role
        return await kit.db.read(lambda conn: state(conn, role))

    @router.get("/api/staff/stream")
    @may(GUARDS)
    async def stream(request: Request) -> Response:
        role = request.state.member.role
        return kit.live.respond(lambda: kit.db.read(lambda conn: state(conn, role)), shared=f"staff {role}")


def _acts(router: APIRouter, kit: Kit, gone: Gone) -> None:
    @router.post("/api/staff")
    @may(ADMIN)
    async def add(request: Request, new: NewMember) -> dict[str, Any]:
        """The first password is told this once."""
        by = request.state.member.login

        login = new.login.strip().lower()
        password, waits = await kit.db.write(lambda tx: service.add(tx, login, new.name, new.role, by))
        return {"login": login, "password": password, "waits": waits}

    @router.post("/api/staff/{login}/role")
    @may(ADMIN)
    async def role(request: Request, login: Login, new: NewRole) -> dict[str, bool]:
        by = request.state.member.login

        def work(tx: Tx) -> service.Given:
            given = service.change_role(tx, login, new.role, by)
            if given.out is not None:
                gone(tx, given.out, by, "disabled")
            return given

        return {"done": True, "waits": (await kit.db.write(work)).waits}

    @router.post("/api/staff/{login}/role/approve")
    @may(KEEPERS)
    async def approve(request: Request, login: Login) -> dict[str, str]:
        """A new password is told to who approves, this once."""
        by: Member = request.state.member

        def work(tx: Tx) -> str:
            id, password = service.approved(tx, login, by)
            gone(tx, id, by.login, "disabled")
            return password

        return {"login": login, "password": await kit.db.write(work)}

    @router.post("/api/staff/{login}/role/withdraw")
    @may(GUARDS)
    async def withdraw_role(request: Request, login: Login) -> dict[str, bool]:
        await kit.db.write(lambda tx: withdraw(tx, login, request.state.member.login))
        return {"done": True}

    @router.post("/api/staff/{login}/reset")
    @may(ADMIN)
    async def reset(request: Request, login: Login) -> dict[str, Any]:
        by = request.state.member.login
        password = await kit.db.write(lambda tx: service.ask_reset(tx, login, by))
        return {"login": login, "password": password, "waits": not password}

    @router.post("/api/staff/{login}/unlock")
    @may(ADMIN)
    async def unlock(request: Request, login: Login) -> dict[str, bool]:
        await kit.db.write(lambda tx: service.unlock(tx, login, request.state.member.login))
        return {"done": True}

    @router.post("/api/staff/{login}/second/end")
    @may(ADMIN)
    async def end_second(request: Request, login: Login) -> dict[str, bool]:
        await kit.db.write(lambda tx: service.drop_second(tx, login, request.state.member.login))
        return {"done": True}

    @router.post("/api/staff/{login}/sign-out")
    @may(ADMIN)
    async def sign_out(request: Request, login: Login) -> dict[str, bool]:
        by = request.state.member.login
        await kit.db.write(lambda tx: gone(tx, service.sign_out(tx, login, by), by, "signed_out"))
        return {"done": True}

    @router.post("/api/staff/{login}/sessions/{id}/end")
    @may(ADMIN)
    async def end_session(request: Request, login: Login, id: Annotated[str, Path(max_length=16)]) -> dict[str, bool]:
        by = request.state.member.login
        return {"done": await kit.db.write(lambda tx: service.end_session(tx, login, id, by))}

    @router.post("/api/staff/{login}/enabled")
    @may(ADMIN)
    async def enabled(request: Request, login: Login, asked: Enabled) -> dict[str, bool]:
        by = request.state.member.login

        def work(tx: Tx) -> None:
            id = service.set_enabled(tx, login, asked.enabled, by)
            if id is not None:
                gone(tx, id, by, "disabled")

        await kit.db.write(work)
        return {"done": True}

    @router.post("/api/staff/{login}/let-go")
    @may(ADMIN)
    async def let_go(request: Request, login: Login) -> dict[str, bool]:
        by = request.state.member.login
        await kit.db.write(lambda tx: gone(tx, service.let_go(tx, login, by), by, "left"))
        return {"done": True}


def _iso(instant: datetime | None) -> str | None:
    return instant.isoformat(timespec="seconds") if instant else None
