"""Who is beyond his budget costs no more than his head: no request, no task, no route. Over a wire of ours."""

import asyncio
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import pytest
import uvicorn
from uvicorn.server import ServerState

from hall.kit import connection, websocket
from hall.kit.connection import Connection, Connections
from hall.kit.crowd import OPEN, Caller, Crowd, Limits, Open, known_as
from hall.kit.http import AT_ONCE, FREELY, Porch
from hall.kit.websocket import A_BITE, FRAMES, LeanWebSocket

BOARD = b"GET /api/board/stream?screen=s1 HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: a=b\r\n\r\n"


class Wire(asyncio.Transport):
    """Keeps what is written, and is closed when it is told so."""

    def __init__(self, address: str = "10.0.0.9") -> None:
        super().__init__({"peername": (address, 5000), "sockname": ("127.0.0.1", 8600)})
        self.said, self.closed, self.reading = b"", False, True

    def write(self, data: Any) -> None:
        self.said += data

    def close(self) -> None:
        self.closed = True

    abort = close

    def is_closing(self) -> bool:
        return self.closed

    def pause_reading(self) -> None:
        self.reading = False

    def resume_reading(self) -> None:
        self.reading = True

    def get_write_buffer_size(self) -> int:
        return 0


class Door:
    """Connections of one hall that has no place left for boards, or has."""

    def __init__(self, *, full: bool = True, **limits: int) -> None:
        self.asked: list[str] = []
        self.config = uvicorn.Config(
            self._app, lifespan="off", log_config=None, interface="asgi3", proxy_headers=False, ws=LeanWebSocket
        )
        self.config.load()
        self._make = Connections(Limits(**limits), ())
        self._state = {OPEN: Open(frozenset({b"/api/board/stream"}), lambda household: full)}

    async def _app(self, scope: Any, receive: Any, send: Any) -> None:
        self.asked.append(scope["path"])
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"{}"})

    def comes(self, address: str = "10.0.0.9") -> tuple[Connection, Wire]:
        wire = Wire(address)
        one = self._make(config=self.config, server_state=ServerState(), app_state=self._state)
        one.connection_made(wire)
        return one, wire


def test_a_board_without_a_place_is_refused_before_it_is_a_request():
    async def work() -> None:
        door = Door()
        one, wire = door.comes()
        one.data_received(BOARD)
        await asyncio.sleep(0)
        assert wire.said.startswith(b"HTTP/1.1 429")
        assert b"Retry-After: 5" in wire.said
        assert "请求太多".encode() in wire.said
        assert (wire.closed, door.asked) == (True, [])
        other, heard = door.comes()
        other.data_received(BOARD.replace(b"/api/board/stream", b"/api/board"))
        await asyncio.sleep(0.01)
        assert (door.asked, heard.said[:12]) == (["/api/board"], b"HTTP/1.1 200"), "what has a place is asked"

    asyncio.run(work())


def test_whom_we_know_and_who_has_a_place_is_asked():
    async def work() -> None:
        door = Door(full=False)
        one, _ = door.comes()
        one.data_received(BOARD)
        door = Door(full=False)
        known, _ = door.comes()
        assert known._caller is not None
        known._caller.known("station K001")
        known.data_received(BOARD)
        await asyncio.sleep(0.01)
        assert door.asked == ["/api/board/stream"]

    asyncio.run(work())


def test_refusals_of_one_household_leave_one_after_the_other_and_count_for_nothing_meanwhile():
    async def work() -> None:
        door = Door(strangers_each=32, strangers=32, connections=64)
        came = [door.comes() for _ in range(20)]
        for one, _ in came:
            one.data_received(BOARD)
        assert [wire.closed for _, wire in came] == [True] + [False] * 15 + [True] * 4, "sixteen are kept waiting"
        assert not any(wire.reading for _, wire in came[1:16])
        crowd: Crowd = came[0][0]._crowd
        assert crowd.strangers == 0
        assert came[1][1].said == b""
        await asyncio.sleep(0.1)
        assert came[1][1].said.startswith(b"HTTP/1.1 429")
        for one, _ in came:
            one.connection_lost(None)
        assert crowd.leaves("10.0.0.8") == 0, "places of those who are gone are free"

    asyncio.run(work())


def test_who_makes_room_for_another_goes_on_waiting_and_holds_none():
    async def work() -> None:
        door = Door(strangers_each=2, strangers=8, connections=64)
        wires = [door.comes()[1] for _ in range(4)]
        assert [wire.closed for wire in wires] == [True, False, False, False]
        await asyncio.sleep(0.1)
        assert [wire.closed for wire in wires] == [True, True, False, False]

    asyncio.run(work())


def test_who_asks_again_after_he_made_room_hears_at_once_that_he_has_to_come_anew():
    async def work() -> None:
        door = Door(strangers_each=2, strangers=8, connections=64)
        came = [door.comes() for _ in range(4)]
        assert not came[1][1].closed
        came[1][0].data_received(BOARD)
        assert (came[1][1].closed, door.asked) == (True, [])

    asyncio.run(work())


def frame(code: int, length: int = 0) -> bytes:
    return bytes([0x80 | code, 0x80 | length, 0, 0, 0, 0]) + bytes(length)


