"""Nobody calls what he may not: one table, checked against every route there is."""

import re

import pytest
from fastapi.routing import APIRoute

from hall.accounts import STATION, Staff
from hall.accounts.doors import ROLES, Public
from hall.app import WHO_MAY
from hall.kit.http import HEADERS
from tests.hall.caller import House, order, signed_in


def _routes(routes):
    """Every route of the application, also those of routers included lazily."""
    for route in routes:
        included = getattr(route, "original_router", None)
        if included is not None:
            yield from _routes(included.routes)
        else:
            yield route


def endpoints(house: House):
    for route in _routes(house.app.routes):
        assert isinstance(route, APIRoute), f"{route} is not under the guard"
        for method in route.methods:
            yield f"{method} {route.path}"


def test_every_route_is_in_the_table_and_the_table_has_no_other(house: House):
    assert set(endpoints(house)) == set(WHO_MAY)


def test_a_route_missing_from_the_table_is_refused_to_everybody(house: House, monkeypatch):
    assert house.caller().get("/board").status_code == 200
    monkeypatch.delitem(WHO_MAY, "GET /board")
    answer = house.caller().get("/board")
    assert (answer.status_code, answer.json()["code"]) == (403, "closed")


@pytest.mark.parametrize("entry", [e for e, door in WHO_MAY.items() if not isinstance(door, Public)])
def test_the_anonymous_are_refused(refusing: House, entry: str):
    method, path = entry.split(" ")
    answer = refusing.caller().request(method, re.sub(r"\{\w+\}", "1", path))
    assert answer.status_code == 401, answer.text
    assert answer.json()["code"] == ("unknown_station" if WHO_MAY[entry] is STATION else "sign_in")


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
    caller = signed_in(house, {"clerk": "clerk1"}.get(role, role))
    for entry, door in WHO_MAY.items():
        method, path = entry.split(" ")
        if not isinstance(door, Staff) or path.endswith("/stream") or path == "/sign-out":
            continue
        answer = caller.request(method, re.sub(r"\{\w+\}", "1", path))
        refused = answer.status_code == 403 and answer.json()["code"] == "not_your_role"
        assert refused == (role not in door.roles), entry


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
