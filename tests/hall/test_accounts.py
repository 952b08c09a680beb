"""Signing in and out."""

import re
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.exceptions import VerifyMismatchError

from hall.accounts import passwords
from hall.accounts.passwords import check_password_rules, first_password, hash_password
from hall.kit.errors import Problem
from hall.kit.steady import Steady
from tests.hall.caller import Caller, House, open_house, signed_in


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


WEAK = (
    "short1A-b",
    "x" * 129,
    "Password123!",
    "P@ssw0rd2024",
    "qwertyuiop1",
    "woaini1314520",
    "Songjiang2026!",
    "19900101Clerk1",
    "13917654321",
    "abababababab",
)
LONG_ENOUGH = ("红楼梦里有个人叫宝玉", "correct horse battery", "Pine-River-7", "竹 影 扫 阶 尘 不 动")


def test_length_counts_and_not_classes_and_what_everybody_thinks_of_does_not():
    for good in LONG_ENOUGH:
        check_password_rules(good, "clerk1")
    for weak in WEAK:
        with pytest.raises(Problem):
            check_password_rules(weak, "clerk1")


def test_first_passwords_keep_the_rules():
    for _ in range(200):
        check_password_rules(first_password())
    for weak in WEAK:
        with pytest.raises(Problem):
            check_password_rules(weak)


def change(caller: Caller, old: str, new: str) -> httpx.Response:
    return caller.request("POST", "/account", data={"old": old, "new": new, "again": new})


def test_a_password_of_before_is_not_taken_again(house: House):
    clerk, old = signed_in(house, "clerk1"), house.passwords["clerk1"]
    for new in ("Pine-River-7", "Moss-Stone-8"):
        assert change(clerk, old, new).status_code == 200
        old = new
    for former in ("Pine-River-7", "Moss-Stone-8", house.passwords["clerk1"]):
        refused = change(clerk, old, former)
        assert (refused.status_code, "以前用过" in refused.text) == (422, True), former


def test_age_asks_for_a_new_password_where_the_hall_wants_it(tmp_path: Path, founded: tuple[Path, dict[str, str]]):
    shutil.copytree(founded[0], tmp_path / "hall")
    house = open_house(tmp_path / "hall", dict(founded[1]), password_days=90)
    house.hands.move(days=91)
    clerk = signed_in(house, "clerk1")
    assert clerk.get("/window").json()["code"] == "change_first"
    assert "用得太久" in clerk.get("/account").text
    assert change(clerk, house.passwords["clerk1"], "Pine-River-7").status_code == 200
    assert clerk.get("/window").status_code == 200
    house.close()


def test_sessions_are_listed_and_ended_one_by_one_or_all(house: House):
    here, there, third = (signed_in(house, "clerk1", at=f"10.0.0.{n}") for n in (1, 2, 3))
    page = here.get("/account").text
    assert [f"10.0.0.{n}" in page for n in (1, 2, 3)] == [True] * 3
    ids = re.findall(r'name="id" value="([0-9a-f]+)"', page)
    assert len(ids) == 2
    other = signed_in(house, "clerk2")
    assert other.request("POST", "/account/sessions/end", data={"id": ids[0]}).status_code == 200
    assert there.get("/account").status_code == 200, "another's is not his to end"
    here.request("POST", "/account/sessions/end", data={"id": ids[0]})
    assert there.get("/account").status_code == 401
    assert third.get("/account").status_code == 200
    here.request("POST", "/account/sessions/end", data={})
    assert third.get("/account").status_code == 401
    assert here.get("/account").status_code == 200


def test_names_are_masked_on_every_page(house: House):
    clerk = signed_in(house, "clerk1", "w3")
    for page in ("/", "/account", "/window", "/window?choose", "/api/window/w3"):
        assert not re.search("王样例", clerk.get(page).text)
