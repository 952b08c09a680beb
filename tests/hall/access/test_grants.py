"""What a station is told: its own doors and what these need, under its own key; and at once when something changes."""

import time
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from hall.access import CardKeys, rekey, rules_of
from hall.access.people import store
from hall.contract.access import Cause, DoorState, Presented, decide, said_pin
from hall.contract.ids import subject_of
from tests.hall.access.doors import card, gate, keys_of, lay, part, people
from tests.hall.access.real import doors_running
from tests.hall.caller import House, enrolled, signed_in


def test_a_stolen_disk_gives_away_no_more_than_its_doors_need(house: House):
    station, elsewhere = gate(house), enrolled(house)
    told, other = part(station), part(elsewhere)
    assert [door.id for door in told.doors] == ["gate1"]
    assert (other.doors, other.people, other.documents, other.grants, other.credentials) == ((), (), (), (), ())
    assert {group.id for group in told.groups} <= {"gate", "back"}
    assert all(set(group.doors) <= {"gate1"} for group in told.groups)
    text = told.model_dump_json()
    for name in ("张样例", "04A1B2D1", "JG101", "B2D1", "d1", keys_of(house).kept("04A1B2D1")):
        assert f'"{name}"' not in text
    assert card(station, "04A1B2D1") in {one.key for one in told.credentials}
    assert card(elsewhere, "04A1B2D1") not in {one.key for one in told.credentials}, "of another station's key"
    assert not any(one.key.startswith("0" * 16) for one in told.credentials), "the hall's own question is no card"


def test_a_pin_is_as_the_station_says_it_and_one_under_duress_is_another(house: House):
    manager, station = signed_in(house, "manager"), gate(house)
    him = people(manager)["JG101"]["id"]
    for body in (
        {"pin": "123"},
        {"pin": "1111"},
        {"pin": "4711", "duress": "4711"},
        {"duress": "4711"},
        {"pin": "47x1"},
    ):
        assert manager.post(f"/api/access/people/{him}/pins", body).json()["code"] == "pin"
    assert manager.post(f"/api/access/people/{him}/pins", {"pin": "4711", "duress": "4712"}).status_code == 200
    grants, now = part(station), house.hands()

    def said(pin: str) -> str:
        return said_pin(f"p{him}", pin, station.subject_key)

    shown = Presented("card", card(station, "04A1B2D1"), said("4711"))
    state = DoorState("gate1", heard=now)
    assert decide(shown, grants, state, now).cause is Cause.GRANTED
    assert decide(replace(shown, pin=said("4713")), grants, state, now).cause is Cause.PIN_WRONG
    assert decide(replace(shown, pin=said("4712")), grants, state, now).silent_alarm


@pytest.mark.parametrize("number", ["", "12", "xyz", "04 A1", "0" * 21, "０４ａ１ｂ２ｃ３"])
def test_a_card_that_is_none_or_somebodys_is_refused(house: House, number: str):
    manager = signed_in(house, "manager")
    told = manager.post(f"/api/access/people/{people(manager)['YJ601']['id']}/cards", {"number": number}).json()
    if number == "04 A1":
        assert "id" in told
    else:
        assert told["code"] == ("card_taken" if number.startswith("０") else "card")


def test_a_lost_card_opens_nothing_and_may_be_given_anew(house: House):
    guard, station = signed_in(house, "security"), gate(house)
    him = people(guard)["JG101"]
    assert guard.post(f"/api/access/cards/{him['cards'][0]['id']}/end").status_code == 200
    assert lay(house, station, "04A1B2D1").cause is Cause.UNKNOWN
    manager = signed_in(house, "manager")
    other = people(manager)["YJ601"]["id"]
    assert manager.post(f"/api/access/people/{other}/cards", {"number": "04A1B2D1"}).status_code == 200
    assert lay(house, station, "04A1B2D1").admitted


def test_withdrawn_in_the_hall_it_is_told_to_the_door_within_a_second(tmp_path: Path):
    """Real sockets: the station's question is held open, and answered when something changes."""
    with doors_running(tmp_path / "hall") as doors, doors.staff("security") as guard:
        have: dict[str, str] = {}

        def asked(wait: float) -> dict[str, Any]:
            told = doors.gate.post("/api/station/parts", json={"have": have, "wait": wait}).json()["parts"]
            have.update({name: one["revision"] for name, one in told.items()})
            return told

        assert asked(0)["grants"]["body"]["doors"]
        him = next(one for one in guard.get("/api/access").json()["people"] if one["number"] == "JG101")
        letter, heard = him["letters"][0]["id"], Event()
        answers: list[tuple[float, dict[str, Any]]] = []

        def hold() -> None:
            heard.set()
            while "grants" not in (told := asked(10)):
                pass
            answers.append((time.monotonic(), told["grants"]["body"]))

        waiting = Thread(target=hold)
        waiting.start()
        heard.wait()
        guard.post(f"/api/access/letters/{letter}/withdraw", json={"why": "调回"}).raise_for_status()
        began = time.monotonic()
        waiting.join(20)
    at, told = answers[0]
    states = {one["id"]: one.get("state", "living") for one in told["documents"]}
    assert states[f"l{letter}"] == "withdrawn"
    assert at - began <= 1


def test_a_resident_id_card_is_a_card_too_as_a_kiosk_says_it(house: House):
    manager, station = signed_in(house, "manager"), gate(house)
    him = people(manager)["YJ601"]["id"]
    assert manager.post(f"/api/access/people/{him}/cards", {"number": "310117199001010013"}).status_code == 200
    said = subject_of("id_number", "310117199001010013", station.subject_key).hash
    now = house.hands()
    assert decide(Presented("card", said), part(station), DoorState("gate1", heard=now), now).admitted
    assert "310117199001010013" not in manager.get("/api/access").text


def test_under_another_root_cards_and_pins_go_on(house: House):
    """As ``python -m hall keys rotate subject`` does: nobody's card is laid for it."""
    manager = signed_in(house, "manager")
    him = people(manager)["JG101"]["id"]
    manager.post(f"/api/access/people/{him}/pins", {"pin": "4711"}).raise_for_status()
    old, new = keys_of(house), CardKeys(b"n" * 32)
    seal = rules_of(house.app.state.kit.settings).seal
    assert house.write(lambda tx: rekey(tx, seal, old, new)) == 8
    rows = house.db.look(lambda conn: (store.cards(conn), store.person_by_id(conn, him)))
    assert new.kept("04A1B2D1") in {row.hash for row in rows[0]}
    assert rows[1].pin == new.pin(f"p{him}", "4711")
    assert all(seal.holds(row.seal, "card", row.person, row.hash) for row in rows[0])
