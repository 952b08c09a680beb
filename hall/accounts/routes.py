"""Sign-in, sign-out, change of password."""

from dataclasses import replace
from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from hall.accounts import service, store
from hall.accounts.guard import COOKIE
from hall.accounts.permits import ROLES, SIGNED_IN, Public, may
from hall.kit import Kit, peers
from hall.kit.db import Tx
from hall.kit.errors import Problem
from hall.kit.http import same_origin

Text = Annotated[str, Form(max_length=200)]


def router(kit: Kit, gone: service.Gone) -> APIRouter:
    router = APIRouter(include_in_schema=False)
    show, for_staff = kit.pages.show, kit.pages.for_staff

    @router.get("/sign-in")
    @may(Public("where one signs in"))
    async def sign_in_page(next: str = "/") -> Response:
        return show("sign_in.html", next=_inside(next), login="", problem=None)

    @router.post("/sign-in")
    @may(Public("how one signs in; locked after failures"))
    async def sign_in(request: Request, login: Text, password: Text, next: Text = "/") -> Response:
        login = login.strip().lower()
        scope = f"login:{login}"[:120]
        try:
            if not same_origin(request.headers):
                raise Problem(403, "csrf", "请从本页面登录。", "Sign in from this page.")
            await kit.db.read(lambda c: service.open_attempt(c, scope, kit.clock.now()))
            token = await _try(peers.of(request.scope), login, scope, password)
        except Problem as problem:
            page = show("sign_in.html", problem.status, next=_inside(next), login=login, problem=problem)
            page.headers.update(problem.headers)
            return page
        response = RedirectResponse(_inside(next), 303)
        response.set_cookie(COOKIE, token, httponly=True, samesite="strict", secure=kit.settings.secure_cookies)
        return response

    async def _try(sender: str, login: str, scope: str, password: str) -> str:
        row = await kit.db.read(lambda c: store.member_by_login(c, login))
        stored = row.password if row else None
        fits = await kit.slow.run(sender, lambda: service.password_fits(stored, password))
        if row is None or not fits or not row.enabled:

            def fail(tx: service.Tx) -> None:
                service.failed(tx, scope)
                tx.note(login or "?", "sign_in_failed", scope)

            await kit.db.write(fail)
            raise Problem(
                401,
                "wrong_password",
                "账号或口令不对。连续 5 次不对将锁定 30 分钟。",
                "Wrong account or password. Five failures lock the account for 30 minutes.",
            )
        idle = timedelta(minutes=kit.settings.session_idle_minutes)
        return await kit.db.write(lambda tx: service.begin_session(tx, row.id, login, idle))

    @router.post("/sign-out")
    @may(SIGNED_IN)
    async def sign_out(request: Request) -> Response:
        member: service.Member = request.state.member

        def work(tx: Tx) -> None:
            service.end_session(tx, member)
            gone(tx, member.id, member.login, "signed_out")

        await kit.db.write(work)
        response = RedirectResponse("/sign-in", 303)
        response.delete_cookie(COOKIE, httponly=True, samesite="strict")
        return response

    @router.get("/account")
    @may(SIGNED_IN)
    async def account(request: Request) -> Response:
        return for_staff(request, "account.html", roles=ROLES, problem=None, done=False)

    @router.post("/account")
    @may(SIGNED_IN)
    async def change(request: Request, old: Text, new: Text, again: Text) -> Response:
        member: service.Member = request.state.member
        try:
            await _change(member, old, new, again)
        except Problem as problem:
            return for_staff(request, "account.html", problem.status, roles=ROLES, problem=problem, done=False)
        request.state.member = replace(member, first_password=False)
        return for_staff(request, "account.html", roles=ROLES, problem=None, done=True)

    async def _change(member: service.Member, old: str, new: str, again: str) -> None:
        scope = f"login:{member.login}"
        await kit.db.read(lambda c: service.open_attempt(c, scope, kit.clock.now()))
        row = await kit.db.read(lambda c: store.member_by_login(c, member.login))
        stored = row.password if row else None
        if not await kit.slow.run(None, lambda: service.password_fits(stored, old)):
            await kit.db.write(lambda tx: service.failed(tx, scope))
            raise Problem(403, "wrong_password", "原口令不对。", "The old password is wrong.")
        if new != again:
            raise Problem(422, "not_twice_the_same", "两次输入的新口令不一样。", "The new passwords differ.")
        if new == old:
            raise Problem(422, "same_password", "新口令和原口令一样。", "The new password is the old one.")
        service.check_password_rules(new)
        hashed = await kit.slow.run(None, lambda: service.hash_password(new))
        await kit.db.write(lambda tx: service.change_password(tx, member, hashed))

    return router


def _inside(target: str) -> str:
    """A place on this site, or the front page: never a redirect elsewhere."""
    ours = target.startswith("/") and not target.startswith(("//", "/\\")) and "\n" not in target
    return target if ours else "/"
