"""One line a browser: the WebSocket ``/live`` carries any number of the hall's streams.

HTTP/1.1 gives a browser six connections to a host. A stream that is a request of its own holds one of them for good, so
six open pages leave none for a press. Here a browser names the addresses it wants to watch, and the hall calls each of
them *inside*, as a request with the headers of the line: who may watch what is decided where it always is, beside the
route, and a room that answers with ``kit.live.respond`` has nothing more to do.

From the browser: ``{"open": "/api/…/stream"}``, ``{"close": …}``. To it: ``{"topic", "at", "event", "data"}``; ``at``
is the hall's time in milliseconds, ``event`` is ``state``, ``beat``, ``ended`` (may not watch any longer), ``refused``
(``data`` has the status and the sentence) or ``over`` (ask again).
"""

import asyncio
import contextlib
import json
import logging
import re
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any
from urllib.parse import unquote

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hall.kit import peers
from hall.kit.crowd import stranger
from hall.kit.errors import Problem
from hall.kit.http import answers_to, same_origin
from hall.kit.turns import Turns

log = logging.getLogger(__name__)

PATH = "/live"
TOPICS = 32
"""Streams on one line at most: seven consoles and two boards need ten."""

IDLE = 30.0
"""Seconds for which a line may carry nothing: who opens one has something to watch."""

LONGEST = 512
STREAM = re.compile(r"/api/[\w/.~%-]*/stream(\?[\w.~%=&+-]*)?", re.ASCII)
CARRIED = {b"host", b"cookie", b"user-agent", b"authorization"}
EVENT = re.compile(r"event: (\w+)\ndata: ([^\n]*)\n\n")

Tell = Callable[[str, str, str], Awaitable[None]]
"""topic, event, data as JSON"""


class Wish(BaseModel):
    model_config = ConfigDict(extra="forbid")
    open: str = Field("", max_length=LONGEST)
    close: str = Field("", max_length=LONGEST)


class Lines:
    """Pure ASGI in front of the application; WebSockets of other paths are passed on."""

    def __init__(self, app: ASGIApp, allowed_hosts: tuple[str, ...], now: Callable[[], datetime]) -> None:
        self._app, self._hosts, self._now = app, frozenset(host.lower() for host in allowed_hosts), now
        self._turns = Turns()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket" and scope["path"] == PATH:
            await self._talk(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _talk(self, scope: Scope, receive: Receive, send: Send) -> None:
        await receive()
        headers = Headers(scope=scope)
        if not (answers_to(headers, self._hosts) and same_origin(headers)):
            await send({"type": "websocket.close", "code": 1008})
            return
        await send({"type": "websocket.accept"})
        watched: dict[str, asyncio.Task[None]] = {}
        try:
            while (wish := await asyncio.wait_for(_next(receive), None if watched else IDLE)) is not None:
                self._heed(wish, watched, scope, send)
        except (ValueError, TimeoutError):
            await send({"type": "websocket.close", "code": 1008})
        finally:
            for task in watched.values():
                task.cancel()

    def _heed(self, wish: Wish, watched: dict[str, "asyncio.Task[None]"], scope: Scope, send: Send) -> None:
        for topic in (wish.close, wish.open):
            if (task := watched.pop(topic, None)) is not None:
                task.cancel()
        if wish.open:
            if len(watched) >= TOPICS or not STREAM.fullmatch(wish.open):
                raise ValueError("not a stream, or too many of them")
            watched[wish.open] = asyncio.create_task(self._watch(scope, wish.open, self._teller(send)))

    def _teller(self, send: Send) -> Tell:
        async def tell(topic: str, event: str, data: str) -> None:
            at = round(self._now().timestamp() * 1000)
            text = f'{{"topic":{json.dumps(topic)},"at":{at},"event":"{event}","data":{data}}}'
            await send({"type": "websocket.send", "text": text})

        return tell

    async def _watch(self, scope: Scope, topic: str, tell: Tell) -> None:
        with contextlib.suppress(OSError):  # the browser has left
            await self._answered(scope, topic, _Answer(topic, tell))

    async def _answered(self, scope: Scope, topic: str, answer: "_Answer") -> None:
        try:
            if stranger(scope):
                await self._turns.mine(peers.of(scope))
            await self._app(_request(scope, topic), _nothing_more(), answer.take)
            await answer.over()
        except Problem as problem:
            await answer.refused(problem.status, problem.detail.model_dump_json())
        except Exception:
            if answer.unheard:  # it left in the middle of a word, which applications have other names for
                return
            log.exception("a stream broke: %s", topic)
            await answer.refused(500, "{}")


class _Answer:
    """What the application sends to one inner request, told on as events."""

    def __init__(self, topic: str, tell: Tell) -> None:
        self._topic, self._tell = topic, tell
        self._status, self._refusal = 0, b""
        self.unheard = False

    async def take(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._status = message["status"]
        elif self._status != 200:
            self._refusal += message.get("body", b"")
        else:
            for event, data in EVENT.findall(message.get("body", b"").decode()):
                await self._say(event, data)

    async def _say(self, event: str, data: str) -> None:
        try:
            await self._tell(self._topic, event, data)
        except OSError:
            self.unheard = True
            raise

    async def over(self) -> None:
        if self._status == 200:
            await self._say("over", "null")
        else:
            await self.refused(self._status, self._refusal.decode())

    async def refused(self, status: int, detail: str) -> None:
        await self._say("refused", f'{{"status":{status},"detail":{_json(detail)}}}')


def _json(text: str) -> str:
    """``text`` if it is JSON on one line, else null: a refusal may be a page."""
    try:
        return json.dumps(json.loads(text), ensure_ascii=False)
    except ValueError:
        return "null"


def _request(line: Scope, topic: str) -> dict[str, Any]:
    path, _, query = topic.partition("?")
    return {
        "type": "http",
        "asgi": line["asgi"],
        "http_version": "1.1",
        "method": "GET",
        "scheme": "https" if line.get("scheme") == "wss" else "http",
        "path": unquote(path),
        "raw_path": path.encode(),
        "root_path": line.get("root_path", ""),
        "query_string": query.encode(),
        "headers": [(name, value) for name, value in line["headers"] if name in CARRIED],
        "client": line.get("client"),
        "server": line.get("server"),
        "app": line.get("app"),
        "state": dict(line.get("state", {})),
    }


def _nothing_more() -> Receive:
    """The inner request's body is empty, and its caller does not leave: the task is cancelled instead."""
    asked = False

    async def receive() -> Message:
        nonlocal asked
        if asked:
            await asyncio.Event().wait()
        asked = True
        return {"type": "http.request", "body": b"", "more_body": False}

    return receive


async def _next(receive: Receive) -> Wish | None:
    """What the browser wants next; None when it has left. ValueError for nonsense."""
    message = await receive()
    if message["type"] == "websocket.disconnect":
        return None
    text = message.get("text") or ""
    if len(text) > 2 * LONGEST:
        raise ValueError("too long")
    try:
        return Wish.model_validate_json(text)
    except ValidationError as error:
        raise ValueError("not a wish") from error
