"""The WebSocket of uvicorn, less what a connection need not keep once it stands: a thousand screens stay open."""

import asyncio
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


class LeanWebSocket(WebSocketsSansIOProtocol):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.queue = Inbox()  # type: ignore[assignment]

    def start_keepalive(self) -> None:
        """The handshake is over: its headers, 4 KB of a browser's, are not held as long as the connection."""
        self.request.headers.clear()
        self.response.headers.clear()
        super().start_keepalive()
