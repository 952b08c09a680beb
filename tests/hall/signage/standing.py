"""The signage room on a real server in this process, with the plan, the calls and the notices in our hands."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from playwright.sync_api import Page, expect
from sqlalchemy import Connection

from hall import audit, front
from hall.__main__ import _migrate
from hall.accounts import draw_navigation
from hall.contract.frame import Frame
from hall.contract.plan import Plan, Screen
from hall.kit import Clock, Kit, Live, Pages, keep_secret, open_database
from hall.kit.db import Tx, metadata
from hall.kit.errors import Problem
from hall.kit.websocket import LeanWebSocket
from hall.settings import load
from hall.signage import room as signage_room
from hall.signage.evacuation import Evacuation, Pressed, told_directly
from hall.signage.evacuation import room as evacuation_room
from hall.signage.feed import Sources
from hall.signage.frames import Called
from hall.signage.link import Link, Rendered
from hall.signage.notices import by_screen
from hall.signage.notices import room as notices
from hall.signage.replay import room as replay
from tests.support.glass import CODE, on_glass, turned_at
from tests.support.plans import songjiang

ROOT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True)
class Told:
    revision: int
    plan: Plan
    at: datetime


@dataclass
class Standing:
    """A hall that serves screens. ``put`` publishes; ``coming`` is what may be next; ``calls`` is what boards
    announce."""

    kit: Kit
    published: Told
    coming: Told | None = None
    calls: list[Called] = field(default_factory=list)
    plans: list[Plan] = field(default_factory=list)
    signage: Any = None
    server: Any = None
    loop: Any = None
    url: str = ""

    def current(self, _conn: Connection) -> Told:
        return self.published

    def last_hung(self, _conn: Connection, screen: str) -> Screen | None:
        return next((hung for plan in reversed(self.plans) if (hung := plan.screen(screen))), None)

    def about_to_put(self, plan: Plan | None) -> None:
        """Somebody is about to publish this; None: no more."""
        self.coming = plan and Told(self.published.revision + 1, plan, datetime.now(UTC))
        self.show()

    def put(self, plan: Plan) -> None:
        self.plans.append(plan)
        self.published = Told(self.published.revision + 1, plan, datetime.now(UTC))
        self.coming = None
        self.show()

    def show(self) -> None:
        self.kit.db.write_now(lambda _tx: None)

    def do(self, work: Callable[[], Any]) -> Any:
        """On the server's own loop."""
        done: dict[str, Any] = {}
        ready = threading.Event()

        def run() -> None:
            done["answer"] = work()
            ready.set()

        self.loop.call_soon_threadsafe(run)
        assert ready.wait(5)
        return done["answer"]

    def link(self, screen: str) -> Link:
        return next(link for link in self.signage.hub.links.values() if link.screen == screen)

    def offer(self, frame: Frame) -> None:
        self.do(lambda: self.signage.hub.offer({frame.screen: Rendered(frame)}))

    def rows(self) -> dict[str, dict[str, Any]]:
        return {row["screen"]: row for row in self.state()["rows"]}

    def state(self) -> dict[str, Any]:
        from hall.signage.console import screens_state

        return self.kit.db.look(
            lambda conn: screens_state(
                conn,
                self.published.revision,
                self.published.plan,
                self.kit.clock.now(),
                last_hung=lambda screen: self.last_hung(conn, screen),
            )
        )

    def until(self, screen: str, state: str, within: float = 8.0, revision: int = 0) -> dict[str, Any]:
        """The screen's row, as soon as the hall says ``state`` of it, with that revision on its glass."""
        end = time.monotonic() + within
        while (row := self.rows()[screen])["state"] != state or revision not in (0, row["revision"]):
            assert time.monotonic() < end, f"{screen} is {row}"
            time.sleep(0.02)
        return row

    def turned(self, page: Page) -> float:
        """Seconds from the publishing to the turn of this watched glass."""
        return turned_at(page, self.published.revision) - self.published.at.timestamp()

    def refusals(self, kind: str, within: float = 5.0) -> list[str]:
        from hall.signage import history

        end = time.monotonic() + within
        while True:
            told = [r.told for r in self.kit.db.look(lambda conn: history.refusals(conn, 50)) if r.kind == kind]
            if told:
                return told
            assert time.monotonic() < end, f"nobody refused anything as {kind}"
            time.sleep(0.02)

    def post(self, path: str, body: Any = None, login: str = "manager") -> httpx.Response:
        return httpx.post(f"{self.url}{path}", json=body or {}, headers={"X-Login": login}, trust_env=False)

    def pair(self, page: Page, screen: str, query: str = "") -> str:
        page.goto(f"{self.url}/screen{query}")
        expect(page.locator("#code")).to_have_text(CODE)
        answer = httpx.post(
            f"{self.url}/api/signs/pair",
            trust_env=False,
            json={
                "code": page.locator("#code").inner_text(),
                "screen": screen,
                "replaces": self.rows()[screen]["player"] or "",
            },
        )
        assert answer.status_code == 200, answer.text
        expect(on_glass(page)).to_be_visible()
        return answer.json()["player"]


