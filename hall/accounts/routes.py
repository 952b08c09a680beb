"""Sign-in, sign-out, change of password, one's own sessions."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from hall.accounts import service, sessions
from hall.accounts.checked import Check
from hall.accounts.guard import COOKIE, aged
from hall.accounts.permits import SIGNED_IN, Public, may
from hall.accounts.second import FOR
from hall.kit import Kit
from hall.kit.db import Tx
from hall.kit.errors import Problem
from hall.kit.http import same_origin

Text = Annotated[str, Form(max_length=200)]


def router(kit: Kit, gone: service.Gone, check: Check) -> APIRouter:
    router = APIRouter(include_in_schema=False)
    _door(router, kit, gone, check)
    _account(router, kit, check)
    return router


def _door(router: APIRouter, kit: Kit, gone: service.Gone, check: Check) -> None:
    show = kit.pages.show

    @router.get("/sign-in")
    @may(Public("where one signs in"))
    async def sign_in_page(next: str = "/") -> Response:
        return show("sign_in.html", next=_inside(next), login="", problem=None)

    @router.post("/sign-in")
    @may(Public("how one signs in; slowed after failures, by account and address"))
    async def sign_in(request: Request, login: Text, password: Text, next: Text = "/") -> Response:
        login = login.strip().lower()
        try:
            if not same_origin(request.headers):
                raise Problem(403, "csrf", "请从本页面登录。", "Sign in from this page.")
            token = await check.sign_in(login, password, sessions.came_from(request.scope))
        except Problem as problem:
            page = show("sign_in.html", problem.status, next=_inside(next), login=login, problem=problem)
            page.headers.update(problem.headers)
            return page
        response = RedirectResponse(_inside(next), 303)
        response.set_cookie(
            COOKIE,
            token,
            httponly=True,
            samesite="strict",
            secure=kit.settings.secure_cookies or request.url.scheme == "https",
        )
        return response

    @router.post("/sign-out")
    @may(SIGNED_IN)
    async def sign_out(request: Request) -> Response:
        member: sessions.Member = request.state.member

        def work(tx: Tx) -> None:
            sessions.end_session(tx, member)
            gone(tx, member.id, member.login, "signed_out")

        await kit.db.write(work)
        response = RedirectResponse("/sign-in", 303)
        response.delete_cookie(COOKIE, httponly=True, samesite="strict")
        return response


def _account(router: APIRouter, kit: Kit, check: Check) -> None:
    async def show(request: Request, problem: Problem | None = None, done: str = "") -> Response:
        member: sessions.Member = request.state.member
        steady, now = kit.clock.steady(), kit.clock.now()
        own = await kit.db.read(lambda conn: sessions.sessions_of(conn, steady, check.lasts).get(member.id, []))
        return kit.pages.for_staff(
            request,
            "account.html",
            problem.status if problem else 200,
            problem=problem,
            done=done,
            aged=aged(kit, member),
            offered=member.role in FOR or member.second,
            sessions=sessions.shown(own, member.token, steady, now),
            local=lambda at: kit.clock.local(at).strftime("%m-%d %H:%M"),
        )

    @router.get("/account")
    @may(SIGNED_IN)
    async def account(request: Request) -> Response:
        return await show(request)

    @router.post("/account")
    @may(SIGNED_IN)
    async def change(request: Request, old: Text, new: Text, again: Text) -> Response:
        member: sessions.Member = request.state.member
        try:
            await check.password(member, old, sessions.came_from(request.scope))
            if new != again:
                raise Problem(422, "not_twice_the_same", "两次输入的新口令不一样。", "The new passwords differ.")
            hashed = await check.hashed(member, new)
        except Problem as problem:
            return await show(request, problem)
        await kit.db.write(lambda tx: service.change_password(tx, member, hashed))
        request.state.member = replace(member, first_password=False, password_at=kit.clock.now())
        return await show(request, done="口令已改，其他地方的登录已退出。")

    @router.post("/account/sessions/end")
    @may(SIGNED_IN)
    async def end(request: Request, id: Text = "") -> Response:
        """Without an id: all but this one."""
        member: sessions.Member = request.state.member
        if id:
            await kit.db.write(lambda tx: sessions.end_one(tx, member.id, id, member.login))
        else:
            await kit.db.write(lambda tx: sessions.end_others(tx, member))
        return await show(request, done="已退出。")


def _inside(target: str) -> str:
    """A place on this site, or the front page: never a redirect elsewhere."""
    ours = target.startswith("/") and not target.startswith(("//", "/\\")) and "\n" not in target
    return target if ours else "/"
