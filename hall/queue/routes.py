"""HTTP of the queue: the window's page and keys, the board. Orders of stations come through ``hall.stations``."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict
from sqlalchemy import Connection

from hall.accounts import DESK, MANAGERS, Member, Public, may
from hall.kit import Kit
from hall.kit.db import Tx
from hall.kit.errors import Problem
from hall.kit.http import Name, Stored
from hall.plan import Window
from hall.queue import store
from hall.queue.board import board_state, hung_as
from hall.queue.desk import Desk
from hall.queue.rows import SeatRow
from hall.queue.service import Queue

Hung = Annotated[str, Query(max_length=32)]
"""The plan's screen that a board is."""


WaysOut = Callable[[Connection | None, str], list[dict[str, Any]]]
"""The lines that the plan's screen of this id shows while the hall is being evacuated; none: follow the lit signs.
Without a connection: as they were made last."""


class Seat(BaseModel):
    """``instead``: of a colleague who is at work there; it was asked."""

    model_config = ConfigDict(extra="forbid")
    window: Name
    instead: bool = False


class Freed(BaseModel):
    model_config = ConfigDict(extra="forbid")
    window: Name


class Key(BaseModel):
    """A key pressed at a window. ``current``: the ticket the page shows as current, None if none."""

    model_config = ConfigDict(extra="forbid")
    window: Name
    current: Stored | None = None
    ticket: Stored | None = None


def router(kit: Kit, queue: Queue, ways_out: WaysOut) -> APIRouter:
    router = APIRouter(include_in_schema=False)
    desk = Desk(queue)
    _window_pages(router, kit, desk)
    _window_keys(router, kit, desk)
    _board(router, kit, queue, ways_out)
    return router


def _window_pages(router: APIRouter, kit: Kit, desk: Desk) -> None:
    @router.get("/window")
    @may(DESK)
    async def window_page(request: Request) -> Response:
        member: Member = request.state.member

        def read(conn: Connection) -> tuple[list[Window], dict[str, SeatRow], set[str]]:
            seats = store.seats(conn)
            present = {window for window, seat in seats.items() if desk.queue.seats.present(conn, seat.member)}
            return list(desk.queue.plans.windows(conn).values()), seats, present

        windows, seats, present = await kit.db.read(read)
        services = {s.id: s for s in await kit.db.read(store.services)}
        own = next((w for w in windows if w.id in seats and seats[w.id].member == member.id), None)
        if own is None or "choose" in request.query_params:
            return kit.pages.for_staff(
                request, "choose_window.html", windows=windows, seats=seats, present=present, services=services
            )
        return kit.pages.for_staff(request, "window.html", window=own)

    @router.get("/api/window/{window}/stream")
    @may(DESK)
    async def window_stream(request: Request, window: str) -> Response:
        member: Member = request.state.member
        last: dict[str, Any] = {}

        def read(conn: Connection) -> dict[str, Any]:
            if gone := desk.gone(conn, window):
                return {"gone": gone}
            state = desk.state(conn, window, kit.clock.now(), member.id)
            seat = state["seat"]
            last.update(state | {"mine": seat is not None and seat["member"] == member.id})
            return last.copy()

        def away() -> dict[str, Any] | None:
            alarm = desk.queue.alarm_away()
            return last | {"alarm": alarm} if alarm and last else None

        return kit.live.respond(lambda: kit.db.read(read), away)

    @router.get("/api/window/{window}")
    @may(DESK)
    async def window_state(request: Request, window: str) -> dict[str, Any]:
        asks = request.state.member.id
        return await kit.db.read(lambda conn: desk.state(conn, window, kit.clock.now(), asks))


