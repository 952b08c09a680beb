"""Sign-in, sign-out, change of password; and the check of a browser's session."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from hall.accounts import service, store
from hall.accounts.doors import ROLES, Staff
from hall.kit import Kit
from hall.kit.errors import Problem
from hall.kit.http import same_origin

COOKIE = "onedoor_session"
SAFE = {"GET", "HEAD"}
SEEN_EVERY = timedelta(minutes=1)
"""Activity is written down this often: a row a minute, not a row a request."""

Text = Annotated[str, Form(max_length=200)]


async def admit_member(kit: Kit, request: Request, door: Staff) -> service.Member:
    """The signed-in member this request comes from, in one of the door's roles; unsafe requests carry the CSRF token
    (header ``X-CSRF-Token`` or form field ``csrf``)."""
    token = request.cookies.get(COOKIE, "")
    now, idle = kit.clock.now(), timedelta(minutes=kit.settings.session_idle_minutes)
    member = await kit.db.read(lambda c: service.member_of_session(c, token, now, idle)) if token else None
    if member is None:
        raise Problem(401, "sign_in", "请先登录。", "Please sign in first.")
    if member.role not in door.roles:
        raise Problem(403, "not_your_role", "您的岗位没有这项权限。", "Your role does not allow this.")
    if request.method not in SAFE:
        await _check_csrf(request, member)
    if now - member.seen_at > SEEN_EVERY and not request.url.path.endswith("/stream"):
        await kit.db.write(lambda tx: store.session_seen(tx.conn, member.token, tx.now))
    return member


async def _check_csrf(request: Request, member: service.Member) -> None:
    sent = request.headers.get("x-csrf-token")
    if sent is None and "form" in request.headers.get("content-type", ""):
        sent = str((await request.form()).get("csrf", ""))
    if sent != member.csrf or not same_origin(request.headers):
        raise Problem(403, "csrf", "页面已过期，请刷新后再试。", "This page has expired; reload it and try again.")


def router(kit: Kit) -> APIRouter:
    router = APIRouter(include_in_schema=False)
    show = kit.pages.show

    @router.get("/sign-in")
    async def sign_in_page(next: str = "/") -> Response:
        return show("sign_in.html", next=_inside(next), login="", problem=None)

    @router.post("/sign-in")
    async def sign_in(request: Request, login: Text, password: Text, next: Text = "/") -> Response:
        login = login.strip().lower()
        scope = f"login:{login}"[:120]
        try:
            if not same_origin(request.headers):
                raise Problem(403, "csrf", "请从本页面登录。", "Sign in from this page.")
            await kit.db.read(lambda c: service.open_attempt(c, scope, kit.clock.now()))
            token = await _try(login, scope, password)
        except Problem as problem:
            return show("sign_in.html", problem.status, next=_inside(next), login=login, problem=problem)
        response = RedirectResponse(_inside(next), 303)
        response.set_cookie(COOKIE, token, httponly=True, samesite="strict", secure=kit.settings.secure_cookies)
        return response

    async def _try(login: str, scope: str, password: str) -> str:
        row = await kit.db.read(lambda c: store.member_by_login(c, login))
        fits = await run_in_threadpool(service.password_fits, row.password if row else None, password)
        if not fits or not row.enabled:

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
    async def sign_out(request: Request) -> Response:
        member: service.Member = request.state.member
        await kit.db.write(lambda tx: service.end_session(tx, member))
        response = RedirectResponse("/sign-in", 303)
        response.delete_cookie(COOKIE, httponly=True, samesite="strict")
        return response

    @router.get("/account")
    async def account(request: Request) -> Response:
        return show("account.html", member=request.state.member, roles=ROLES, problem=None, done=False)

    @router.post("/account")
    async def change(request: Request, old: Text, new: Text) -> Response:
        member: service.Member = request.state.member
        try:
            await _change(member, old, new)
        except Problem as problem:
            return show("account.html", problem.status, member=member, roles=ROLES, problem=problem, done=False)
        return show("account.html", member=member, roles=ROLES, problem=None, done=True)

    async def _change(member: service.Member, old: str, new: str) -> None:
        scope = f"login:{member.login}"
        await kit.db.read(lambda c: service.open_attempt(c, scope, kit.clock.now()))
        row = await kit.db.read(lambda c: store.member_by_login(c, member.login))
        if not await run_in_threadpool(service.password_fits, row.password, old):
            await kit.db.write(lambda tx: service.failed(tx, scope))
            raise Problem(403, "wrong_password", "原口令不对。", "The old password is wrong.")
        service.check_password_rules(new)
        hashed = await run_in_threadpool(service.hash_password, new)
        await kit.db.write(lambda tx: service.change_password(tx, member, hashed))

    return router


def _inside(target: str) -> str:
    """A place on this site, or the front page: never a redirect elsewhere."""
    ours = target.startswith("/") and not target.startswith(("//", "/\\")) and "\n" not in target
    return target if ours else "/"