def _build(folder: Path) -> tuple[FastAPI, Standing]:
    settings = load({}, data_dir=folder)
    clock = Clock(settings.timezone)
    db = open_database(settings, clock, audit.Chain(settings.data_dir).append)

    def start(tx: Tx) -> None:
        _migrate(tx)
        metadata.create_all(tx.conn)

    db.write_now(start)
    signage = ROOT / "hall" / "signage"
    rooms = {name: signage / name / "pages" for name in ("notices", "evacuation", "replay")}
    pages = Pages(
        {name: ROOT / "hall" / name / "pages" for name in ("attention", "queue", "signage")} | rooms,
        {
            "hall": settings.hall_name_zh,
            "zone": settings.timezone,
            "now": lambda: round(clock.now().timestamp() * 1000),
        },
    )
    kit = Kit(settings, clock, db, Live(db, clock.now), pages, keep_secret(settings, "subject.key"))
    evacuation = Evacuation(clock, Pressed(folder / "alarm.pressed"))
    plan = songjiang()
    standing: Any = Standing(kit, Told(812, plan, datetime.now(UTC)), plans=[plan])
    app = FastAPI()

    @app.exception_handler(Problem)
    async def problem(_request: Request, error: Problem) -> JSONResponse:
        return JSONResponse(error.detail.model_dump(), error.status)

    @app.middleware("http")
    async def manager(request: Request, call_next: Any) -> Any:
        request.state.member = SimpleNamespace(**_member(request.headers.get("x-login", "manager")))
        return await call_next(request)

    standing.signage = signage_room.open_room(
        kit,
        standing,
        Sources(
            coming=lambda _conn, _now: standing.coming,
            calls=lambda _conn, _now: tuple(standing.calls),
            notices=by_screen,
            overrides=evacuation.overrides,
            at_once=evacuation.at_once,
            keep=evacuation.keep,
            direct=lambda conn: told_directly(conn, {"zz9"}),
        ),
    )
    evacuation.on_press(standing.signage.feed.alarm)
    rooms = (
        standing.signage,
        notices.open_room(kit, standing),
        evacuation_room.open_room(kit, standing, evacuation, lambda _: set(), lambda _: {"zr1": "自助机 ZZ-01"}),
        replay.open_room(
            kit,
            standing,
            lambda _conn, _revision: standing.published.plan,
            lambda _conn, _revision, ids: [call for call in standing.calls if call.id in ids],
        ),
        front.open_room(kit),
    )
    draw_navigation(pages, rooms)
    for room in rooms:
        app.include_router(room.router)
        for one in room.fronts:
            app.add_middleware(one.middleware.cls, *one.middleware.args, **one.middleware.kwargs)
    return app, standing


def _member(login: str) -> dict[str, str]:
    return {"login": login, "role": login, "csrf": "", "shown": {"security": "周样例"}.get(login, "管理")}


@contextmanager
def serving(folder: Path, port: int = 0) -> Iterator[Standing]:
    app, standing = _build(folder)
    config = uvicorn.Config(
        app,
        host="127.0.0.1",
        port=port,
        log_level="error",
        access_log=False,
        lifespan="off",
        ws=LeanWebSocket,
        ws_per_message_deflate=False,
        timeout_graceful_shutdown=1,
    )
    standing.server = server = uvicorn.Server(config)
    thread = threading.Thread(target=lambda: _run(server, standing), daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    standing.url = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    try:
        yield standing
    finally:
        server.should_exit = True
        thread.join(10)
        standing.kit.db.close()


def _run(server: uvicorn.Server, standing: Standing) -> None:
    import asyncio

    async def main() -> None:
        standing.loop = asyncio.get_running_loop()
        await server.serve()

    with asyncio.Runner() as runner:
        runner.run(main())
