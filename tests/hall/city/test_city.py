"""The city away, slow, wrong and twice: nothing is lost, nothing is sent again that was answered, and what is refused
stops its own case alone until a person has looked."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from hall.city import Later, Refused, Row, Serial
from hall.city.adapter import HttpCity
from hall.city.sending import Sending
from hall.city.simulator import VICES, SimulatedCity
from hall.city.store import counts, refused
from hall.reception import outbox
from tests.hall.caller import House, signed_in
from tests.hall.reception.test_reception import act, taken

ROW = Row("6f1d5a52-5f0c-4d0a-9a53-0d1c3f6b7e11", "SJ20261124000001", "receive", "{}")


@pytest.fixture
def city() -> Iterator[SimulatedCity]:
    city = SimulatedCity()
    city.start()
    yield city
    city.stop()


@pytest.mark.parametrize("vice", ["absent", "cut_before", "cut_after", "page", "gbk", "error"])
def test_whatever_is_no_answer_is_asked_again(city: SimulatedCity, vice: str):
    city.vices = {vice: 1.0}
    assert isinstance(HttpCity(city.address).put(ROW), Later)


def test_what_is_an_answer(city: SimulatedCity):
    there = HttpCity(city.address)
    assert there.put(ROW) == there.put(ROW) == Serial("SH00000001")
    city.vices = {"refuse": 1.0}
    assert there.put(ROW) == Refused("统一审批编码不存在")
    city.stop()
    assert isinstance(HttpCity("http://127.0.0.1:9/x").put(ROW), Later)


def rounds(house: House, sending: Sending, most: int = 40) -> int:
    """Until nothing is due any more, with an hour between two rounds; how many there were."""
    for n in range(most):
        while house.loop.run(sending.step()):
            pass
        if not house.db.look(counts)["queued"]:
            return n
        house.hands.move(hours=1)
    return most


def cases(house: House, many: int) -> list[dict[str, Any]]:
    clerk = signed_in(house, "clerk1")
    found = [taken(clerk, key=f"{n:024x}", project=f"项目 {n}") for n in range(1, many + 1)]
    return [act(clerk, one, "hand_over").json() for one in found]


def test_a_city_with_every_vice_has_each_row_once_and_in_order(house: House, city: SimulatedCity):
    city.vices = {name: 0.12 for name in VICES if name != "refuse"}
    told = cases(house, 4)
    sending = Sending(house.app.state.kit, outbox, HttpCity(city.address))
    assert rounds(house, sending) < 40
    assert house.db.look(counts) == {"queued": 0, "accepted": 8, "refused": 0}
    rows = [row for _, row in city.stored.values()]
    for case in told:
        assert [row["kind"] for row in rows if row["number"] == case["number"]] == ["receive", "hand_over"]


def test_away_for_a_day(house: House, city: SimulatedCity):
    """What was answered is never sent again; what was not is sent once the city is back."""
    city.vices = {"absent": 1.0}
    cases(house, 2)
    sending = Sending(house.app.state.kit, outbox, HttpCity(city.address))
    assert rounds(house, sending, most=24) == 24
    assert (len(city.stored), house.db.look(counts)["queued"]) == (0, 4)
    city.vices = {}
    assert rounds(house, sending) <= 1
    assert (len(city.stored), city.twice) == (4, [])
    assert house.loop.run(sending.step()) == 0


def test_two_processes_send_a_row_once(house: House, city: SimulatedCity):
    cases(house, 2)
    one, other = (Sending(house.app.state.kit, outbox, HttpCity(city.address)) for _ in range(2))

    async def both() -> None:
        await asyncio.gather(one.step(), other.step())

    for _ in range(4):
        house.loop.run(both())
    assert (len(city.stored), city.twice) == (4, [])


def test_a_refused_row_stops_its_own_case_until_somebody_has_looked(house: House, city: SimulatedCity):
    first, second = cases(house, 2)
    sending = Sending(house.app.state.kit, outbox, HttpCity(city.address))
    city.vices = {"refuse": 1.0}
    house.loop.run(sending.step())
    city.vices = {}
    assert [one.number for one in house.db.look(lambda conn: refused(conn, 9))] == [first["number"], second["number"]]
    manager = signed_in(house, "manager")
    id = house.db.look(lambda conn: refused(conn, 9))[0].id
    assert manager.post(f"/api/city/{id}/again").json() == {"queued": True}
    assert rounds(house, sending, most=3) == 3
    assert [row["kind"] for _, row in city.stored.values()] == ["receive", "hand_over"]
    assert {row["number"] for _, row in city.stored.values()} == {first["number"]}
    assert signed_in(house, "manager").post(f"/api/city/{id}/again").json()["code"] == "told"


def test_without_a_city_everything_is_kept(house: House):
    cases(house, 1)
    sending = Sending(house.app.state.kit, outbox, None)
    house.loop.run(sending.step())
    house.hands.move(days=1)
    assert house.db.look(counts) == {"queued": 2, "accepted": 0, "refused": 0}


@pytest.mark.parametrize(
    "raw", [b"[" * 60_000, b'{"serial":"\\ud800"}', b'{"serial":"SH\\u0000"}', b'{"serial":1e999}', b"9" * 5000]
)
def test_what_no_serial_can_be_is_no_answer(monkeypatch: pytest.MonkeyPatch, raw: bytes):
    """Neither breaks the sender nor what keeps it."""
    there = HttpCity("http://city.example")
    monkeypatch.setattr(there, "_post", lambda _body: (201, raw))
    assert isinstance(there.put(ROW), Later)


def test_a_refusal_is_kept_in_words_that_can_be_stored(monkeypatch: pytest.MonkeyPatch):
    there = HttpCity("http://city.example")
    monkeypatch.setattr(there, "_post", lambda _body: (422, b'{"why":"\\u7f16\\ud800\\u0000\\u7801\\u202e"}'))
    assert there.put(ROW) == Refused("编码")


@pytest.mark.says("hall.city.sending", "the city could not be told")
def test_an_adapter_that_breaks_stops_no_other_case(house: House):
    """What is behind the interface is written by others."""

    class Breaks:
        def put(self, row: Row) -> Serial:
            if row.number.endswith("1"):
                raise RecursionError
            return Serial(row.key)

    cases(house, 2)
    sending = Sending(house.app.state.kit, outbox, Breaks())
    while house.loop.run(sending.step()):
        pass
    assert house.db.look(counts) == {"queued": 2, "accepted": 2, "refused": 0}
