"""Who may come in, from the paper to the gate: a letter ends and its door closes; a meeting runs over and its passes go
on, until it is closed in the hall. Over real wires, at the gate beside the kiosk."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.support.house import House, Manager, NeverCame, until

ZHANG = "310117199001010013"
"""The number of the card that the bench lays as ``zhang``."""


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    gate = {"ONEDOOR_KIOSK_GATE": f"relay+serial:{tmp_path}/bench/gate?module=waveshare&exit=2&fire=3"}
    with House(tmp_path, environment=gate) as house:
        house.visitor.sees("AttractView", "您好")
        yield house


def at_the_gate(house: House) -> None:
    house.visitor.touch("wake")
    house.visitor.touch("enter")
    house.visitor.sees("GateView")


def laid(house: House, *texts: str) -> bool:
    """The card is laid, the sentence read, and the card taken away again; the hall's word may be a moment on the
    way."""
    house.rack("idcard", "lay", person="zhang")
    try:
        return bool(house.visitor.sees("EntryView", *texts, patience=3))
    except NeverCame:
        return False
    finally:
        house.rack("idcard", "take")
        until("the card gone", lambda: "请收好" not in str(house.visitor.state()["texts"]))


def shown(house: House, code: str, *texts: str) -> None:
    """The pass is shown until it is a scan of its own: the same code within two seconds is one."""

    def look() -> Any:
        house.rack("scanner", "show", text=code)
        try:
            return house.visitor.sees("EntryView", *texts, patience=2.2)
        except NeverCame:
            return None

    until(f"a pass shown: {texts}", look)


def test_a_letter_is_withdrawn_and_its_door_closes(house: House):
    manager, guard = Manager(house, "manager"), Manager(house, "security")
    person = {"number": "GZ209", "name": "孙样例", "department": "guizi"}
    him = manager.call("POST", "/api/access/people", **person)["id"]
    at_the_gate(house)
    until("nobody that is known", lambda: laid(house, "没有登记"))
    manager.call("POST", f"/api/access/people/{him}/cards", number=ZHANG)
    letter = {
        "key": "journey-letter",
        "person": him,
        "number": "松审委〔2026〕7 号",
        "signed_by": "王样例",
        "groups": ["gate"],
        "profile": "always",
        "starts": "2026-01-01",
        "ends": f"{datetime.now(UTC) + timedelta(days=30):%Y-%m-%d}",
    }
    id = manager.call("POST", "/api/access/letters", **letter)["id"]
    manager.upload(f"/api/access/scan?letter={id}", b"%PDF-1.4\n%%EOF\n")
    guard.call("POST", f"/api/access/letters/{id}/approve")
    until("the gate opened", lambda: laid(house, "闸机已打开") and house.rack("gate", "push")["open"])
    house.visitor.sees("EntryView", "请往里走")
    guard.call("POST", f"/api/access/letters/{id}/withdraw", why="调回派驻部门")
    house.visitor.touch("done")
    house.visitor.sees("AttractView")
    at_the_gate(house)
    until("withdrawn", lambda: laid(house, "已撤回"))
    doors = manager.call("GET", f"/api/access/people/{him}")["doors"]
    assert not next(one for one in doors if one["id"] == "gate1")["may"]


def test_a_meeting_runs_over_and_its_passes_go_on_until_it_is_closed(house: House):
    clerk, visitor = Manager(house, "clerk1"), house.visitor
    host = next(one for one in clerk.call("GET", "/api/appointments")["hosts"] if "陈样例" in one["name"])
    now = datetime.now(UTC)
    meeting = {
        "key": "journey-meeting",
        "kind": "talk",
        "title": "结构专家咨询",
        "host": host["id"],
        "room": "expert1",
        "starts": (now - timedelta(minutes=5)).isoformat(),
        "ends": (now + timedelta(seconds=2)).isoformat(),
        "passes": [{"label": "某设计院", "people": 3}],
    }
    id = clerk.call("POST", "/api/appointments", **meeting)["id"]

    def standing() -> dict[str, Any]:
        return next(one for one in clerk.call("GET", "/api/appointments")["meetings"] if one["id"] == id)

    until("it runs over", lambda: standing()["standing"] == "running_over")
    code = clerk.call("GET", f"/api/appointments/passes/{standing()['passes'][0]['id']}")["text"]

    def through() -> bool:
        shown(house, code, "专家帮办一室")
        return house.rack("gate", "push")["open"]

    until("he is in", through)
    visitor.sees("EntryView", "请往里走", "路线已打印")
    slip = "\n".join(house.papers()[-1]["text"])
    assert "专家帮办一室" in slip
    assert "某设计院" not in slip
    visitor.touch("done")
    visitor.sees("AttractView")
    clerk.call("POST", f"/api/appointments/{id}/close", called_off=False)
    shown(house, code, "会议已经结束")
