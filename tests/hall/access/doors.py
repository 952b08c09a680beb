"""Callers and papers of the sample hall's doors."""

from datetime import timedelta
from typing import Any

from hall.access.people.cards import CardKeys
from hall.contract.access import Decision, DoorState, Grants, Presented, decide, said_card
from hall.kit.db import Tx
from hall.sample.doors import white_page
from tests.hall.caller import Caller, House

PAGE = white_page()


def gate(house: House) -> Caller:
    """A station at the place where the sample's gate is."""

    def code(tx: Tx) -> str:
        from hall.stations import enrol_code

        return enrol_code(tx, "自助机 ZZ-01", "", "test", timedelta(minutes=60), "kiosk1")

    told = house.caller().post("/api/stations/enrol", {"code": house.write(code)}).raise_for_status().json()
    caller = house.caller(auth=(told["station"], told["secret"]))
    caller.subject_key = bytes.fromhex(told["subject_key"])
    return caller


def part(station: Caller, wait: float = 0) -> Grants:
    told = station.post("/api/station/parts", {"wait": wait}).raise_for_status().json()
    return Grants.model_validate(told["parts"]["grants"]["body"])


def card(station: Caller, number: str) -> str:
    """As a station says it."""
    return said_card(number, station.subject_key)


def lay(house: House, station: Caller, number: str, door: str = "gate1", grants: Grants | None = None) -> Decision:
    """The card is laid there now."""
    now = house.hands()
    return decide(Presented("card", card(station, number)), grants or part(station), DoorState(door, heard=now), now)


def people(caller: Caller) -> dict[str, dict[str, Any]]:
    """By number."""
    return {one["number"]: one for one in caller.get("/api/access").raise_for_status().json()["people"]}


def letter(person: int, **other: Any) -> dict[str, Any]:
    return {
        "key": "letter-0001",
        "person": person,
        "number": "松审委〔2026〕9 号",
        "signed_by": "王样例",
        "groups": ["gate", "back"],
        "profile": "work",
        "starts": "2026-11-20",
        "ends": "2026-12-31",
    } | other


def entered(manager: Caller, person: int, **other: Any) -> int:
    id = manager.post("/api/access/letters", letter(person, **other)).raise_for_status().json()["id"]
    manager.request("POST", f"/api/access/scan?letter={id}", content=PAGE).raise_for_status()
    return id


def keys_of(house: House) -> CardKeys:
    return CardKeys(house.app.state.kit.subject_key)
