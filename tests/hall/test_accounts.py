"""Signing in and out."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.exceptions import VerifyMismatchError

from hall.accounts import passwords
from hall.accounts.passwords import check_password_rules, first_password, hash_password
from hall.kit.errors import Problem
from hall.kit.steady import Steady
from tests.hall.caller import House, signed_in


def sign_in(house: House, login: str, password: str):
    return house.caller().request("POST", "/sign-in", data={"login": login, "password": password})


def test_an_unknown_login_is_answered_like_a_wrong_password(house: House):
    assert sign_in(house, "nobody", "x").text.replace("nobody", "clerk1") == sign_in(house, "clerk1", "x").text


def test_an_unknown_login_costs_what_a_wrong_password_costs():
    """It is computed to the end, at the parameters of a member's hash, and does not match."""
    assert extract_parameters(passwords._NOBODY) == extract_parameters(hash_password("any"))
    with pytest.raises(VerifyMismatchError):
        PasswordHasher().verify(passwords._NOBODY, "any")


def test_the_cookie_is_for_this_site_and_no_script(house: House):
    cookie = sign_in(house, "clerk1", house.passwords["clerk1"]).headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie


def test_half_an_hour_without_a_touch_ends_the_session(house: House):
    clerk = signed_in(house, "clerk1")
    for _ in range(3):
        house.hands.move(minutes=20)
        assert clerk.get("/account").status_code == 200
    house.hands.move(minutes=31)
    assert clerk.get("/account").status_code == 401


def test_a_days_work_ends_the_session_however_busy(house: House):
    clerk = signed_in(house, "clerk1")
    for _ in range(47):
        house.hands.move(minutes=15)
        assert clerk.get("/account").status_code == 200
    house.hands.move(minutes=15)
    assert clerk.get("/account").status_code == 401


@pytest.mark.parametrize("days", [10, -10, 3660])
def test_a_clock_that_is_set_neither_ends_nor_keeps_a_session(house: House, days: int):
    clerk = signed_in(house, "clerk1", "w1")
    house.hands.set(days=days)
    assert clerk.get("/account").status_code == 200
    house.hands.move(minutes=5)
    assert clerk.get("/account").status_code == 200, "and it was a touch under the wrong clock"
    house.hands.set(days=-days)
    assert clerk.get("/account").status_code == 200
    assert house.db.look(lambda conn: house.queue.seats.serving(conn, "intake")) == 1
    house.hands.move(minutes=31)
    assert house.db.look(lambda conn: house.queue.seats.serving(conn, "intake")) == 0
    assert clerk.get("/account").status_code == 401


def test_a_session_of_a_machine_that_began_under_a_wrong_clock_is_over_after_its_next_start(house: House):
    house.hands.move(days=10)
    clerk = signed_in(house, "clerk1")
    house.hands.move(days=-10)
    assert clerk.get("/account").status_code == 401
    assert signed_in(house, "clerk1").get("/account").status_code == 200


def test_steady_time_is_the_same_in_every_process_of_a_boot_and_begins_anew_after_it(tmp_path: Path):
    kept, counted = tmp_path / "boot", timedelta(hours=1)
    wall = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
    first = Steady(kept, lambda: wall, lambda: counted)
    assert first() == wall
    later = Steady(kept, lambda: wall + timedelta(days=10), lambda: counted + timedelta(minutes=5))
    assert later() == wall + timedelta(minutes=5), "what the clock said since does not count"
    kept.write_text("another-boot 2020-01-01T00:00:00+00:00", "ascii")
    assert Steady(kept, lambda: wall, lambda: counted)() == wall
    kept.write_text("torn", "ascii")
    assert Steady(kept, lambda: wall, lambda: counted)() == wall


def test_signing_out_ends_it_on_the_server_too(house: House):
    clerk = signed_in(house, "clerk1")
    cookie = clerk.http.cookies["onedoor_session"]
    assert clerk.post("/sign-out").status_code == 303
    stale = house.caller().get("/account", headers={"Cookie": f"onedoor_session={cookie}"})
    assert stale.status_code == 401


def test_a_changed_password_counts_and_ends_other_sessions(house: House):
    here, there = signed_in(house, "clerk1"), signed_in(house, "clerk1")
    change = {"old": house.passwords["clerk1"], "new": "Pine-River-7", "again": "Pine-River-7"}
    assert here.request("POST", "/account", data=change | {"again": "Pine-River-8"}).status_code == 422
    weak = {"new": "password", "again": "password"}
    assert here.request("POST", "/account", data=change | weak).status_code == 422
    same = {"new": change["old"], "again": change["old"]}
    assert here.request("POST", "/account", data=change | same).status_code == 422
    assert here.request("POST", "/account", data=change | {"old": "x"}).status_code == 403
    assert here.request("POST", "/account", data=change).status_code == 200
    assert there.get("/account").status_code == 401
    assert here.get("/account").status_code == 200
    assert sign_in(house, "clerk1", "Pine-River-7").status_code == 303


def test_first_passwords_keep_the_rules():
    for _ in range(200):
        check_password_rules(first_password())
    for weak in ("short1A", "alllowercase", "12345678", "lower1234", "A" * 129):
        with pytest.raises(Problem):
            check_password_rules(weak)


def test_names_are_masked_on_every_page(house: House):
    clerk = signed_in(house, "clerk1", "w3")
    for page in ("/", "/account", "/window", "/window?choose", "/api/window/w3"):
        assert not re.search("王样例", clerk.get(page).text)
