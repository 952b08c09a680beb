"""What a connection may cost before anybody knows whose it is: uvicorn's HTTP, with deadlines and limits of our own.

uvicorn waits for ever for a first byte, for the end of the headers and for a body, and takes headers without end. Here
a head has a total deadline and a size, a body a total deadline, and a reader who stops reading is let go.
"""

import asyncio
import json
from functools import partial
from typing import Any

import httptools
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from hall.kit import peers
from hall.kit.budget import crowded
from hall.kit.crowd import OPEN, Caller, Crowd, Limits, Open
from hall.kit.errors import Problem, busy

STALLED = 20.0
"""Seconds for which what we send may be taken by nobody."""
LAST_WORD = 2.0
"""Seconds for which a refusal may be taken."""
PIPELINED = 16
"""Requests sent ahead on one connection at most; browsers send one."""
CHUNKED = 16 * 1024 * 1024
"""Bytes of one body on the wire, whatever it is cut into; the largest that a room takes is 8 MB."""

AROUND_BODY = 128 * 1024
"""Bytes that may come with a body and are none of it, and eight more a byte of it: its head, the lengths of its chunks,
and what stands behind them, which the parser holds until it is whole."""

_NEVER: asyncio.TimerHandle | None = None


class Connection(HttpToolsProtocol):
    """``crowd`` is made once a process by :func:`connections`."""

    def __init__(self, *args: Any, crowd: Crowd, proxies: tuple[peers.Network, ...], **options: Any) -> None:
        super().__init__(*args, **options)
        self._crowd, self._proxies = crowd, proxies
        self._caller: Caller | None = None
        self._head_timer = self._body_timer = self._stall_timer = self._leave_timer = _NEVER
        self._leaving = False
        """It is over, and has not heard so yet."""
        self._in_head, self._read, self._body = True, 0, 0

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        address = self.client[0] if self.client else peers.UNKNOWN
        self._caller = self._crowd.arrive(peers.household(address), self._make_room)
        if self._caller is None:
            self._refuse(busy())
            return
        if peers.trusted(address, self._proxies):
            self._caller.known()  # it speaks for many; each of them has a budget by what it says
        self.app_state = {**self.app_state, "caller": self._caller}
        self._expect_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_timers()
        if self._leaving:
            self._crowd.left_at_last()
        if self._caller is not None:
            self._caller.gone()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._leaving and not self.transport.is_closing():
            self._hear(None)  # made room for another: whoever asks again finds the place taken, and comes anew
        if self.parser is None or self._over:
            return
        self._unset_keepalive_if_required()
        if self._in_head and self._head_timer is None:
            self._expect_head()
        self._read += len(data)
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserUpgrade:
            if not self._over:
                self._upgrade()
            return
        except httptools.HttpParserError:
            self._refuse(_unreadable())
            return
        if self._read > (self._crowd.limits.head_bytes if self._in_head else CHUNKED):
            self._refuse(_too_long() if self._in_head else _too_slow())
        elif not self._in_head and self._read - self._body > AROUND_BODY + 8 * self._body:
            self._refuse(_too_long())

    def _upgrade(self) -> None:
        if not self._should_upgrade():
            self._refuse(_unreadable())
            return
        self._stop_timers()
        if self._caller is not None:
            self._caller.waiting = False
        self.handle_websocket_upgrade()

    def on_header(self, name: bytes, value: bytes) -> None:
        """What comes behind a body is no header (RFC 9110, 6.5.1): it is neither kept nor believed."""
        if self._in_head:
            super().on_header(name, value)

    # -- a request's way --------------------------------------------------------------------------------------------

    def on_headers_complete(self) -> None:
        size = len(self.url) + sum(len(name) + len(value) + 4 for name, value in self.headers)
        self._in_head = False
        self._cancel("_head_timer")
        if self._over:
            return
        if self._beyond():
            self._leave(crowded(5))
            return
        if size > self._crowd.limits.head_bytes or len(self.pipeline) >= PIPELINED:
            self._refuse(_too_long())
            return
        super().on_headers_complete()
        self._body_timer = self.loop.call_later(self._crowd.limits.body_seconds, self._refuse, _too_slow())

    def _beyond(self) -> bool:
        """Whether a stranger would watch where his household has no place left: he costs no more than his head."""
        streams: Open | None = self.app_state.get(OPEN)
        if streams is None or self._caller is None or not self._caller.stranger:
            return False
        return self.url.partition(b"?")[0] in streams.paths and streams.full(self._caller.address)

    def on_body(self, body: bytes) -> None:
        if self._over:
            return
        super().on_body(body)
        self._body += len(body)
        if self._caller is not None and not self._caller.took(len(body)):
            self._refuse(busy())

    def on_message_complete(self) -> None:
        if self._leaving:
            return
        if not self.transport.is_closing():
            super().on_message_complete()
        self._cancel("_body_timer")
        self._in_head, self._read, self._body = True, 0, 0
        if self._caller is not None:
            self._caller.waiting = False

    def on_response_complete(self) -> None:
        if self._caller is not None:
            self._caller.waiting = True
            self._caller.done()
        super().on_response_complete()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._cancel("_stall_timer")
        self._stall_timer = self.loop.call_later(STALLED, self.transport.abort)

    def resume_writing(self) -> None:
        self._cancel("_stall_timer")
        super().resume_writing()

    # -- leaving ----------------------------------------------------------------------------------------------------

    @property
    def _over(self) -> bool:
        return self._leaving or self.transport.is_closing()

    def _make_room(self) -> None:
        """For another. What it has asked is cut off; where it only waits, it goes on waiting, and holds no room."""
        if self._caller is not None and self._caller.waiting:
            self._leave()
        else:
            self._send_away()

    def _leave(self, problem: Problem | None = None) -> None:
        """It counts for nothing any more, and hears so when it is its turn; ``problem``: in words."""
        if self._over:
            return
        self._stop_timers()
        if self._caller is not None:
            self._caller.gone()
        in_seconds = self._crowd.leaves(self._caller.address if self._caller else peers.UNKNOWN)
        self._leaving = in_seconds is not None
        if not in_seconds:
            self._hear(problem)
            return
        if problem is not None:
            self.transport.pause_reading()
        self._leave_timer = self.loop.call_later(in_seconds, self._hear, problem)

    def _hear(self, problem: Problem | None) -> None:
        self._send_away() if problem is None else self._refuse(problem)

    def _expect_head(self) -> None:
        self._head_timer = self.loop.call_later(self._crowd.limits.head_seconds, self._send_away)

    def _send_away(self) -> None:
        """At once: what it has not taken of our words, it does without."""
        if self.cycle is not None:
            self.cycle.disconnected = True  # what is still answered goes nowhere, and is no error
        self.transport.abort() if self.transport.get_write_buffer_size() else self.transport.close()

    def _refuse(self, problem: Problem) -> None:
        """With a sentence if no answer has begun; then the connection is over."""
        if not self.transport.is_closing():
            if self.cycle is None or not self.cycle.response_started or self.cycle.response_complete:
                self.transport.write(_answer(problem))
            self.transport.close()
            self.loop.call_later(LAST_WORD, self.transport.abort)

    def _stop_timers(self) -> None:
        for timer in ("_head_timer", "_body_timer", "_stall_timer", "_leave_timer"):
            self._cancel(timer)

    def _cancel(self, timer: str) -> None:
        running: asyncio.TimerHandle | None = getattr(self, timer)
        if running is not None:
            running.cancel()
            setattr(self, timer, None)


