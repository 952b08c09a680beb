"""A stream that has begun has told its status: whatever happens then ends it or waits, and never breaks the answer."""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from hall.accounts import Public, may
from hall.kit import live
from hall.kit.errors import Problem, storage_failed
from tests.hall.caller import House

GONE = Problem(404, "unknown_window", "没有这个窗口。", "There is no such window.")


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "BEAT_EVERY", 0.01)


def streamed(house: House, *states: Any) -> httpx.Response:
    """The answer to a stream that has these states one after another; an exception is raised."""
    left: Iterator[Any] = iter(states)

    async def render() -> Any:
        state = next(left)
        if isinstance(state, Exception):
            raise state
        return state

    @house.app.get("/broken/stream")
    @may(Public("a test"))
    async def stream() -> Any:
        return house.app.state.kit.live.respond(render)

    transport = httpx.ASGITransport(house.app)  # raises what the application raises
    caller = httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8600")
    return house.loop.run(caller.get("/broken/stream"))


def events(answer: httpx.Response) -> list[tuple[str, Any]]:
    assert answer.status_code == 200
    parts = [part.split("\n") for part in answer.text.split("\n\n") if part]
    return [(event.removeprefix("event: "), json.loads(data.removeprefix("data: "))) for event, data in parts]


def test_a_refusal_of_the_first_state_is_an_answer_with_its_sentence(house: House):
    answer = streamed(house, GONE)
    assert (answer.status_code, answer.json()["zh"]) == (404, "没有这个窗口。")


def test_a_refusal_later_ends_the_stream_and_whoever_asks_again_hears_why(house: House):
    assert events(streamed(house, 1, GONE)) == [("state", 1)]


def test_while_the_database_is_away_the_stream_waits(house: House):
    told = events(streamed(house, 1, storage_failed(), storage_failed(), 2, GONE))
    assert told == [("state", 1), ("state", 2)]


def test_who_may_not_watch_any_longer_is_told_so(house: House):
    assert events(streamed(house, 1, live.StreamEnded())) == [("state", 1), ("ended", {})]


@pytest.mark.says("hall.kit.live", "a stream broke")
def test_an_error_of_ours_ends_the_stream_and_is_logged(house: House):
    assert events(streamed(house, 1, ZeroDivisionError("ours"))) == [("state", 1)]
