"""Sign-in, sign-out, change of password."""

import hashlib
import hmac
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from hall.accounts import passwords, service, sessions, store
from hall.accounts.attempts import Attempt, begin
from hall.accounts.guard import COOKIE
from hall.accounts.permits import ROLES, SIGNED_IN, Public, may
from hall.accounts.sessions import Came
from hall.kit import Kit, keep_secret, peers
from hall.kit.db import Tx
from hall.kit.errors import Problem
from hall.kit.http import same_origin

UNDER_WAY = "an attempt has begun; how it ends is told"
Text = Annotated[str, Form(max_length=200)]


def router(kit: Kit, gone: service.Gone) -> APIRouter:
    router = APIRouter(include_in_schema=False)
    show, for_staff = kit.pages.show, kit.pages.for_staff
    key = keep_secret(kit.settings, "accounts.key")
    lasts = sessions.lasts(kit.settings)

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
            token = await _try(login, _came(request), password)
        except Problem as problem:
            page = show("sign_in.html", problem.status, next=_inside(next), login=login, problem=problem)
            page.headers.update(problem.headers)
            return page
        response = RedirectResponse(_inside(next), 303)
        response.set_cookie(COOKIE, token, httponly=True, samesite="strict", secure=kit.settings.secure_cookies)
        return response

    async def _try(login: str, came: Came, password: str) -> str:
        now = kit.clock.steady()

        def let_in(tx: Tx) -> tuple[store.MemberRow | None, Attempt | Problem]:
            row = store.member_by_login(tx.conn, login)
            account, member = (login, row.id) if row else (_nobodys(key, login), None)
            return row, begin(tx, "password", account, came.address, now, member)

        row, attempt = await kit.db.write(let_in, quiet=UNDER_WAY)
        if isinstance(attempt, Problem):
            raise attempt
        fits = await _checked(came.address, row, password, attempt)

        def decide(tx: Tx) -> str | None:
            if row is None or not fits or not _unchanged(tx, row):
                by, times = login if row else "?", attempt.times(tx)
                tx.note(by, "sign_in_failed", f"address:{came.address}", times=times)
                return None
            attempt.right(tx)
            return sessions.begin_session(tx, row.id, login, came, lasts, now)

        token = await kit.db.write(decide)
        if token is None:
            raise Problem(
                401,
                "wrong_password",
                "账号或口令不对。连续 5 次不对，在这台电脑上要等几分钟。",
                "Wrong account or password. After five failures this computer waits for some minutes.",
            )
        return token

    async def _checked(sender: str | None, row: store.MemberRow | None, password: str, attempt: Attempt) -> bool:
        """Who finds no room in the lane of slow work was not looked at, and that was no failure."""
        stored = row.password if row else None
        try:
            return await kit.slow.run(sender, lambda: passwords.password_fits(stored, password))
        except Problem:
            await kit.db.write(attempt.undone, quiet=UNDER_WAY)
            raise

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

    @router.get("/account")
    @may(SIGNED_IN)
    async def account(request: Request) -> Response:
        return for_staff(request, "account.html", roles=ROLES, problem=None, done=False)

    @router.post("/account")
    @may(SIGNED_IN)
    async def change(request: Request, old: Text, new: Text, again: Text) -> Response:
        member: sessions.Member = request.state.member
        try:
            await _change(member, _came(request), old, new, again)
        except Problem as problem:
            return for_staff(request, "account.html", problem.status, roles=ROLES, problem=problem, done=False)
        request.state.member = replace(member, first_password=False)
        return for_staff(request, "account.html", roles=ROLES, problem=None, done=True)

    async def _change(member: sessions.Member, came: Came, old: str, new: str, again: str) -> None:
        now = kit.clock.steady()

        def let_in(tx: Tx) -> tuple[store.MemberRow | None, Attempt | Problem]:
            row = store.member_by_login(tx.conn, member.login)
            return row, begin(tx, "change", member.login, came.address, now, member.id)

        row, attempt = await kit.db.write(let_in, quiet=UNDER_WAY)
        if isinstance(attempt, Problem):
            raise attempt
        if not await _checked(None, row, old, attempt):
            raise Problem(403, "wrong_password", "原口令不对。", "The old password is wrong.")
        await kit.db.write(attempt.right, quiet=UNDER_WAY)
        if new != again:
            raise Problem(422, "not_twice_the_same", "两次输入的新口令不一样。", "The new passwords differ.")
        if new == old:
            raise Problem(422, "same_password", "新口令和原口令一样。", "The new password is the old one.")
        passwords.check_password_rules(new)
        hashed = await kit.slow.run(None, lambda: passwords.hash_password(new))

        await kit.db.write(lambda tx: service.change_password(tx, member, hashed))

    return router


def _inside(target: str) -> str:
    """A place on this site, or the front page: never a redirect elsewhere."""
    ours = target.startswith("/") and not target.startswith(("//", "/\\")) and "\n" not in target
    return target if ours else "/"


def _came(request: Request) -> Came:
    return Came(peers.of(request.scope)[:48], request.headers.get("user-agent", "")[:200])


def _nobodys(key: bytes, login: str) -> str:
    """What stands for a login that nobody has: strangers type anything, their own identity numbers too."""
    return "?" + hmac.new(key, login.encode(), hashlib.sha256).hexdigest()[:24]


def _unchanged(tx: Tx, row: store.MemberRow) -> bool:
    """Nobody has disabled him or reset his password while it was being checked."""
    now = store.member_by_login(tx.conn, row.login)
    return now is not None and now.enabled and now.password == row.password
