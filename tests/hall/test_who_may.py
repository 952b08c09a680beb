"""Nobody calls what he may not: every route there is says who may, and each of them is tried."""

import re
from pathlib import Path

import pytest
from fastapi.routing import APIRoute

from hall.accounts import ROLES, STATION, Permit, Public, Staff, may, who_may
from hall.accounts.permits import each_route
from hall.kit.http import HEADERS
from hall.who_may import printed
from tests.hall.caller import House, order, signed_in


def table(house: House) -> dict[str, Permit]:
    marked = {entry: permit for entry, permit in who_may(house.app.routes).items() if permit is not None}
    assert len(marked) > 70
    return marked


def test_every_route_is_under_the_guard_and_says_who_may(house: House):
    assert all(isinstance(route, APIRoute) for route in each_route(house.app.routes))
    assert [entry for entry, permit in who_may(house.app.routes).items() if permit is None] == []


def test_the_document_is_what_the_command_prints(refusing: House):
    assert Path("docs/who-may.md").read_text("utf-8") == printed(refusing.app.state.rooms)
    for room in refusing.app.state.rooms:
        for entry, permit in who_may(room.router.routes).items():
            assert not isinstance(permit, Public) or len(permit.why) > 15, f"{entry} does not say why it is public"


def test_a_route_without_a_mark_is_refused_to_everybody(house: House):
    async def forgotten() -> str:
        return "seen"

    house.app.get("/forgotten")(forgotten)
    for caller in (house.caller(), signed_in(house, "admin")):
        answer = caller.get("/forgotten")
        assert (answer.status_code, answer.json()["code"]) == (403, "closed")
    may(Public("a test"))(forgotten)
    assert house.caller().get("/forgotten").json() == "seen"


def test_the_anonymous_are_refused(refusing: House):
    for entry, permit in table(refusing).items():
        if isinstance(permit, Public):
            continue
        method, path = entry.split(" ")
        answer = refusing.caller().request(method, re.sub(r"\{\w+\}", "1", path))
        assert answer.status_code == 401, (entry, answer.text)
        assert answer.json()["code"] == ("unknown_station" if permit is STATION else "sign_in"), entry


def test_a_browser_is_led_to_the_sign_in_page_and_back(house: House):
    answer = house.caller().get("/window", headers={"Accept": "text/html"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?next=/window")
    for evil in ("//evil.example", "https://evil.example", "/\\evil.example"):
        assert "evil" not in house.caller().get("/sign-in", params={"next": evil}).text


def test_a_person_who_may_not_gets_a_page_and_a_program_gets_json(house: House):
    clerk = signed_in(house, "clerk1")
    page = clerk.get("/plan", headers={"Accept": "text/html"})
    assert (page.status_code, page.headers["content-type"]) == (403, "text/html; charset=utf-8")
    assert "您的岗位没有这项权限" in page.text
    assert clerk.get("/plan").json()["code"] == "not_your_role"


@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_its_own_and_no_more(house: House, role: str):
    caller = signed_in(house, {"clerk": "clerk1", "office": "office1"}.get(role, role))
    for entry, permit in table(house).items():
        method, path = entry.split(" ")
        if not isinstance(permit, Staff) or path.endswith("/stream") or path == "/sign-out":
            continue
        answer = caller.request(method, re.sub(r"\{\w+\}", "1", path))
        refused = answer.status_code == 403 and answer.json()["code"] == "not_your_role"
        assert refused == (role not in permit.roles), entry


def test_a_station_is_no_clerk_and_a_clerk_no_station(house: House, station):
    assert station.get("/api/window/w1").status_code == 401
    assert signed_in(house, "clerk1").get("/api/station/snapshot").status_code == 401


def test_a_change_needs_the_pages_token_and_its_own_origin(house: House, station):
    order(station, "visit-0001")
    clerk = signed_in(house, "clerk1", "w1")
    press = {"window": "w1", "current": None}
    for forged in ({"X-CSRF-Token": "x"}, {"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        assert clerk.post("/api/window/next", press, headers=forged).json()["code"] == "csrf"
    assert clerk.post("/api/window/next", press).json()["current"]["number"] == "A001"


def test_every_answer_carries_the_security_headers(house: House, station):
    for answer in (
        house.caller().get("/board"),
        house.caller().get("/nothing"),
        station.get("/api/station/snapshot"),
        house.caller(host="evil.example").get("/"),
    ):
        for name, value in HEADERS.items():
            assert answer.headers[name] == value


def test_pages_bring_no_script_or_style_of_their_own(house: House):
    clerk, manager = signed_in(house, "clerk1"), signed_in(house, "manager")
    pages = [
        clerk.get("/window"),
        clerk.get("/"),
        manager.get("/stations"),
        clerk.get("/account"),
        house.caller().get("/board"),
        house.caller().get("/sign-in"),
    ]
    for page in pages:
        assert page.status_code == 200
        assert not re.search(r"<script(?![^>]*src=\"/static/)|\sstyle=|\son\w+=|https?://", page.text)
