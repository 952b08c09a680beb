"""The outermost layer of HTTP: which hosts we answer to, how much a body may hold, and the headers of every answer."""

import asyncio
import json
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Path
from pydantic import AwareDatetime, Field
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hall.kit import deadline, peers
from hall.kit.crowd import known_as, stranger
from hall.kit.errors import Problem
from hall.kit.live import LEAVING
from hall.kit.turns import Few, Pace, Turns

HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

ONLY_TLS = "max-age=2592000"
"""A browser that came over TLS comes by nothing else for 30 days (RFC 6797): no longer, since a hall that goes back to
plain http on a protected network must not be out of reach for a year."""

_RAW = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]
_ONLY_TLS = (b"strict-transport-security", ONLY_TLS.encode())
_NO_STORE = (b"cache-control", b"no-store")

MOST_VALUES = 10_000
"""Commas of a body at most: each may part two values that are wrong, and every wrong one becomes an object,
which costs the loop 30 µs. Two hundred reports of a station have three thousand. Rooms that take more count them."""

AT_ONCE = 24
"""Requests of one whom we know that are under way at once, streams aside: a browser has six connections, and a station
may keep sixteen questions open."""
QUEUES = 64
"""Of those in one household who say that they are somebody."""
FREELY = 2
"""Of these so many begin in one pass of the event loop as they come."""

Key = Annotated[int, Path(ge=1, lt=2**63)]
"""The id of a row in an address."""

Stored = Annotated[int, Field(ge=-(2**63), lt=2**63)]
"""A number in a body, which a column can hold."""
Name = Annotated[str, Field(max_length=64)]
"""What something is called by, in a body. Bounded, so that half a character is none (pydantic looks at those alone)."""

Day = Annotated[date, Field(ge=date(1900, 1, 1), lt=date(3000, 1, 1))]
"""A day that somebody asks for: the one before, the one after and its midnight in any zone are days as well."""
Moment = Annotated[AwareDatetime, Field(ge=datetime(1900, 1, 1, tzinfo=UTC), lt=datetime(3000, 1, 1, tzinfo=UTC))]
"""As `Day`."""


