"""A man in the middle: passes everything between a browser and the hall, keeps what the hall says on WebSockets, and
says what he likes in its name."""

import asyncio
import struct
import threading
from contextlib import suppress


class Middle:
    """``seen``: every text the hall has said on a WebSocket."""

    def __init__(self, hall_port: int) -> None:
        self._hall_port, self.seen = hall_port, list[str]()
        self._last: asyncio.StreamWriter | None = None
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> "Middle":
        self._thread.start()
        self._ready.wait(5)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._end.set)
        self._thread.join(5)

    def says(self, text: str) -> None:
        """To the browser, on its newest WebSocket."""
        body = text.encode()
        size = bytes([len(body)]) if len(body) < 126 else b"\x7e" + struct.pack(">H", len(body))
        assert self._last is not None
        self._loop.call_soon_threadsafe(self._last.write, b"\x81" + size + body)

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._serve())

    async def _serve(self) -> None:
        self._end = asyncio.Event()
        server = await asyncio.start_server(self._between, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        self._ready.set()
        await self._end.wait()
        server.close()
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()

    async def _between(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        up, down = await asyncio.open_connection("127.0.0.1", self._hall_port)
        try:
            await asyncio.gather(_pass(reader, down), self._answers(up, writer))
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            return
        finally:
            for one in (writer, down):
                one.close()

    async def _answers(self, up: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = b""
        with suppress(asyncio.IncompleteReadError):
            head = await up.readuntil(b"\r\n\r\n")
        writer.write(head)
        if not head.startswith(b"HTTP/1.1 101"):
            await _pass(up, writer)
            return
        self._last = writer
        while True:
            start = await up.readexactly(2)
            more = await up.readexactly({126: 2, 127: 8}.get(start[1] & 127, 0))
            body = await up.readexactly(int.from_bytes(more) if more else start[1] & 127)
            if start[0] & 15 == 1:
                self.seen.append(body.decode())
            writer.write(start + more + body)


async def _pass(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while some := await reader.read(65536):
        writer.write(some)
    writer.close()
