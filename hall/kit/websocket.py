"""The WebSocket of uvicorn, less what a connection need not keep once it stands: a thousand screens stay open."""

import asyncio
import time
from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol


class Inbox:
    """What ``asyncio.Queue`` is to a single reader, without its three deques and a lock: 2.5 KB a connection."""

    __slots__ = ("_came", "_waiting")

    def __init__(self) -> None:
        self._came: list[Any] = []
        self._waiting: asyncio.Future[None] | None = None

    def put_nowait(self, message: Any) -> None:
        self._came.append(message)
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(None)

    async def get(self) -> Any:
        while not self._came:
            self._waiting = asyncio.get_running_loop().create_future()
            await self._waiting
        self._waiting = None
        return self._came.pop(0)

    def empty(self) -> bool:
        return not self._came


STALLED = 20.0
"""Seconds for which what we send may be taken by nobody."""


FRAMES, FRAMES_EVERY = 128, 1 / 32
"""Frames at once, pings too, and seconds until one more: a screen sends two a second, a page thirty when it begins."""
A_BITE = 2048
"""Bytes that are read on end: forty thousand pings fit into what comes at once, and everybody would wait for them."""


class LeanWebSocket(WebSocketsSansIOProtocol):
    """It comes from a :class:`hall.kit.connection.Connection`, whose caller it keeps."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.queue = Inbox()  # type: ignore[assignment]
        self._stall: asyncio.TimerHandle | None = None
        self._spent_until = 0.0
        """When its purse of frames was, or would have been, empty."""

    def data_received(self, data: bytes) -> None:
        for first in range(0, len(data), A_BITE):
            if not self.transport.is_closing():
                super().data_received(data[first : first + A_BITE])

    def handle_events(self) -> None:
        now, frames = time.monotonic(), len(self.conn.events)
        self._spent_until = max(self._spent_until, now - FRAMES * FRAMES_EVERY) + frames * FRAMES_EVERY
        if self._spent_until > now:
            self.transport.abort()
        else:
            super().handle_events()

    def connection_lost(self, exc: Exception | None) -> None:
        self._taken()
        if (caller := self.app_state.get("caller")) is not None:
            caller.gone()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        super().pause_writing()
        self._taken()
        self._stall = self.loop.call_later(STALLED, self.transport.abort)

    def resume_writing(self) -> None:
        self._taken()
        super().resume_writing()

    def _taken(self) -> None:
        if self._stall is not None:
            self._stall.cancel()
            self._stall = None

    def start_keepalive(self) -> None:
        """The handshake is over: its headers, 4 KB of a browser's, are not held as long as the connection."""
        self.request.headers.clear()
        self.response.headers.clear()
        super().start_keepalive()
