"""The page on which a second factor begins and ends, and the one that asks for a code."""

from typing import Annotated, Any

import segno
from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy import Connection

from hall.accounts import sessions
from hall.accounts.checked import Check
from hall.accounts.permits import SIGNED_IN, may
from hall.accounts.ring.store import passkeys_of
from hall.accounts.second import service, totp
from hall.accounts.second.store import codes_left
from hall.accounts.sessions import Member
from hall.accounts.store import member_by_login
from hall.kit import Kit
from hall.kit.db import Tx
from hall.kit.errors import Problem

Text = Annotated[str, Form(max_length=300)]
ISSUER = "OneDoor"


def router(kit: Kit, check: Check, key: bytes) -> APIRouter:
    router = APIRouter(include_in_schema=False)
    seal = service.Seal(key)
    _codes(router, kit, check, seal)
    _page(router, kit, check, seal)
    return router


def _codes(router: APIRouter, kit: Kit, check: Check, seal: service.Seal) -> None:
    @router.get("/code")
    @may(SIGNED_IN)
    async def ask(request: Request, next: str = "/") -> Response:
        if not request.state.member.second_due:
            return RedirectResponse("/", 303)
        return await _show(request.state.member)

    @router.post("/code")
    @may(SIGNED_IN)
    async def code(request: Request, code: Text) -> Response:
        member, came = request.state.member, sessions.came_from(request.scope)
        try:
            await _right(member, code, came)
        except Problem as problem:
            return await _show(member, problem)
        return RedirectResponse("/", 303)

    async def _show(member: Member, problem: Problem | None = None) -> Response:
        has = await kit.db.read(lambda conn: _has(conn, member))
        status = problem.status if problem else 200
        return kit.pages.show("code.html", status, member=member, problem=problem, **has)

    async def _right(member: Member, code: str, came: sessions.Came) -> None:
        attempt = await check.let_in("code", member, came)
        now = kit.clock.steady()

        def decide(tx: Tx) -> bool:
            if not service.right(tx, member.login, code, seal, tx.now):
                tx.note(member.login, "code_failed", f"address:{came.address}", times=attempt.times(tx))
                return False
            attempt.right(tx)
            sessions.complete(tx, member, came, now)
            return True

        if not await kit.db.write(decide):
            raise Problem(
                401,
                "wrong_code",
                "验证码不对，或已经用过：请等下一个。手机时间要准。",
                "Wrong code, or used before: wait for the next. The telephone's clock has to be right.",
            )


def _page(router: APIRouter, kit: Kit, check: Check, seal: service.Seal) -> None:
    async def show(request: Request, problem: Problem | None = None, codes: list[str] | None = None) -> Response:
        member: Member = request.state.member
        has = await kit.db.read(lambda conn: _has(conn, member))
        values: dict[str, Any] = {"sealed": "", "qr": "", "secret": ""}
        if not has["telephone"]:
            secret = totp.new_secret()
            qr = segno.make(totp.address(secret, member.login, ISSUER), error="m", micro=False)
            values = {
                "sealed": seal.close(secret, member.login),
                "qr": qr.svg_data_uri(scale=5, border=2),
                "secret": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
            }
        return kit.pages.for_staff(
            request,
            "second.html",
            problem.status if problem else 200,
            problem=problem,
            codes=codes,
            left=await kit.db.read(lambda conn: codes_left(conn, member.id)),
            forced=service.forced(kit.settings, member),
            required=kit.settings.second_factor == "required" and member.role in service.FOR,
            local=lambda at: kit.clock.local(at).strftime("%m-%d %H:%M"),
            **has,
            **values,
        )

    @router.get("/account/second")
    @may(SIGNED_IN)
    async def page(request: Request) -> Response:
        return await show(request)

    @router.post("/account/second")
    @may(SIGNED_IN)
    async def begin(request: Request, sealed: Text, code: Text, password: Text) -> Response:
        member: Member = request.state.member
        try:
            await check.password(member, password, sessions.came_from(request.scope))
            secret = seal.open(sealed, member.login)
            step = totp.fits(secret, service.as_typed(code), kit.clock.now(), 0) if secret else None
            if step is None or (await kit.db.read(lambda conn: _has(conn, member)))["telephone"]:
                raise Problem(422, "wrong_code", "验证码不对，请重新扫码再试。", "Wrong code; scan it again.")
            codes = await kit.db.write(lambda tx: service.begin(tx, member, sealed, step))
        except Problem as problem:
            return await show(request, problem)
        request.state.member = sessions.with_second(member, True)
        return await show(request, codes=codes)

    @router.post("/account/second/end")
    @may(SIGNED_IN)
    async def end(request: Request, password: Text) -> Response:
        member: Member = request.state.member
        try:
            needed = kit.settings.second_factor == "required" and member.role in service.FOR
            if needed and not (await kit.db.read(lambda conn: _has(conn, member)))["passkeys"]:
                raise Problem(403, "second_needed", "您的岗位必须有第二道验证。", "Your role needs a second factor.")
            await check.password(member, password, sessions.came_from(request.scope))
        except Problem as problem:
            return await show(request, problem)
        await kit.db.write(lambda tx: service.end_telephone(tx, member.id, member.login))
        return RedirectResponse("/account/second", 303)


def _has(conn: Connection, member: Member) -> dict[str, Any]:
    """Which second factors are his."""
    row = member_by_login(conn, member.login)
    return {"telephone": row is not None and row.second is not None, "passkeys": passkeys_of(conn, member.id)}
