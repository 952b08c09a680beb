"""Bad input gets a sentence in two languages and loses nothing."""

import pytest

from hall.kit.db import Tx
from tests.hall.caller import Caller, House, enrolled, order, signed_in
from tests.kiosk.test_visit import full_disk


@pytest.fixture(scope="module")
def refused(refusing: House) -> Caller:
    """A station that only ever talks nonsense."""
    return enrolled(refusing)


def refusal(answer):
    body = answer.json()
    assert set(body) == {"code", "zh", "en"}
    assert body["zh"]
    assert body["en"]
    return answer.status_code, body["code"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"key": "visit-0001", "service": "unheard-of"}, (404, "unknown_service")),
        ({"key": "short", "service": "intake"}, (422, "invalid")),
        ({"key": "visit 0001; DROP", "service": "intake"}, (422, "invalid")),
        ({"key": "visit-0001"}, (422, "invalid")),
        ({"key": "visit-0001", "service": "intake", "n": 7}, (422, "invalid")),
        ({"key": "visit-0001", "service": "intake", "subject": {"kind": "id_number", "number": "x"}}, (422, "invalid")),
        ([], (422, "invalid")),
        ("x", (422, "invalid")),
    ],
)
def test_an_order_that_cannot_be_met(refused, body, expected):
    assert refusal(refused.post("/api/station/tickets", body)) == expected


@pytest.mark.parametrize("content", [b"{", b"\xff\xfe", b"[" * 50_000, b"nul", b"", b'{"a":\x00}'])
@pytest.mark.parametrize("path", ["/api/station/tickets", "/api/station/reports", "/api/stations/enrol"])
def test_nonsense_is_refused_in_words(refused, path, content):
    answer = refused.post(path, content=content, headers={"Content-Type": "application/json"})
    assert refusal(answer)[0] in (400, 422)


def test_what_was_sent_is_not_repeated(station):
    answer = station.post("/api/station/tickets", {"key": "visit-0001", "service": ["310117199001010013"]})
    assert "310117199001010013" not in answer.text


def test_a_body_over_the_limit_is_refused_with_and_without_a_length(station):
    big = b"x" * (1024 * 1024 + 1)
    assert refusal(station.post("/api/station/reports", content=big)) == (413, "too_large")

    async def pieces():
        for _ in range(40):
            yield b"y" * 32768

    assert refusal(station.post("/api/station/reports", content=pieces())) == (413, "too_large")


def test_a_batch_of_more_than_two_hundred_is_refused_whole(station):
    one = {"at": "2026-11-24T09:00:00+08:00", "body": {"kind": "help", "screen": "home"}}
    batch = {"reports": [one | {"seq": i + 1} for i in range(201)]}
    assert refusal(station.post("/api/station/reports", batch)) == (422, "invalid")


def test_a_closed_service_gives_no_numbers(house: House, station):
    from hall.queue import store

    house.write(
        lambda tx: tx.conn.execute(store.service.update().where(store.service.c.id == "pickup").values(open=False))
    )
    answer = station.post("/api/station/tickets", {"key": "visit-0001", "service": "pickup"})
    assert refusal(answer) == (409, "service_closed")
    assert "发证取件" in answer.json()["zh"]


def test_a_host_not_listed_is_refused(house: House):
    assert refusal(house.caller(host="evil.example").get("/board")) == (400, "unknown_host")
    assert house.caller(host="localhost").get("/board").status_code == 200


def test_unknown_addresses_and_methods(house: House):
    assert refusal(house.caller().get("/nothing")) == (404, "http_404")
    assert refusal(house.caller().request("DELETE", "/board")) == (405, "http_405")


@pytest.mark.says("hall.kit.db", "disk full")
def test_a_full_disk_is_told_and_the_hall_recovers(house: House, station):
    """SQLite itself says SQLITE_FULL: the database may not grow by another page."""
    kept = order(station, "visit-0001")

    def fill(tx: Tx) -> None:
        pages = tx.conn.exec_driver_sql("PRAGMA page_count").scalar_one()
        tx.conn.exec_driver_sql(f"PRAGMA max_page_count={pages}")

    house.write(fill)
    answers = [
        station.post(
            "/api/station/tickets",
            {
                "key": f"full-{i:05}",
                "service": "intake",
                "subject": {"kind": "id_number", "hash": "f" * 64, "last4": "0013"},
            },
        )
        for i in range(200)
    ]
    full = [a for a in answers if a.status_code != 200]
    assert full, "the disk never filled"
    assert {refusal(a) for a in full} == {(507, "storage_full")}
    assert order(station, "visit-0001")["token"] == kept["token"], "reading goes on"
    house.write(lambda tx: tx.conn.exec_driver_sql("PRAGMA max_page_count=1000000"))
    tried = [order(station, f"full-{i:05}")["n"] for i in range(200)]
    assert len(set(tried)) == 200
    assert tried == sorted(tried)
    given = [a.json()["n"] for a in answers if a.status_code == 200]
    assert tried[: len(given)] == given, "what was promised before the disk filled still holds"


@pytest.mark.says("hall.kit.db", "write transaction failed")
def test_no_file_of_the_hall_may_grow_and_an_alarm_is_pressed_all_the_same(house: House, station):
    """The kernel itself says no, to the database, its log and whatever lies beside."""
    kept, guard = order(station, "visit-0001"), signed_in(house, "security")
    with full_disk():
        refused = station.post("/api/station/tickets", {"key": "visit-0002", "service": "intake"})
        assert refused.status_code in (503, 507)
        assert refused.json()["zh"]
        assert house.caller().get("/healthz").status_code in (503, 507)
        assert guard.post("/api/evacuation/begin", {"mode": "evacuation"}).json() == {"alarm": None}
        house.hands.move(seconds=6)
        told = station.post("/api/station/parts", {}).raise_for_status().json()
        assert told["parts"]["alarm"]["body"]["alarm"] == "evacuation", "a sign of life is not kept, the alarm is told"
        assert house.caller().get("/api/board").json()["alarm"] == "evacuation"
        assert station.get(f"/api/station/tickets/{kept['token']}").status_code == 200, "reading goes on"
    assert order(station, "visit-0002")["n"] == 2
    assert order(station, "visit-0001")["token"] == kept["token"]


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_at_the_end_of_all_days_is_refused_in_words(house: House, day: str):
    manager, guard = signed_in(house, "manager"), signed_in(house, "security")
    for answer in (
        manager.get(f"/api/matters/day/{day}"),
        manager.post("/api/matters/list", {"matter": "sgxk", "day": day}),
        guard.get(f"/api/guard/events.csv?first={day}&last={day}"),
        guard.get(f"/api/guard/past?at={day}T23:59:59-12:00"),
        guard.get(f"/api/guard/past?at={day}T00:00:00%2B12:00"),
    ):
        assert refusal(answer) == (422, "invalid"), answer.request.url