class Connections:
    """Makes the connections of one process, which share a crowd. Handed to worker processes before they have one."""

    def __init__(self, limits: Limits, proxies: tuple[peers.Network, ...]) -> None:
        self._limits, self._proxies = limits, proxies
        self._make: Any = None

    def __call__(self, **options: Any) -> Connection:
        if self._make is None:
            self._make = partial(Connection, crowd=Crowd(self._limits), proxies=self._proxies)
        return self._make(**options)


def _answer(problem: Problem) -> bytes:
    body = json.dumps(problem.detail.model_dump(), ensure_ascii=False).encode()
    headers = {"content-type": "application/json", "content-length": str(len(body)), "connection": "close"}
    lines = [f"{name}: {value}\r\n" for name, value in {**headers, **problem.headers}.items()]
    return STATUS_LINE[problem.status] + "".join(lines).encode() + b"\r\n" + body


def _unreadable() -> Problem:
    return Problem(400, "http_400", "请求的内容读不懂。", "The request could not be read.")


def _too_long() -> Problem:
    return Problem(431, "head_too_long", "请求的头部太长，没有接收。", "The head of the request is too long.")


def _too_slow() -> Problem:
    return Problem(
        408,
        "too_slow",
        "内容没有在时限内发完，没有接收。",
        "The request did not arrive within its time and was dropped.",
    )
