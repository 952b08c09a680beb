"""Signing in and out."""

import re

import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.exceptions import VerifyMismatchError

from hall.accounts import service
from hall.accounts.service import check_password_rules, first_password, hash_password
from hall.kit.errors import Problem
from tests.hall.caller import House, signed_in


def sign_in(house: House, login: str, password: str):
    return house.caller().request("POST", "/sign-in", data={"login": login, "password": password})


def test_five_failures_lock_the_account_for_half_an_hour_even_with_the_right_password(house: House):
    for _ in range(5):
        assert sign_in(house, "clerk1", "wrong").status_code == 401
        house.hands.move(seconds=5)
    assert sign_in(house, "clerk1", house.passwords["clerk1"]).status_code == 429
    assert sign_in(house, "clerk2", house.passwords["clerk2"]).status_code == 303, "others are not locked out"
    house.hands.move(minutes=30)
    assert sign_in(house, "clerk1", house.passwords["clerk1"]).status_code == 303


def test_failures_in_quick_succession_must_wait(house: House):
    for _ in range(3):
        assert sign_in(house, "clerk1", "wrong").status_code == 401
    assert sign_in(house, "clerk1", "wrong").status_code == 429
    house.hands.move(seconds=2)
    assert sign_in(house, "clerk1", house.passwords["clerk1"]).status_code == 303


def test_an_unknown_login_is_answered_like_a_wrong_password(house: House):
    assert sign_in(house, "nobody", "x").text.replace("nobody", "clerk1") == sign_in(house, "clerk1", "x").text


def test_an_unknown_login_costs_what_a_wrong_password_costs():
    """It is computed to the end, at the parameters of a member's hash, and does not match."""
    assert extract_parameters(service._NOBODY) == extract_parameters(hash_password("any"))
    with pytest.raises(VerifyMismatchError):
        PasswordHasher().verify(service._NOBODY, "any")


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
