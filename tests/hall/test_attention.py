"""The attention list: read from the rooms' own state, taken by name, gone with its cause."""

from datetime import UTC, datetime
from typing import Any

import pytest

from devices.documents.documents import Reason as A4Reason
from devices.gate.gate import Trouble as GateTrouble
from devices.idcard.card import Trouble as CardTrouble
from devices.printer.verdict import Reason
from hall.stations.words import REASONS, state_words, to_do
from tests.hall.caller import Caller, House, order, report, signed_in

AT = "2026-11-24T09:00:00+08:00"


def tell(station: Caller, *bodies: dict[str, Any], first: int = 1, at: str = AT) -> None:
    batch = [report(n, body, at) for n, body in enumerate(bodies, first)]
    station.post("/api/station/reports", {"reports": batch}).raise_for_status()


def needs(who: Caller) -> list[dict[str, Any]]:
    return who.get("/api/attention").raise_for_status().json()["needs"]


def press(who: Caller, what: str, need: dict[str, Any]) -> tuple[int, str]:
    body = {"key": need["key"]} | ({"things": need["things"]} if what == "take" else {})
    answer = who.post(f"/api/attention/{what}", body)
    return answer.status_code, answer.json().get("zh", "")


def printer(able: bool | None, *reasons: str) -> dict[str, Any]:
    return {"kind": "device", "device": "printer", "able": able, "reasons": reasons}


HELP = {"kind": "help", "screen": "home"}


def told(station: Caller) -> dict[str, Any]:
    parts = station.post("/api/station/parts", {"have": {}}).raise_for_status().json()["parts"]
    return parts["help"]["body"]


def test_twelve_calls_for_help_are_one_line_with_a_count_and_a_place(house: House, station: Caller):
    manager, name = signed_in(house, "manager"), station.get("/api/station/snapshot").json()["station"]["id"]
    manager.request("POST", f"/api/stations/{name}/place", data={"place": "kiosk1"})
    tell(station, *[HELP] * 12)
    (need,) = needs(manager)
    assert (need["what"], need["count"]) == ("自助机 ZZ-02 有人求助", 12)
    assert need["where"].startswith("一层")
    assert need["place"] == "kiosk1"
    assert need["todo"].endswith("。")
    assert datetime.fromisoformat(need["since"]) == datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize("login", ["clerk1", "manager", "security", "admin"])
def test_a_call_for_help_is_seen_by_everybody_who_is_signed_in(house: House, station: Caller, login: str):
    tell(station, HELP, printer(False, "paper_end"))
    seen = [need["kind"] for need in needs(signed_in(house, login))]
    assert seen == (["help"] if login == "clerk1" else ["help", "paper"])


def test_it_is_taken_by_name_given_back_and_over_after_a_while(house: House, station: Caller):
    tell(station, HELP)
    guard, clerk = signed_in(house, "security"), signed_in(house, "clerk1")
    assert press(guard, "take", needs(guard)[0]) == (200, "")
    (need,) = needs(clerk)
    assert need["taken_by"] == "周*"
    assert press(clerk, "take", need) == (409, "周* 已经去处理了。")
    assert press(clerk, "give-back", need) == (200, "")
    assert needs(guard)[0]["taken_by"] == ""
    assert press(clerk, "take", needs(clerk)[0]) == (200, "")
    house.hands.move(minutes=11)
    guard = signed_in(house, "security")
    assert [one for one in needs(guard) if one["kind"] == "help"] == []
    assert press(guard, "take", need) == (409, "这件事已经过去了。")


def test_who_calls_after_it_was_taken_needs_somebody_again(house: House, station: Caller):
    tell(station, HELP, HELP)
    guard = signed_in(house, "security")
    press(guard, "take", needs(guard)[0])
    tell(station, HELP, first=3)
    (need,) = needs(guard)
    assert (need["taken_by"], need["count"]) == ("", 1)
    assert press(guard, "take", need | {"things": need["things"][:1]})[0] == 409, "only what he saw"


def test_a_fault_is_gone_with_its_cause_and_the_next_is_another(house: House, station: Caller):
    manager = signed_in(house, "manager")
    tell(station, printer(False, "paper_end"))
    (need,) = needs(manager)
    assert (need["what"], need["todo"]) == ("自助机 ZZ-02 票据打印机没有纸了", "换一卷纸。")
    press(manager, "take", need)
    tell(station, printer(True), first=2)
    assert needs(manager) == []
    tell(station, printer(False, "paper_end"), first=3, at="2026-11-24T10:00:00+08:00")
    assert needs(manager)[0]["taken_by"] == "", "taken was the one before"


def test_a_kiosk_that_is_silent_is_one_line_and_says_nothing_of_its_devices(house: House, station: Caller):
    manager = signed_in(house, "manager")
    tell(station, printer(True, "paper_low"))
    assert [one["what"] for one in needs(manager)] == ["自助机 ZZ-02 票据打印机纸快用完"]
    house.hands.move(seconds=31)
    assert [one["what"] for one in needs(manager)] == ["自助机 ZZ-02 没有来信"]
    station.get("/api/station/snapshot")
    assert [one["kind"] for one in needs(manager)] == ["paper"]


def test_a_slip_nobody_may_have_is_named_until_it_is_printed(house: House, station: Caller):
    manager = signed_in(house, "manager")
    order(station, "visit-0001")
    paper = {"kind": "paper", "paper": "p", "ticket_key": "visit-0001", "state": "doubtful"}
    tell(station, paper)
    (need,) = needs(manager)
    assert need["what"] == "自助机 ZZ-02 A001 可能没拿到号票"
    tell(station, paper | {"state": "reprinted", "copy_no": 1}, first=2)
    assert needs(manager) == []


def test_reports_that_contradict_each_other_need_somebody(house: House, station: Caller):
    manager = signed_in(house, "manager")
    tell(station, printer(True))
    tell(station, printer(True, "paper_low"))
    assert [one["what"] for one in needs(manager) if one["kind"] == "contradiction"] == ["自助机 ZZ-02 的报告前后矛盾"]


def test_a_kiosk_is_told_whether_anybody_sees_its_call_and_whether_one_comes(house: House, station: Caller):
    tell(station, HELP)
    assert told(station) == {}, "nobody sees it"
    guard = signed_in(house, "security")
    guard.post("/api/attention/here").raise_for_status()
    assert told(station) == {"watched": True}
    press(guard, "take", needs(guard)[0])
    assert datetime.fromisoformat(told(station)["taken"]) == datetime.fromisoformat(AT)
    house.hands.move(seconds=26)
    assert "watched" not in told(station), "the page was shut"


def test_a_page_that_lies_open_keeps_nobody_signed_in(house: House):
    guard = signed_in(house, "security")
    for _ in range(4):
        house.hands.move(minutes=9)
        last = guard.post("/api/attention/here").status_code
    assert last == 401


def test_who_signs_out_sees_nothing_any_more(house: House, station: Caller):
    guard = signed_in(house, "security")
    guard.post("/api/attention/here")
    guard.post("/sign-out")
    assert told(station) == {}


def test_every_reason_of_every_device_has_words():
    for kind in (Reason, A4Reason, CardTrouble, GateTrouble):
        for reason in kind:
            assert reason.value in REASONS, f"{kind.__module__}: {reason.value}"
    assert {"unplugged", "back", "nonsense"} <= set(REASONS)
    assert state_words("gate", True, ()) == "门禁与消防触点正常"
    assert state_words("printer", False, ("paper_end", "paper_low")) == "票据打印机没有纸了"
    assert to_do(("paper_end", "cover_open")) == "换一卷纸；合上盖子。"
