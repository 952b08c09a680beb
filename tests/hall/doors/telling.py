"""A gate station of the sample hall that tells what happens at its door."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hall.contract.access import Grants, said_card
from hall.contract.parts import OrdersPart
from tests.hall.access.doors import gate, lay
from tests.hall.caller import Caller, House, report, signed_in


@dataclass
class Gate:
    house: House
    station: Caller
    seq: int = 0
    grants: Grants | None = None
    revision: str = ""

    def ask(self) -> OrdersPart:
        """The hall's word as it is now; its orders."""
        told = self.station.post("/api/station/parts", {}).raise_for_status().json()["parts"]
        self.grants = Grants.model_validate(told["grants"]["body"])
        self.revision = told["grants"]["revision"]
        return OrdersPart.model_validate(told["orders"]["body"])

    def tells(self, *bodies: dict[str, Any], at: datetime | None = None) -> dict[str, Any]:
        reports = []
        for body in bodies:
            self.seq += 1
            reports.append(report(self.seq, body, (at or self.house.hands()).isoformat()))
        answer = self.station.post("/api/station/reports", {"reports": reports})
        return answer.raise_for_status().json()

    def works(self) -> None:
        self.tells({"kind": "device", "device": "gate", "able": True})

    def card(self, number: str, became: str = "passed", **other: Any) -> dict[str, Any]:
        """Laid, decided by the part it was told, and told; returns the entry."""
        if self.grants is None:
            self.ask()
        decision = lay(self.house, self.station, number, grants=self.grants)
        key = f"decision{self.seq:08d}"
        entry = {
            "kind": "entry", "key": key, "door": "gate1", "shown": "card", "admitted": decision.admitted,
            "event": decision.event, "cause": decision.cause, "zh": decision.zh, "en": decision.en,
            "person": decision.person, "document": decision.document, "grant": decision.grant, "heard": 0,
            "credential": said_card(number, self.station.subject_key), "grants": self.revision,
        } | other  # fmt: skip
        self.tells(entry)
        if decision.admitted:
            self.tells({"kind": "passage", "key": key, "door": "gate1", "became": became})
        return entry

    def door(self, what: str, **other: Any) -> None:
        self.tells({"kind": "door", "door": "gate1", "what": what, **other})


def a_gate(house: House) -> Gate:
    found = Gate(house, gate(house))
    found.ask()
    found.works()
    return found


def guard(house: House) -> Caller:
    return signed_in(house, "security")


def seen(caller: Caller) -> dict[str, Any]:
    return caller.get("/api/guard").raise_for_status().json()


def door(caller: Caller, id: str = "gate1") -> dict[str, Any]:
    return next(one for one in seen(caller)["doors"] if one["id"] == id)


def listed(caller: Caller) -> list[dict[str, Any]]:
    needs = caller.get("/api/attention").raise_for_status().json()["needs"]
    return [need for need in needs if need["kind"] == "door"]
