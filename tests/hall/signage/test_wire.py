"""The line of players: hostile, stuck and unlucky ones, raw on the wire; and a hall whose clock is set."""

import asyncio
import hashlib
import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from hall.signage import history, service, store, wire
from hall.signage.link import Link
from hall.signage.proof import Proof, greeting, key_of
from tests.hall.signage.standing import Standing
from tests.support.glass import on_glass, open_page
from tests.support.house import until
from tests.support.plans import beside


def line_to(standing: Standing) -> ClientConnection:
    return connect(standing.url.replace("http", "ws") + "/screen/link", origin=standing.url, proxy=None)


def paired(standing: Standing, screen: str) -> tuple[str, str]:
    """A player of its own, paired without a browser: its id and its secret."""
    secret = secrets.token_hex(16)
    digest = hashlib.sha256(secret.encode()).hexdigest()
    code = standing.kit.db.write_now(lambda tx: service.open_pairing(tx, digest, "test", "test", "1×1"))
    replaced = standing.rows()[screen]["player"] or ""
    pairing = {"code": code, "screen": screen, "replaces": replaced}
    return standing.post("/api/signs/pair", pairing).json()["player"], secret


def greet(line: ClientConnection, player: str, secret: str) -> Proof:
    """What seals the answers of this connection."""
    challenge, nonce = json.loads(line.recv(5))["c"], secrets.token_hex(16)
    a = greeting(key_of(secret), challenge, player, nonce, "")
    line.send(json.dumps({"player": player, "nonce": nonce, "a": a}))
    return Proof(key_of(secret), challenge, player, nonce)


class Line:
    """A connection on which every word is sealed."""

    def __init__(self, line: ClientConnection, proof: Proof) -> None:
        self.line, self.proof = line, proof
        self.recv = line.recv

    def send(self, text: str) -> None:
        self.line.send(self.proof.seal(text))


@contextmanager
def joined(standing: Standing, screen: str) -> Iterator[Line]:
    player, secret = paired(standing, screen)
    with line_to(standing) as line:
        proof = greet(line, player, secret)
        while json.loads(line.recv(5)).get("t"):
            pass  # a frame has no other name
        yield Line(line, proof)


def said_until_closed(line: ClientConnection | Line) -> list[str]:
    """What the hall still says before it hangs up."""
    said: list[str] = []
    try:
        while True:
            said.append(json.loads(line.recv(5)).get("t", "frame"))
    except ConnectionClosed:
        return said


@pytest.mark.parametrize(
    "said",
    [
        '{"t":"b","c":1180591620717411303424}',
        '{"t":"b","c":1e999}',
        '{"t":"s","q":1,"h":"\\ud800"}',
        '{"t":"s","q":1,"h":"\\u0000"}',
        '{"t":"s","q":1,"h":"","x":"\\ud800"}',
        "[" * 4000,
        '{"t":"s","q":1e400,"h":""}',
    ],
    ids=["beyond a number", "infinite", "half a character", "nul", "another's half", "deep", "no whole number"],
)
def test_a_player_that_says_what_no_player_says_is_cut_off_and_harms_nobody(standing: Standing, said: str):
    with joined(standing, "s31") as other, joined(standing, "s32") as line:
        line.send(said)
        said_until_closed(line)
        until("its absence", lambda: standing.rows()["s32"]["state"] == "absent")
        other.send('{"t":"r","q":0,"why":"signature"}')
        assert until("the refusal", lambda: [one for one in standing.state()["refusals"] if "s31" in one["told"]])
        assert standing.state()["failing"] == ""


def test_a_clock_that_is_off_by_ages_is_as_wrong_as_one_off_by_weeks(standing: Standing):
    with joined(standing, "s33") as line:
        line.send(json.dumps({"t": "b", "c": 1, "k": 2**52, "m": 0}))
        assert until("its clock", lambda: standing.rows()["s33"]["clock_off"]) == round((2**31 - 1) / 1000)


