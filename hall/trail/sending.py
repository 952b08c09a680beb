"""The trail sent to another machine, line by line, as it grows (GB/T 22239-2019, 8.1.4.3 c: protected against being
deleted; 网络安全法 Art. 21(3): kept six months).

The trail itself is the buffer: what is not sent yet stays in it, however long the other side is away, and is counted.
Up to which line it was sent is kept in a file, whose lock also says which process sends. Nothing of the hall waits for
it. A broken stream may have lost what was on its way, so the last lines are sent again; each carries its number.
"""

import asyncio
import contextlib
import fcntl
import os
import socket
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from hall.accounts import Need, Thing
from hall.audit import last_line, lines_after
from hall.kit import Kit
from hall.kit.errors import Problem
from hall.trail.syslog import Receiver, framed, message, receiver

PART = 200
LOOK_EVERY = 1.0
AGAIN = 5.0
"""Seconds until another try."""
PATIENCE = 4.0
"""Seconds in which a part has to be taken."""
ON_ITS_WAY = 50
"""Lines sent again after a stream broke."""
BEHIND = 600.0
"""Seconds after which somebody has to know that nothing goes out."""
FILE = "syslog.sent"


class Sending:
    def __init__(self, kit: Kit) -> None:
        self._kit = kit
        self._to: Receiver | None = receiver(kit.settings.syslog) if kit.settings.syslog else None
        self._path = Path(kit.settings.data_dir) / FILE
        self._name = socket.gethostname()

    async def run(self) -> None:
        """As long as the hall does. Of several processes one sends; if it ends, another does."""
        if self._to is None:
            return
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            while not _locked(handle):
                await asyncio.sleep(AGAIN)
            while True:
                with contextlib.suppress(OSError, TimeoutError, Problem):
                    await self._send(self._to, handle)
                await asyncio.sleep(AGAIN)
        finally:
            os.close(handle)

    async def state(self) -> dict[str, Any] | None:
        """For the page: up to which line it was sent, of how many. None: it is not set up."""
        if self._to is None:
            return None
        last = await self._kit.db.read(lambda conn: last_line(conn)[0])
        return {"to": self._kit.settings.syslog, "sent": self.sent(), "of": last}

    def sent(self) -> int:
        try:
            return int(self._path.read_text("ascii") or 0)
        except (OSError, ValueError):
            return 0

    def needs(self, conn: Connection, now: datetime) -> list[Need]:
        """Somebody has to look where the oldest line that was not sent is old."""
        if self._to is None:
            return []
        waiting = lines_after(conn, self.sent(), 1)
        if not waiting or (now - (at := datetime.fromisoformat(waiting[0].at))).total_seconds() < BEHIND:
            return []
        behind = last_line(conn)[0] - self.sent()
        what = f"审计记录有 {behind} 行没有送出"
        todo = "请系统管理员查看日志服务器和网络；一行也不会丢，恢复后自动补送。"
        return [Need("hall", "syslog", what, todo, (Thing(f"syslog:{waiting[0].id}", at),))]

    async def _send(self, to: Receiver, handle: int) -> None:
        send, close = await (_stream(to) if to.stream else _datagrams(to))
        try:
            at = min(self.sent(), await self._kit.db.read(lambda conn: last_line(conn)[0]))
            at = max(0, at - ON_ITS_WAY) if to.stream else at
            while True:
                rows = await self._kit.db.read(lambda conn, at=at: lines_after(conn, at, PART))
                if rows:
                    await asyncio.wait_for(send([message(row, self._name) for row in rows]), PATIENCE)
                    at = rows[-1].id
                    _keep(handle, max(at, self.sent()) if to.stream else at)
                if len(rows) < PART:
                    await asyncio.sleep(LOOK_EVERY)
        finally:
            close()


def _locked(handle: int) -> bool:
    with contextlib.suppress(BlockingIOError):
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False


def _keep(handle: int, at: int) -> None:
    """Not synced: after a power cut some lines are sent twice."""
    text = f"{at:019d}".encode()
    os.pwrite(handle, text, 0)


async def _stream(to: Receiver) -> Any:
    reader, writer = await asyncio.wait_for(asyncio.open_connection(to.host, to.port), PATIENCE)

    async def send(messages: list[bytes]) -> None:
        if reader.at_eof():
            raise ConnectionResetError("the other side has ended the stream")
        writer.write(b"".join(map(framed, messages)))
        await writer.drain()

    return send, writer.close


async def _datagrams(to: Receiver) -> Any:
    loop = asyncio.get_running_loop()
    transport, _ = await asyncio.wait_for(
        loop.create_datagram_endpoint(asyncio.DatagramProtocol, remote_addr=(to.host, to.port)), PATIENCE
    )

    async def send(messages: list[bytes]) -> None:
        for one in messages:
            transport.sendto(one)
            await asyncio.sleep(0.002)  # a receiver's buffer holds some hundred

    return send, transport.close
