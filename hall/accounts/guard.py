"""What stands before every endpoint: reads the mark beside its route, and asks who is calling."""

from asyncio import ensure_future
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial
from typing import Any

from fastapi import Request

from hall.accounts import sessions, store
from hall.accounts.permits import Staff, Station, permit_of
from hall.accounts.refused import Refused
from hall.accounts.remembered import Remembered
from hall.accounts.second import forced
from hall.kit import Kit
from hall.kit.budget import crowded
from hall.kit.crowd import acquainted
from hall.kit.errors import Problem
from hall.kit.http import same_origin
from hall.kit.live import STILL

COOKIE = "onedoor_session"
SAFE = {"GET", "HEAD"}
SEEN_EVERY = timedelta(minutes=1)
"""Activity is written down this often: a row a minute, not a row a request."""
SIGN_OF_LIFE = "it says that somebody is there, as the page before did"

OPEN_AT_FIRST = {"/account", "/sign-out"}
"""Where one may go whose password somebody else has seen, or is too old."""
OPEN_BEFORE_CODE = {"/code", "/code/passkey", "/code/passkey/begin", "/sign-out"}
OPEN_WITHOUT_SECOND = OPEN_AT_FIRST | {"/account/second", "/account/passkeys", "/account/passkeys/begin"}

Admit = Callable[[Kit, Request], Awaitable[Any]]


def guard(kit: Kit, admit_station: Admit) -> Callable[[Request], Awaitable[None]]:
    """A dependency of the whole application. Who was admitted is left in ``request.state``: ``member`` or
    ``station``."""

    remembered, refused = Remembered(), Refused(kit)

    async def ask(request: Request) -> None:
        permit = permit_of(request.scope["route"].endpoint)
        if permit is None:
            raise Problem(403, "closed", "这个入口没有开放。", "This endpoint is not open to anybody.")
        if isinstance(permit, Station):
            request.state.station = await admit_station(kit, request)
            if not acquainted(request.scope, f"station {request.state.station.id}"):
                raise crowded(5)
        elif isinstance(permit, Staff):
            admit = partial(admit_member, kit, request, permit, remembered, refused)
            request.state.member = await admit()
            if not acquainted(request.scope, f"member {request.state.member.id}") and not permit.always:
                raise crowded(5)
            setattr(request.state, STILL, admit)

    return ask


async def admit_member(
    kit: Kit, request: Request, permit: Staff, remembered: Remembered, refused: Refused
) -> sessions.Member:
    """The signed-in member this request comes from, in one of the permit's roles; unsafe requests carry the CSRF token
    (header ``X-CSRF-Token`` or form field ``csrf``)."""
    token = request.cookies.get(COOKIE, "")
    now, lasts = kit.clock.steady(), sessions.lasts(kit.settings)

    async def asked() -> sessions.Member | None:
        member = await kit.db.read(lambda c: sessions.member_of_session(c, token, now, lasts)) if token else None
        remembered.says(token, member)
        return member

    member = await (remembered.at_once(token, asked()) if permit.always else asked())
    if member is None:
        raise Problem(401, "sign_in", "请先登录。", "Please sign in first.")
    if member.role not in permit.roles:
        await refused.role(member, f"{request.method} {request.scope['route'].path}")
        raise Problem(403, "not_your_role", "您的岗位没有这项权限。", "Your role does not allow this.")
    _check_ready(kit, member, request.url.path)
    if request.method not in SAFE:
        await _check_csrf(request, member)
    if now - member.seen_at > SEEN_EVERY and not request.url.path.endswith(("/stream", "/here")):
        seen = kit.db.write(lambda tx: store.session_seen(tx.conn, member.token, now), quiet=SIGN_OF_LIFE)
        if permit.always:
            ensure_future(seen).add_done_callback(lambda task: task.cancelled() or task.exception())
        else:
            await seen
    return member


def _check_ready(kit: Kit, member: sessions.Member, path: str) -> None:
    """What comes before everything else."""
    if member.second_due and path not in OPEN_BEFORE_CODE:
        raise Problem(
            403,
            "code_first",
            "请先完成第二道验证。",
            "Enter a code, or show your passkey, first.",
        )
    if (member.first_password or aged(kit, member)) and path not in OPEN_AT_FIRST:
        raise Problem(403, "change_first", "请先换掉口令。", "Choose a new password of your own first.")
    if forced(kit.settings, member) and path not in OPEN_WITHOUT_SECOND:
        raise Problem(403, "second_first", "请先设置第二道验证。", "Set up the second factor first.")


def aged(kit: Kit, member: sessions.Member) -> bool:
    days = kit.settings.password_days
    return bool(days) and kit.clock.now() - member.password_at > timedelta(days=days)


async def _check_csrf(request: Request, member: sessions.Member) -> None:
    sent = request.headers.get("x-csrf-token")
    if sent is None and "form" in request.headers.get("content-type", ""):
        sent = str((await request.form()).get("csrf", ""))
    if sent != member.csrf or not same_origin(request.headers):
        raise Problem(403, "csrf", "页面已过期，请刷新后再试。", "This page has expired; reload it and try again.")