class Porch:
    """Pure ASGI, since streams pass through it."""

    def __init__(
        self,
        app: ASGIApp,
        allowed_hosts: tuple[str, ...],
        body_limit: int,
        now: Callable[[], datetime],
        larger: Mapping[str, int] | None = None,
        proxies: tuple[peers.Network, ...] = (),
        before_all: Collection[str] = (),
    ) -> None:
        """``larger``: bytes at most at some paths, where that is more than ``body_limit``. ``proxies``: whom we believe
        who is asking. ``before_all``: paths that wait for no others of the same person."""
        self._app, self._hosts, self._limit = app, {host.lower() for host in allowed_hosts}, body_limit
        self._larger, self._now, self._proxies = larger or {}, now, proxies
        self._turns, self._pace, self._few, self._before_all = Turns(), Pace(), Few(AT_ONCE, FREELY), before_all

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await self._line(scope, receive, send)
        elif scope["type"] == "http":
            await self._request(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _line(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            self._name_sender(scope)
        except Problem:
            await send({"type": "websocket.close", "code": 1008})
            return
        if stranger(scope):
            await self._turns.mine(peers.of(scope))
        await self._app(scope, receive, send)

    def _name_sender(self, scope: Scope) -> None:
        """``scope["client"]`` becomes who is asking, where a proxy that we trust says so; its ``scheme`` too."""
        peers.arrives(scope)
        client = scope.get("client")
        if not self._proxies or client is None or not peers.trusted(client[0], self._proxies):
            return
        headers = Headers(scope=scope)
        scope["client"] = (peers.sender(client[0], headers.getlist("x-forwarded-for"), self._proxies), 0)
        peers.arrives(scope)
        proto = headers.get("x-forwarded-proto", "").strip().lower()
        if proto in ("http", "https"):
            web = scope["type"] == "http"
            scope["scheme"] = proto if web else proto.replace("http", "ws")

    async def _request(self, scope: Scope, receive: Receive, send: Send) -> None:
        began = over = False
        answered = await self._few.begin("" if scope["path"] in self._before_all else known_as(scope))

        def stopped() -> Problem:
            nonlocal over
            over = True
            return too_large()

        async def send_dressed(message: Message) -> None:
            nonlocal began
            if message["type"] == "http.response.start":
                began = True
                answered()
                if message["status"] == 429 and stranger(scope):
                    await _stay(self._pace.wait(peers.of(scope)))
                    await self._turns.mine(f"{peers.of(scope)} refused")
                message["headers"] = _dressed(message.get("headers", ()), scope.get("scheme") == "https")
            await send(message)

        async def send_unless_stopped(message: Message) -> None:
            """Whoever read the body has words of his own for that it was stopped; they are left unsaid."""
            if not over or began:
                await send_dressed(message)

        try:
            self._name_sender(scope)
            limit = self._larger.get(scope["path"], self._limit)
            headers = Headers(scope=scope)
            self._check(headers, limit)
            good_until = deadline.read(headers.get(deadline.HEADER))
            if stranger(scope):
                await self._turns.mine(f"{peers.of(scope)} {self._queue(scope['path'], headers)}")
            deadline.check(good_until, self._now())
            deadline.GOOD_UNTIL.set(good_until)
            most = limit if scope["path"] in self._larger else MOST_VALUES
            await self._app(scope, self._bounded(receive, limit, most, stopped), send_unless_stopped)
            if over and not began:
                raise too_large()
        except Problem as problem:
            if began:
                raise
            await _say(problem, send_dressed)
        finally:
            answered()

    def _queue(self, path: str, headers: Headers) -> str:
        """Which of a household's a stranger stands in. Who says that he is somebody is believed later, but stands
        neither behind those who say nothing nor, as a rule, behind a crowd that says it is another; and the key of an
        evacuation behind none of them."""
        if path in self._before_all:
            return "press"
        says = headers.get("cookie", ""), headers.get("authorization", "")
        return str(hash(says) % QUEUES) if any(says) else ""

    def _check(self, headers: Headers, limit: int) -> None:
        if not answers_to(headers, self._hosts):
            raise Problem(
                400,
                "unknown_host",
                "不认识的访问地址，请用大厅登记的地址。",
                "This hall does not answer to that host name.",
            )
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > limit:
            raise too_large()

    def _bounded(self, receive: Receive, limit: int, most: int, stopped: Callable[[], Problem]) -> Receive:
        seen = values = 0

        async def counted() -> Message:
            nonlocal seen, values
            message = await receive()
            body = message.get("body", b"")
            seen, values = seen + len(body), values + body.count(b",")
            if seen > limit or values > most:
                raise stopped()
            return message

        return counted


def answers_to(headers: Headers, hosts: Collection[str]) -> bool:
    """Whether the request is for one of our names (``hosts`` in lower case)."""
    host = headers.get("host", "")
    name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
    return name.lower() in hosts


def too_large() -> Problem:
    return Problem(413, "too_large", "发来的内容太大，没有接收。", "The body is too large and was not read.")


def same_origin(headers: Headers) -> bool:
    """False if a browser says that another site made this request."""
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = headers.get("origin")
    try:
        return origin is None or urlsplit(origin).netloc == headers.get("host")
    except ValueError:  # no browser writes such an address
        return False


async def _stay(seconds: float) -> None:
    """Not longer than the hall runs."""
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0 and not LEAVING.is_set():
        await asyncio.sleep(min(left, 1.0))


def _dressed(headers: Iterable[tuple[bytes, bytes]], tls: bool) -> list[tuple[bytes, bytes]]:
    """With what every answer carries, where it does not say otherwise itself."""
    kept = list(headers)
    said = {name.lower(): value for name, value in kept}
    kept += [one for one in _RAW if one[0] not in said]
    if tls and _ONLY_TLS[0] not in said:
        kept.append(_ONLY_TLS)
    if _NO_STORE[0] not in said and said.get(b"content-type", b"").startswith(b"application/json"):
        kept.append(_NO_STORE)  # names and numbers stay in no cache
    return kept


async def _say(problem: Problem, send: Send) -> None:
    body = json.dumps(problem.detail.model_dump(), ensure_ascii=False).encode()
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
        (b"connection", b"close"),
        *((name.lower().encode(), value.encode()) for name, value in problem.headers.items()),
    ]
    await send({"type": "http.response.start", "status": problem.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