def test_strangers_at_the_line_fill_neither_the_database_nor_the_hall(standing: Standing, monkeypatch):
    def rows() -> int:
        count = select(func.count()).where(history.refusal.c.kind == "impostor", history.refusal.c.screen == "")
        return standing.kit.db.look(lambda conn: conn.execute(count).scalar())

    before = rows()
    for n in range(20):
        with line_to(standing) as line:
            greet(line, f"p{n}", "none")
            assert said_until_closed(line) == []
    until("a row", lambda: rows() > before)
    assert rows() - before <= 2
    monkeypatch.setattr(wire, "HELLO_WITHIN", 0.2)
    with line_to(standing) as line:
        assert said_until_closed(line) == ["who"]


def test_who_is_unpaired_while_it_joins_learns_of_it(standing: Standing, monkeypatch):
    (player, secret), real = paired(standing, "s34"), store.player_by_id
    asked: list[str] = []

    def player_by_id(conn: Any, id: str) -> Any:
        row = real(conn, id)
        if id == player and not asked:
            asked.append(id)
            standing.kit.db.write_now(lambda tx: store.unpair(tx.conn, player, tx.now, "manager"))
        return row

    monkeypatch.setattr(store, "player_by_id", player_by_id)
    with line_to(standing) as line:
        greet(line, player, secret)
        assert said_until_closed(line)[-1] == "unpaired"
    assert player not in standing.signage.hub.links


def test_an_alarm_does_not_wait_for_a_line_that_is_stuck(standing: Standing, browser, monkeypatch):
    page = open_page(browser)
    standing.pair(page, "s26")
    real = Link.ask

    async def ask(link: Link, what: str, number: str = "") -> None:
        await (asyncio.Event().wait() if link.screen == "s25" else real(link, what, number))

    monkeypatch.setattr(Link, "ask", ask)
    with joined(standing, "s25"):
        standing.post(f"/api/signs/{standing.link('s25').player}/ask", {"what": "identify"})
        alarm = standing.post("/api/evacuation/begin", {"mode": "drill"}).json()["alarm"]
        expect(on_glass(page).locator(".alarm b")).to_have_text("演练 DRILL", timeout=4000)
    for role in ("manager", "security"):
        standing.post("/api/evacuation/clear", {"alarm": alarm}, login=role)
    page.context.close()


def test_many_that_join_at_once_are_looked_after_by_one(standing: Standing, monkeypatch):
    monkeypatch.setattr(standing.kit.db, "inline", False)  # as on PostgreSQL: a read lets others go on

    async def join() -> int:
        if (running := standing.signage.feed._running) is not None:
            running.cancel()
            await asyncio.wait([running])
        await asyncio.gather(*(standing.signage.feed.joined(f"s{n}") for n in range(1, 21)))
        return sum(task.get_coro().__qualname__ == "Feed._run" for task in asyncio.all_tasks())  # type: ignore[union-attr]

    assert asyncio.run_coroutine_threadsafe(join(), standing.loop).result(10) == 1


def test_the_halls_clock_may_be_set_back_and_forward(standing: Standing, browser, monkeypatch):
    page, clock = open_page(browser), standing.kit.clock
    standing.pair(page, "s27")
    standing.until("s27", "shown")
    real, plan = clock._now, standing.published.plan
    for step, moved in ((timedelta(hours=-1), beside(plan, "w5", "w7")), (timedelta(0), plan)):
        monkeypatch.setattr(clock, "_now", lambda step=step: real() + step)
        off = "(now) => offset !== null && Math.abs(hallNow() - now) < 20000"
        until("the new time", lambda off=off: page.evaluate(off, clock.now().timestamp() * 1000))
        expect(on_glass(page)).not_to_have_class("lost")
        standing.put(moved)
        standing.until("s27", "shown", within=4, revision=standing.published.revision)
    page.context.close()