SHAKE = (
    b"GET /live HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)


def test_a_line_that_pings_without_end_is_let_go_within_a_bite():
    async def work() -> None:
        async def waits(scope: Any, receive: Any, send: Any) -> None:
            await receive()
            await send({"type": "websocket.accept"})
            await receive()

        config = uvicorn.Config(
            waits,
            lifespan="off",
            log_config=None,
            interface="asgi3",
            proxy_headers=False,
            ws=LeanWebSocket,
            ws_max_size=65536,
        )
        config.load()
        state = ServerState()
        line, wire = LeanWebSocket(config=config, server_state=state, app_state={}), Wire()
        line.connection_made(wire)
        line.data_received(SHAKE)
        await asyncio.sleep(0.01)
        assert wire.said.startswith(b"HTTP/1.1 101")
        before = len(wire.said)
        line.data_received(frame(9) * 20)
        assert (wire.closed, len(wire.said) - before) == (False, 40), "a few are answered"
        line.data_received(frame(9) * 40_000)
        assert wire.closed
        assert len(wire.said) - before <= 2 * (FRAMES + A_BITE // 6)
        line.connection_lost(None)
        await asyncio.sleep(0)

    asyncio.run(work())


def test_a_frame_that_is_too_large_ends_the_line():
    async def work() -> None:
        async def waits(scope: Any, receive: Any, send: Any) -> None:
            await receive()
            await send({"type": "websocket.accept"})
            heard.append(await receive())

        heard: list[Any] = []
        config = uvicorn.Config(
            waits,
            lifespan="off",
            log_config=None,
            interface="asgi3",
            proxy_headers=False,
            ws=LeanWebSocket,
            ws_max_size=65536,
        )
        config.load()
        line, wire = LeanWebSocket(config=config, server_state=ServerState(), app_state={}), Wire()
        line.connection_made(wire)
        line.data_received(SHAKE)
        await asyncio.sleep(0.01)
        line.data_received(bytes([0x81, 0xFF]) + (2**31).to_bytes(8) + bytes(4) + b"x" * 4000)
        await asyncio.sleep(0.01)
        assert (heard[0]["type"], heard[0]["code"]) == ("websocket.disconnect", 1009)
        assert wire.closed

    asyncio.run(work())


def test_who_takes_nothing_of_what_is_said_is_let_go(monkeypatch: pytest.MonkeyPatch):
    """A watcher that never reads; one that reads again in time stays."""
    for module in (connection, websocket):
        monkeypatch.setattr(module, "STALLED", 0.05)

    async def work() -> None:
        door = Door()
        for reads, closed in ((False, True), (True, False)):
            one, wire = door.comes()
            config = uvicorn.Config(door._app, lifespan="off", log_config=None, interface="asgi3", ws=LeanWebSocket)
            config.load()
            line, other = LeanWebSocket(config=config, server_state=ServerState(), app_state={}), Wire()
            line.connection_made(other)
            for protocol in (one, line):
                protocol.pause_writing()
                if reads:
                    protocol.resume_writing()
            await asyncio.sleep(0.1)
            assert (wire.closed, other.closed) == (closed, closed)

    asyncio.run(work())


async def _nothing(message: Any) -> None:
    pass


class Hall:
    """A porch before an application of ours, and who comes to it."""

    def __init__(self, app: Any) -> None:
        self._porch: Any = Porch(app, ("hall",), 1000, lambda: datetime.now(UTC), before_all={"/alarm"})
        self._crowd = Crowd(Limits())

    def asked(self, name: str, path: str = "/") -> Any:
        caller = self._crowd.arrive("10.0.0.9", lambda: None)
        assert isinstance(caller, Caller)
        caller.known(name)
        scope = {"type": "http", "path": path, "headers": [(b"host", b"hall")], "state": {"caller": caller}}
        return self._porch(scope, None, _nothing)


async def _answers(send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b""})


def test_of_one_whom_we_know_a_few_are_under_way_and_another_waits_for_none_of_them():
    """A stolen kiosk or cookie. The key of an evacuation waits for nothing."""

    async def work() -> None:
        go, under_way, most = asyncio.Event(), 0, 0

        async def app(scope: Any, receive: Any, send: Any) -> None:
            nonlocal under_way, most
            under_way += 1
            most = max(most, under_way)
            if known_as(scope) == "station K001" and scope["path"] != "/alarm":
                await go.wait()
            under_way -= 1
            await _answers(send)

        hall = Hall(app)
        flood = [asyncio.ensure_future(hall.asked("station K001")) for _ in range(400)]
        while under_way < AT_ONCE:
            await asyncio.sleep(0)
        await asyncio.wait_for(hall.asked("station K002"), 1)
        await asyncio.wait_for(hall.asked("station K001", "/alarm"), 1)
        for one in flood[AT_ONCE + 100 : AT_ONCE + 200]:
            one.cancel()
        go.set()
        done = await asyncio.gather(*flood, return_exceptions=True)
        assert sum(isinstance(one, BaseException) for one in done) == 100, "who has left takes no place along"
        assert most == AT_ONCE + 1
        await asyncio.wait_for(hall.asked("station K001"), 1)

    asyncio.run(work())


def test_of_four_thousand_that_are_answered_as_they_begin_a_few_begin_in_a_pass():
    """Most are: then none of them is under way when the next one begins."""

    async def work() -> None:
        begun, seen = 0, []

        async def app(scope: Any, receive: Any, send: Any) -> None:
            nonlocal begun
            begun += 1
            await _answers(send)

        hall = Hall(app)
        flood = [asyncio.ensure_future(hall.asked("station K001")) for _ in range(4000)]
        while begun < 4000:
            seen.append(begun)
            await asyncio.sleep(0)
        await asyncio.gather(*flood)
        steps = [after - before for before, after in pairwise(seen)]
        assert max(steps) <= FREELY + 2, "those that are free, the first that takes a turn, and the next one's"

    asyncio.run(work())
