"""A code from the telephone beside the password."""

import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from hall.accounts.second import totp
from tests.hall.caller import Caller, House, open_house, signed_in
from tests.hall.test_attempts import sign_in
from tests.hall.test_staff import act

SEED = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
VECTORS = {59: "94287082", 1111111109: "07081804", 1234567890: "89005924", 20000000000: "65353130"}
"""RFC 6238, appendix B, SHA-1."""


def test_the_standards_own_vectors():
    for at, code in VECTORS.items():
        assert totp.code_at(SEED, at // 30, 8) == code


def test_a_code_is_good_one_step_early_or_late_and_once():
    now = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
    here = totp.step_at(now)
    for step, good in ((here - 2, False), (here - 1, True), (here, True), (here + 1, True), (here + 2, False)):
        assert (totp.fits(SEED, totp.code_at(SEED, step), now, 0) == step) is good
    assert totp.fits(SEED, totp.code_at(SEED, here), now, here) is None, "taken already"
    assert totp.fits(SEED, totp.code_at(SEED, here - 1), now, here) is None, "older than one that was taken"
    assert totp.fits(SEED, totp.code_at(SEED, here), now, here + 30_000) == here, "a wrong clock locks nobody out"


def begun(house: House, caller: Caller, login: str) -> tuple[str, list[str]]:
    """The secret and the recovery codes."""
    page = caller.get("/account/second").text
    found = re.search(r'class="secret number">([A-Z2-7 ]+)<', page)
    sealed = re.search(r'name="sealed" value="([^"]+)"', page)
    assert found
    assert sealed
    secret = found[1].replace(" ", "")
    assert "data:image/svg+xml" in page
    form = {"sealed": sealed[1], "code": code(house, secret), "password": house.passwords[login]}
    answer = caller.request("POST", "/account/second", data=form)
    assert answer.status_code == 200, answer.text
    return secret, re.findall(r"<li>([a-z2-9]{5}-[a-z2-9]{5})</li>", answer.text)


def code(house: House, secret: str) -> str:
    return totp.code_at(secret, totp.step_at(house.hands.at))


def half(house: House, login: str) -> Caller:
    """One whose password was right."""
    caller = house.caller()
    caller.request("POST", "/sign-in", data={"login": login, "password": house.passwords[login]})
    found = re.search(r'name="csrf" value="([^"]+)"', caller.get("/code").text)
    assert found
    caller.headers["X-CSRF-Token"] = found[1]
    return caller


def say(caller: Caller, text: str) -> httpx.Response:
    return caller.request("POST", "/code", data={"code": text})


def test_with_it_a_password_alone_opens_nothing(house: House):
    secret, codes = begun(house, signed_in(house, "manager"), "manager")
    assert len(set(codes)) == 8
    caller = half(house, "manager")
    assert caller.get("/evacuation").json()["code"] == "code_first"
    assert caller.get("/account").json()["code"] == "code_first"
    assert caller.get("/", headers={"Accept": "text/html"}).headers["location"] == "/code"
    assert say(caller, "000000").status_code == 401
    house.hands.move(seconds=60)
    now = code(house, secret)
    assert say(caller, now[:3] + " " + now[3:]).status_code == 303
    assert caller.get("/evacuation").status_code == 200
    assert say(half(house, "manager"), now).status_code == 401, "what was seen over a shoulder is worth nothing"


def test_a_recovery_code_is_good_once(house: House):
    _, codes = begun(house, signed_in(house, "manager"), "manager")
    assert say(half(house, "manager"), codes[0].upper()).status_code == 303
    assert say(half(house, "manager"), codes[0]).status_code == 401
    assert say(half(house, "manager"), codes[1]).status_code == 303


def test_codes_are_tried_no_oftener_than_passwords(house: House):
    begun(house, signed_in(house, "manager"), "manager")
    caller, said = half(house, "manager"), []
    for n in range(60):
        said.append(say(caller, f"{n:06}").status_code)
        house.hands.move(seconds=1)
    assert said.count(401) <= 6
    assert said.count(401) + said.count(429) == 60
    house.hands.move(minutes=5)
    assert caller.get("/code").status_code == 401, "a password waits five minutes for its code"


def test_whoever_waits_for_a_code_is_not_at_work(house: House):
    begun(house, signed_in(house, "manager"), "manager")
    house.hands.move(minutes=31)
    half(house, "manager")
    admin = signed_in(house, "admin")
    found = next(one for one in admin.get("/api/staff").json()["members"] if one["login"] == "manager")
    assert (found["here"], found["second"]) == (False, True)


def test_a_lost_telephone_is_no_business_of_ones_own(house: House):
    begun(house, signed_in(house, "manager"), "manager")
    admin = signed_in(house, "admin")
    begun(house, admin, "admin")
    assert act(admin, "admin/second/end") == (403, "yourself")
    assert act(admin, "manager/second/end")[0] == 200
    assert signed_in(house, "manager").get("/evacuation").status_code == 200


def test_it_begins_and_ends_by_the_password(house: House):
    manager = signed_in(house, "manager")
    page = manager.get("/account/second").text
    sealed = re.search(r'name="sealed" value="([^"]+)"', page)
    assert sealed
    form = {"sealed": sealed[1], "code": "000000", "password": "x"}
    assert manager.request("POST", "/account/second", data=form).status_code == 403
    other = signed_in(house, "admin")
    form |= {"password": house.passwords["admin"]}
    assert other.request("POST", "/account/second", data=form).status_code == 422, "sealed for another"
    begun(house, manager, "manager")
    assert manager.request("POST", "/account/second/end", data={"password": "x"}).status_code == 403
    right = {"password": house.passwords["manager"]}
    assert manager.request("POST", "/account/second/end", data=right).status_code == 303
    assert sign_in(house, "manager", house.passwords["manager"]).status_code == 303
    assert signed_in(house, "manager").get("/evacuation").status_code == 200


def test_the_secret_lies_sealed(house: House):
    secret, _ = begun(house, signed_in(house, "manager"), "manager")
    house.db.look(lambda conn: conn.exec_driver_sql("SELECT 1").all())
    for file in (house.app.state.kit.settings.data_dir).iterdir():
        assert file.is_dir() or secret.encode() not in file.read_bytes()


@pytest.fixture
def strict(tmp_path: Path, founded: tuple[Path, dict[str, str]]) -> Iterator[House]:
    shutil.copytree(founded[0], tmp_path / "hall")
    house = open_house(tmp_path / "hall", dict(founded[1]), second_factor="required")
    yield house
    house.close()


def test_where_it_is_required_it_comes_before_everything_else(strict: House):
    assert signed_in(strict, "clerk1").get("/window").status_code == 200, "clerks need none"
    manager = signed_in(strict, "manager")
    assert manager.get("/evacuation").json()["code"] == "second_first"
    assert manager.get("/plan", headers={"Accept": "text/html"}).headers["location"] == "/account/second"
    begun(strict, manager, "manager")
    assert manager.get("/evacuation").status_code == 200
    right = {"password": strict.passwords["manager"]}
    assert manager.request("POST", "/account/second/end", data=right).status_code == 403


def test_a_wrong_clock_of_the_hall_leaves_the_recovery_codes(house: House):
    secret, codes = begun(house, signed_in(house, "manager"), "manager")
    telephone = house.hands.at
    house.hands.set(days=10)
    caller = half(house, "manager")
    assert say(caller, totp.code_at(secret, totp.step_at(telephone + timedelta(seconds=60)))).status_code == 401
    assert say(caller, codes[0]).status_code == 303
    house.hands.set(days=-10)
    house.hands.move(seconds=90)
    assert say(half(house, "manager"), code(house, secret)).status_code == 303


def test_a_code_as_a_chinese_keyboard_writes_it_is_that_code(house):
    secret, _ = begun(house, signed_in(house, "manager"), "manager")
    house.hands.move(minutes=2)
    caller = half(house, "manager")
    assert caller.request("POST", "/code", data={"code": "验证码验证码"}).status_code == 401
    wide = code(house, secret).translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"})
    assert caller.request("POST", "/code", data={"code": wide}).status_code == 303
