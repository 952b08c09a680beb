"""The hall's side of the screens' benchmark: the real hub and its WebSocket under uvicorn, on a database of its own,
with frames of a made-up hall of a thousand screens. Beside it bare aiohttp, which sends one text to whoever listens.

``python -m tests.bench.signs_hall hub|aiohttp PORT SCREENS FOLDER``; commands come as lines on standard input, answers
go out as lines of JSON.
"""

import asyncio
import gc
import json
import secrets
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psutil
import uvicorn
from aiohttp import web

from hall import audit
from hall.__main__ import _migrate
from hall.contract.frame import Frame, Line
from hall.kit import Clock, Kit, Live, Pages, keep_secret, open_database
from hall.kit.websocket import LeanWebSocket
from hall.settings import load
from hall.signage import store
from hall.signage.hub import Hub
from hall.signage.link import Rendered
from hall.signage.records import Records
from hall.signage.signing import KEY_FILE, Signer
from hall.signage.wire import PATH, ScreenSocket


def frame(screen: str, revision: int, last: int) -> Frame:
    """A sign of four lines; window ``last`` + 1 has moved from the first line to the third."""

    def windows(a: int, b: int) -> dict[str, object]:
        return {"tag": f"{a}–{b}", "places": tuple(f"w{n}" for n in range(a, b + 1))}

    lines = (
        Line(direction="ahead", zh="综合窗口", en="Reception windows", metres=24, **windows(1, last)),
        Line(direction="left", zh="自助服务区", en="Self-service", pictograms=("kiosk",), metres=12),
        Line(direction="right_ahead", zh="中台 · 帮办", en="Advisers", metres=31, **windows(last + 1, 9)),
        Line(direction="right", zh="洗手间 · 电梯", en="Toilets · Lift", pictograms=("toilet", "lift"), metres=18),
    )
    return Frame(
        screen=screen,
        revision=revision,
        title_zh="松江区工程建设项目审批审查中心 · 一层",
        title_en="Songjiang Construction Project Approval Centre · Floor 1",
        letter_mm=84.2,
        glass=(1650, 930),
        pages=(lines,),
        ink="#1B2A26",
        ground="#FBFAF6",
    )


def way_out(screen: str) -> Frame:
    line = Line(direction="left", zh="安全出口", en="Exit", pictograms=("exit",), metres=20)
    return frame(screen, 1, 6).model_copy(update={"mode": "evacuation", "pages": ((line,),), "guidance_lease": None})


def resident() -> int:
    gc.collect()
    return psutil.Process().memory_info().rss


class HubSide:
    """Commands: ``rss``, ``ahead N`` and ``move N`` (everybody's window 6), ``flood N`` and ``evacuate``."""

    def __init__(self, screens: int, folder: Path) -> None:
        settings = load({}, data_dir=folder)
        clock = Clock(settings.timezone)
        db = open_database(settings, clock, audit.Chain(settings.data_dir).append)
        db.write_now(_migrate)
        self.ids = [f"s{n}" for n in range(screens)]
        self.players = db.write_now(self._pair)
        signer = Signer(keep_secret(settings, KEY_FILE))
        self.hub = Hub(Records(db, clock, secrets.token_hex(8), timedelta(days=90)), signer, clock)
        kit = Kit(settings, clock, db, Live(db, clock.now), Pages({}, {}), b"")
        self.app = ScreenSocket(_nothing, kit, self.hub, signer, self._joined)
        self.hub.rendered = {id: Rendered(frame(id, 1, 6)) for id in self.ids}
        self.made = {last: {id: Rendered(frame(id, last, last)) for id in self.ids} for last in (5, 6)}
        self.out = {id: Rendered(way_out(id)) for id in self.ids}

    def _pair(self, tx: object) -> list[tuple[str, str]]:
        import hashlib

        made = []
        for n, screen in enumerate(self.ids):
            secret = secrets.token_hex(32)
            store.add_player(
                tx.conn,
                id=f"p{n}",
                screen=screen,
                secret=hashlib.sha256(secret.encode()).hexdigest(),
                user_agent="bench",
                size="",
                paired_at=datetime.now(UTC),
                paired_by="bench",
            )
            made.append((f"p{n}", secret))
        return made

    async def _joined(self, screen: str) -> None:
        return None

    async def do(self, command: str, number: int) -> dict[str, object]:
        began = time.time()
        if command == "players":
            return {"players": self.players}
        if command == "move":
            self.hub.turn(self.made[number])
        if command == "ahead":
            await self.hub.lay_ahead(self.made[number])
        if command == "flood":
            for n in range(number):
                screen = self.ids[n % len(self.ids)]
                self.hub.offer({screen: self.made[5 + n // len(self.ids) % 2][screen]})
            self.hub.flash(self.out)
        if command == "clear":
            self.hub.clear()
        if command == "links":
            return {"links": len(self.hub.links)}
        return {"began": began, "rss": resident() if command == "rss" else 0}


class AiohttpSide:
    """The peer: sockets in a set, and a loop that sends."""

    def __init__(self) -> None:
        self.sockets: set[web.WebSocketResponse] = set()
        self.app = web.Application()
        self.app.router.add_get(PATH, self._talk)

    async def _talk(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(compress=False)
        await socket.prepare(request)
        self.sockets.add(socket)
        try:
            async for _ in socket:
                pass
        finally:
            self.sockets.discard(socket)
        return socket

    async def do(self, command: str, number: int) -> dict[str, object]:
        began = time.time()
        if command == "move":
            text = "x" * number
            await asyncio.gather(*(socket.send_str(text) for socket in list(self.sockets)))
        return {"began": began, "links": len(self.sockets), "rss": resident() if command == "rss" else 0}


async def _nothing(_scope: object, _receive: object, _send: object) -> None:
    return None


async def main(kind: str, port: int, screens: int, folder: Path) -> None:
    side = HubSide(screens, folder) if kind == "hub" else AiohttpSide()
    if isinstance(side, HubSide):
        server = uvicorn.Server(
            uvicorn.Config(
                side.app,
                host="127.0.0.1",
                port=port,
                lifespan="off",
                log_level="warning",
                access_log=False,
                ws=LeanWebSocket,
                ws_per_message_deflate=False,
                backlog=2048,
            )
        )
        running = asyncio.create_task(server.serve())
        while not server.started:
            await asyncio.sleep(0.01)
    else:
        runner = web.AppRunner(side.app, access_log=None)
        await runner.setup()
        running = asyncio.create_task(web.TCPSite(runner, "127.0.0.1", port, backlog=2048).start())
        await running
    print(json.dumps({"ready": True}), flush=True)
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        command, _, number = line.strip().partition(" ")
        print(json.dumps(await side.do(command, int(number or 0))), flush=True)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4])))
