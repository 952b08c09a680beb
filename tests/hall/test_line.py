"""The line of a browser, spoken to by hand; and presses that come too late."""

import asyncio
import json
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import httpx
import pytest
from starlette.types import Receive, Scope, Send
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from hall.kit.line import Lines
from tests.hall.caller import House, order, signed_in
from tests.hall.serving import Serving
from tests.support.founded import sample_running


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with sample_running(tmp_path_factory.mktemp("line") / "hall") as serving:
        yield serving


def line(serving: Serving, **headers: str) -> ClientConnection:
    return connect(f"{serving.url.replace('http', 'ws', 1)}/live", additional_headers=headers, proxy=None)


def asked(wire: ClientConnection, topic: str) -> dict:
    wire.send(json.dumps({"open": topic}))
    return json.loads(wire.recv(5))


def cookie(serving: Serving, login: str) -> str:
    with httpx.Client(base_url=serving.url, trust_env=False) as client:
        answer = client.post("/sign-in", data={"login": login, "password": serving.passwords[login]})
        assert answer.status_code == 303, answer.text
        return "; ".join(f"{name}={value}" for name, value in client.cookies.items())


def test_anybody_watches_the_board_and_hears_the_halls_time(serving: Serving):
    with line(serving) as wire:
        told = asked(wire, "/api/board/stream")
        assert (told["topic"], told["event"], told["data"]["calls"]) == ("/api/board/stream", "state", [])
        assert abs(told["at"] / 1000 - time.time()) < 5
        assert json.loads(wire.recv(5))["event"] == "beat"


def test_what_is_for_staff_is_refused_to_others_by_the_rights_beside_its_route(serving: Serving):
    with line(serving) as wire:
        told = asked(wire, "/api/evacuation/stream")
        assert (told["event"], told["data"]["status"]) == ("refused", 401)
    with line(serving, Cookie=cookie(serving, "clerk1")) as wire:
        told = asked(wire, "/api/evacuation/stream")
        assert (told["data"]["status"], told["data"]["detail"]["code"]) == (403, "not_your_role")
    with line(serving, Cookie=cookie(serving, "security")) as wire:
        assert asked(wire, "/api/evacuation/stream")["event"] == "state"


@pytest.mark.parametrize(
    "wish",
    ["", "[]", '{"open": 1}', '{"open": "/api/station/snapshot"}', '{"open": "//evil.example/api/x/stream"}',
     '{"open": "/api/\\r\\n/stream"}', json.dumps({"open": "/api/" + "x" * 600 + "/stream"}), '{"more": 1}'],
)  # fmt: skip
def test_nonsense_ends_the_line(serving: Serving, wish: str):
    with line(serving) as wire:
        wire.send(wish)
        with pytest.raises(ConnectionClosed):
            wire.recv(5)


def test_too_many_topics_end_the_line(serving: Serving):
    with line(serving) as wire:
        for n in range(33):
            wire.send(json.dumps({"open": f"/api/board/stream?screen=s{n}"}))
        with pytest.raises(ConnectionClosed):
            list(wire)
    assert wire.close_code == 1008


@pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}])
def test_another_site_gets_no_line(serving: Serving, headers: dict[str, str]):
    with pytest.raises(Exception, match="403"):
        line(serving, **headers)


def test_a_press_after_its_time_changes_nothing_and_is_told_the_halls_time(house: House, station):
    order(station, "visit-0001")
    clerk = signed_in(house, "clerk1", "w1")
    press = {"window": "w1", "current": None}
    now = int(house.hands.at.timestamp() * 1000)
    late = clerk.post("/api/window/next", press, headers={"X-Good-Until": str(now - 1)})
    assert (late.status_code, late.json()["code"]) == (408, "too_late")
    assert abs(int(late.headers["X-Hall-Now"]) - now) < 1000
    assert clerk.get("/api/window/w1").json()["current"] is None
    in_time = clerk.post("/api/window/next", press, headers={"X-Good-Until": str(now + 5000)})
    assert in_time.json()["current"]["number"] == "A001"


@pytest.mark.parametrize("said", ["soon", "-1", "", "1e9", "9" * 40, "１２３"])
def test_a_time_that_is_none_is_refused(house: House, said: str):
    answer = signed_in(house, "clerk1", "w1").post(
        "/api/window/next", {"window": "w1"}, headers={"X-Good-Until": said.encode()}
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")


def test_a_press_that_waited_for_the_writer_beyond_its_time_is_not_written(house: House, station):
    order(station, "visit-0001")
    clerk = signed_in(house, "clerk1", "w1")
    begun, go_on = threading.Event(), threading.Event()

    def slow(_tx: object) -> None:
        begun.set()
        go_on.wait(10)
        house.hands.move(seconds=10)

    held = house.db.writer.submit(slow)
    assert begun.wait(10)
    until = str(int(house.hands.at.timestamp() * 1000) + 5000)
    threading.Timer(0.3, go_on.set).start()
    late = clerk.post("/api/window/next", {"window": "w1", "current": None}, headers={"X-Good-Until": until})
    held.result(10)
    assert (late.status_code, late.json()["code"]) == (408, "too_late")
    assert clerk.get("/api/window/w1").json()["current"] is None


async def _streams_one_state(_scope: Scope, _receive: Receive, send: Send) -> None:
    """As the application does: a word that cannot be said comes back under another name."""
    await send({"type": "http.response.start", "status": 200, "headers": []})
    try:
        await send({"type": "http.response.body", "body": b"event: state\ndata: {}\n\n"})
    except OSError as error:
        raise RuntimeError("Caught handled exception, but response already started.") from error


def test_who_leaves_in_the_middle_of_a_word_fills_no_log():
    async def gone(_topic: str, _event: str, _data: str) -> None:
        raise BrokenPipeError

    lines = Lines(_streams_one_state, (), lambda: datetime.now(UTC))
    scope = {"type": "websocket", "asgi": {"version": "3.0"}, "headers": [], "client": ("127.0.0.1", 1)}
    asyncio.run(lines._watch(scope, "/api/board/stream", gone))
