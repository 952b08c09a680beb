"""A person is known for a day: the same at every station, to nobody who has one of them."""

import json
from datetime import date, timedelta
from itertools import product

from sqlalchemy import text, update

from hall.contract import ids
from hall.contract.ids import Subject, id_check_character, subject_of
from hall.contract.subjects import carried, derive, person
from hall.queue import People, forget_people
from hall.stations.keys.store import key as keys_table
from tests.hall.caller import Caller, House, block_ticket, enrolled, order, report

NUMBER = "310117199001010013"
TODAY = date(2026, 11, 24)


def station_of(house: House, name: str) -> tuple[Caller, bytes]:
    station = enrolled(house, name)
    return station, station.subject_key


def kept(house: House) -> list[tuple[str | None, str | None]]:
    query = text("SELECT subject_hash, subject_last4 FROM queue_ticket ORDER BY id")
    return [tuple(row) for row in house.db.look(lambda conn: conn.execute(query).all())]


def said(key: bytes, number: str = NUMBER) -> dict[str, str]:
    return subject_of("id_number", number, key).model_dump()


def test_the_same_person_is_the_same_at_two_stations_and_online_or_not(house: House):
    (one, first), (other, second) = station_of(house, "一"), station_of(house, "二")
    assert first != second
    order(one, "visit-0001", subject=said(first))
    order(other, "visit-0002", subject=said(second))
    one.get("/api/station/snapshot")
    snapshot = one.get("/api/station/snapshot").json()
    block = next(b for b in snapshot["blocks"] if b["service"] == "intake" and b["day"] == "2026-11-24")
    body = block_ticket("visit-0003", block["first"], "T" * 16, "2026-11-24T09:00:00+08:00")
    body["ticket"]["subject"] = said(first)
    ack = one.post("/api/station/reports", {"reports": [report(1, body)]}).json()
    assert ack["refused"] == []
    (a, last4), (b, _), (c, _) = kept(house)
    assert a == b == c
    assert last4 == "0013"
    people = People(house.app.state.kit.subject_key)
    assert people.of_number("id_number", NUMBER, TODAY).hash == a


def test_a_stolen_station_opens_nothing_that_is_kept_here(house: House):
    """What was found in seven seconds: key, hash and last four, and the rest of the number tried out."""
    thief, key = station_of(house, "一")
    order(thief, "visit-0001", subject=said(key))
    (hash, last4), *_ = kept(house)
    tried = (f"31011719900101{n:03d}" for n in range(1000))
    numbers = [number for first in tried if (number := first + id_check_character(first))[-4:] == last4]
    assert NUMBER in numbers
    others = (key, house.app.state.kit.subject_key, b"\0" * 32)
    assert all(person(f"id_number:{n}", k) != hash for n, k in product(numbers, others))
    assert all(subject_of("id_number", n, k).hash != hash for n, k in product(numbers, others))


def test_two_days_do_not_tell_of_each_other_and_the_night_forgets(house: House):
    station, key = station_of(house, "一")
    order(station, "visit-0001", subject=said(key))
    house.hands.move(days=1)
    order(station, "visit-0002", subject=said(key))
    (yesterday, _), (today, last4) = kept(house)
    assert yesterday != today
    assert house.write(lambda tx: forget_people(tx, TODAY + timedelta(days=1), 500)) == 1
    assert kept(house) == [(None, None), (today, last4)]
    assert house.write(lambda tx: forget_people(tx, TODAY + timedelta(days=1), 500)) == 0


def test_neither_a_report_nor_one_that_contradicts_it_keeps_anybody(house: House):
    station, key = station_of(house, "一")
    for token, number in (("T" * 16, NUMBER), ("U" * 16, "11010519491231002X")):
        body = block_ticket("visit-0003", 1, token, "2026-11-24T09:00:00+08:00")
        body["ticket"]["subject"] = said(key, number)
        station.post("/api/station/reports", {"reports": [report(1, body)]}).raise_for_status()
    for table in ("stations_report", "stations_contradiction"):
        query = text(f"SELECT body FROM {table}")
        bodies = house.db.look(lambda conn, query=query: conn.execute(query).scalars().all())
        assert len(bodies) == 1
        assert "subject" not in json.loads(bodies[0])["ticket"]


def test_a_day_in_another_writing_carries_no_raw_hash_in(house: House):
    station, key = station_of(house, "一")
    station.get("/api/station/snapshot")
    body = block_ticket("visit-0003", 701, "T" * 16, "2026-11-24T09:00:00+08:00", day="2026-11-24T00:00:00")
    body["ticket"]["subject"] = said(key)
    station.post("/api/station/reports", {"reports": [report(1, body)]}).raise_for_status()
    assert all(hash != said(key)["hash"] for hash, _ in kept(house))


def test_what_was_not_said_under_a_key_of_ours_costs_the_hash_and_never_the_number(house: House):
    station, key = station_of(house, "一")
    off_the_curve = next(f"{n:064x}" for n in range(1, 100) if carried(f"{n:064x}", key, key) is None)
    assert order(station, "visit-0001", subject=said(key) | {"hash": off_the_curve})["n"] == 1
    house.write(lambda tx: tx.conn.execute(update(keys_table).values(mark="another")))
    assert order(station, "visit-0002", subject=said(key))["n"] == 2
    assert kept(house) == [(None, "0013"), (None, "0013")]


def test_a_subject_that_is_none_is_refused_in_words(house: House):
    station = enrolled(house)
    for bad in ({"hash": "\ud800" * 64}, {"hash": "f" * 65}, {"last4": "00131"}, {"last4": "\ud800"}):
        answer = station.request(
            "POST",
            "/api/station/tickets",
            content=json.dumps({"key": "visit-0001", "service": "intake", "subject": said(b"k" * 32) | bad}),
            headers={"content-type": "application/json"},
        )
        assert answer.status_code == 422


def test_carrying_over_is_the_same_as_saying_it_there():
    one, other, hall = (derive(b"r" * 32, about) for about in ("a", "b", "hall"))
    text = f"id_number:{ids.normalise(NUMBER)}"
    assert carried(person(text, one), one, hall) == carried(person(text, other), other, hall) == person(text, hall)
    assert carried(person(text, one), other, hall) != person(text, hall)
    assert carried("zz", one, hall) is None
    assert isinstance(Subject(kind="id_number", hash=person(text, one), last4="0013"), Subject)