def _window_keys(router: APIRouter, kit: Kit, desk: Desk) -> None:
    async def press(request: Request, name: str, key: Key, act: Callable[[Tx, Member], None]) -> dict[str, Any]:
        member: Member = request.state.member

        def work(tx: Tx) -> dict[str, Any]:
            desk.keep(tx, member, key.window, name, key.ticket, lambda: act(tx, member))
            return {"current": desk.current(tx.conn, key.window, member.id)}

        return await kit.db.write(work)

    @router.post("/api/window/sit")
    @may(DESK)
    async def sit(request: Request, seat: Seat) -> dict[str, bool]:
        await kit.db.write(lambda tx: desk.sit(tx, request.state.member, seat.window, instead=seat.instead))
        return {"seated": True}

    @router.post("/api/window/free")
    @may(MANAGERS)
    async def free(request: Request, freed: Freed) -> dict[str, bool]:
        """The manager's key, for a computer that died with a number called."""
        login = request.state.member.login
        await kit.db.write(lambda tx: desk.queue.seats.free(tx, freed.window, login, "freed"))
        return {"freed": True}

    @router.post("/api/window/leave")
    @may(DESK)
    async def leave(request: Request) -> dict[str, bool]:
        await kit.db.write(lambda tx: desk.leave(tx, request.state.member))
        return {"seated": False}

    @router.post("/api/window/next")
    @may(DESK)
    async def call_next(request: Request, key: Key) -> dict[str, Any]:
        return await press(request, "next", key, lambda tx, m: desk.next(tx, m, key.window, key.current))

    @router.post("/api/window/again")
    @may(DESK)
    async def again(request: Request, key: Key) -> dict[str, Any]:
        return await press(request, "again", key, lambda tx, m: desk.again(tx, m, key.window, key.current))

    @router.post("/api/window/arrived")
    @may(DESK)
    async def arrived(request: Request, key: Key) -> dict[str, Any]:
        return await press(request, "arrived", key, lambda tx, m: desk.arrived(tx, m, key.window, key.current))

    @router.post("/api/window/missed")
    @may(DESK)
    async def missed(request: Request, key: Key) -> dict[str, Any]:
        return await press(request, "missed", key, lambda tx, m: desk.missed(tx, m, key.window, key.current))

    @router.post("/api/window/finish")
    @may(DESK)
    async def finish(request: Request, key: Key) -> dict[str, Any]:
        return await press(request, "finish", key, lambda tx, m: desk.finish(tx, m, key.window, key.current))

    @router.post("/api/window/once-more")
    @may(DESK)
    async def once_more(request: Request, key: Key) -> dict[str, Any]:
        if key.ticket is None:
            raise Problem(422, "invalid", "没有说明是哪个号。", "Which number is not said.")
        ticket = key.ticket
        return await press(
            request, "once-more", key, lambda tx, m: desk.once_more(tx, m, key.window, key.current, ticket)
        )

    @router.post("/api/window/undo")
    @may(DESK)
    async def undo(request: Request, key: Key) -> dict[str, Any]:
        member: Member = request.state.member

        def work(tx: Tx) -> dict[str, Any]:
            desk.undo(tx, member, key.window, key.current)
            return {"current": desk.current(tx.conn, key.window, member.id)}

        return await kit.db.write(work)


def _board(router: APIRouter, kit: Kit, queue: Queue, ways_out: WaysOut) -> None:
    def read(conn: Connection, screen: str) -> dict[str, Any]:
        if alarm := queue.alarm(conn):
            published = queue.published(conn)
            hung = hung_as(published.plan, screen) if published else None
            return {"alarm": alarm, "calls": [], "out": ways_out(conn, hung.id) if hung else []}
        calls = board_state(queue, conn, kit.clock.now(), screen)
        return {"alarm": "", "calls": [call.told() for call in calls], "out": []}

    def away(screen: str) -> dict[str, Any] | None:
        alarm = queue.alarm_away()
        return {"alarm": alarm, "calls": [], "out": ways_out(None, screen)} if alarm else None

    @router.get("/board")
    @may(Public("the call display hangs in the hall"))
    async def board_page() -> Response:
        return kit.pages.show("board.html", settings=kit.settings)

    @router.get("/api/board")
    @may(Public("what the call display shows"))
    async def board_now(screen: Hung = "") -> dict[str, Any]:
        return await kit.db.read(lambda conn: read(conn, screen))

    @router.get("/api/board/stream")
    @may(Public("what the call display shows, live"))
    async def board_stream(screen: Hung = "") -> Response:
        return kit.live.respond(
            lambda: kit.db.read(lambda conn: read(conn, screen)), lambda: away(screen), shared=f"board {screen}"
        )
