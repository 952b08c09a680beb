"""The floor under commit to painted: bare pages that set one line of text when they are told, all the same text,
unsigned, unchecked and each for itself. What they take is what browsers take that share a machine."""

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from aiohttp import web
from playwright.sync_api import sync_playwright

from tests.support.browser import launched
from tests.support.glass import open_page

PAGE = """<!doctype html><meta charset="utf-8"><title>bare</title>
<style>body { margin: 0; font: 700 40px sans-serif } p { margin: 0; height: 60px }</style>
<p>直行</p><p id="moved"></p><p>右转</p><p>左转</p><p>上楼</p><p>下楼</p><p>出口</p><p>问讯</p>
<script>
let drawn = 0;
new WebSocket(`ws://${location.host}/line`).onmessage = (told) => {
  moved.textContent = told.data;
  requestAnimationFrame(() => requestAnimationFrame(() => { drawn = Date.now(); }));
};
</script>"""


class Bare:
    def __init__(self) -> None:
        self.lines: set[web.WebSocketResponse] = set()
        self.loop = asyncio.new_event_loop()
        self.port = 0

    async def start(self) -> None:
        app = web.Application()
        app.router.add_get("/", self._page)
        app.router.add_get("/line", self._line)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.port = runner.addresses[0][1]

    async def _page(self, _request: web.Request) -> web.Response:
        return web.Response(text=PAGE, content_type="text/html")

    async def _line(self, request: web.Request) -> web.WebSocketResponse:
        line = web.WebSocketResponse(compress=False)
        await line.prepare(request)
        self.lines.add(line)
        async for _ in line:
            pass
        return line

    def move(self, text: str) -> float:
        async def send() -> None:
            await asyncio.gather(*(line.send_str(text) for line in self.lines))

        began = time.time()
        asyncio.run_coroutine_threadsafe(send(), self.loop).result(5)
        return began


@contextmanager
def _serving() -> Iterator[Bare]:
    bare = Bare()
    thread = threading.Thread(target=bare.loop.run_forever)
    thread.start()
    try:
        asyncio.run_coroutine_threadsafe(bare.start(), bare.loop).result(5)
        yield bare
    finally:
        bare.loop.call_soon_threadsafe(bare.loop.stop)
        thread.join()


def bare_painted(pages: int, moves: int, size: tuple[int, int], stood: float, quiet: float) -> list[float]:
    """Seconds to painted, of every page at each move."""
    took = []
    with _serving() as bare, sync_playwright() as playwright:
        browser = launched(playwright)
        opened = [open_page(browser, *size) for _ in range(pages)]
        for page in opened:
            page.goto(f"http://127.0.0.1:{bare.port}/")
        time.sleep(stood)
        for n in range(moves):
            began = bare.move(f"{n + 1} 号窗口")
            time.sleep(quiet)
            took += [page.evaluate("drawn") / 1000 - began for page in opened]
        browser.close()
    assert min(took) > 0, "a page was not told"
    return took
