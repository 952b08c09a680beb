"""Passwords tried: parallel, from many places, under a clock that is wrong; and nobody is locked out from afar."""

import asyncio
from collections import Counter
from pathlib import Path

import httpx
import pytest

from hall.kit import marks
from tests.hall.caller import House, signed_in
from tests.hall.serving import Serving, run_hall
from tests.support.founded import sample_running

HOME, ELSEWHERE = "10.0.0.9", "10.0.0.66"


def sign_in(house: House, login: str, password: str, at: str = HOME) -> httpx.Response:
    return house.caller(at=at).request("POST", "/sign-in", data={"login": login, "password": password})


def exhaust(house: House, login: str, at: str = HOME, times: int = 5) -> None:
    """Wrong passwords, each as soon as it may be, until one is refused for a minute."""
    checked = 0
    while checked < times:
        status = sign_in(house, login, "wrong", at).status_code
        checked += status == 401
        if status == 429:
            house.hands.move(seconds=1)


def test_after_five_failures_the_right_password_waits_a_minute_and_no_more(house: House):
    exhaust(house, "clerk1")
    refused = sign_in(house, "clerk1", house.passwords["clerk1"])
    assert refused.status_code == 429
    assert 50 < int(refused.headers["Retry-After"]) <= 61
    assert sign_in(house, "clerk2", house.passwords["clerk2"]).status_code == 303, "others are not locked out"
    house.hands.move(seconds=61)
    assert sign_in(house, "clerk1", house.passwords["clerk1"]).status_code == 303


def test_failures_in_quick_succession_must_wait(house: House):
    for _ in range(3):
        assert sign_in(house, "clerk1", "wrong").status_code == 401
    refused = sign_in(house, "clerk1", "wrong")
    assert refused.status_code == 429
    assert "2 秒后再试" in refused.text or "1 秒后再试" in refused.text
    house.hands.move(seconds=2)
    assert sign_in(house, "clerk1", house.passwords["clerk1"]).status_code == 303


def test_whoever_goes_on_waits_minutes_and_never_longer(house: House):
    exhaust(house, "clerk1")
    waits = []
    for _ in range(20):
        waits.append(int(sign_in(house, "clerk1", "wrong").headers["Retry-After"]))
        house.hands.move(seconds=waits[-1])
        assert sign_in(house, "clerk1", "wrong").status_code == 401
    assert waits[0] <= 61
    assert max(waits) <= 301
    assert waits == sorted(waits), "monotone"


def test_a_burst_is_counted_before_it_is_looked_at(house: House):
    async def burst() -> Counter[int]:
        caller = house.caller()
        tries = [caller.http.post("/sign-in", data={"login": "manager", "password": f"wrong{n}"}) for n in range(25)]
        return Counter([answer.status_code for answer in await asyncio.gather(*tries)])

    first = house.loop.run(burst())
    assert 1 <= first[401] <= 5
    for _ in range(10):
        house.hands.move(seconds=5)
        first += house.loop.run(burst())
    assert first[401] <= 5, "in a minute"


def writes(house: House) -> int:
    standing = house.db.look(marks.standing)
    assert standing is not None
    return standing.writes


def test_who_finds_no_room_costs_no_write(house: House):
    async def burst() -> Counter[int]:
        caller = house.caller()
        tries = [caller.http.post("/sign-in", data={"login": f"nobody{n}", "password": "x"}) for n in range(40)]
        return Counter([answer.status_code for answer in await asyncio.gather(*tries)])

    before = writes(house)
    said = house.loop.run(burst())
    assert said[401] >= 1
    assert said[429] >= 30
    assert writes(house) - before <= 2 * said[401]


def test_who_has_to_wait_costs_no_write(house: House):
    exhaust(house, "clerk1")
    assert sign_in(house, "clerk1", "wrong").status_code == 429, "what the trail is told of it, is told once"
    before = writes(house)
    for password in ("wrong", house.passwords["clerk1"]) * 10:
        assert sign_in(house, "clerk1", password).status_code == 429
    assert writes(house) == before


def test_a_lock_out_cannot_be_aimed(house: House):
    manager, admin = signed_in(house, "manager"), signed_in(house, "admin")
    for n in range(60):
        sign_in(house, "manager", "wrong", f"10.0.1.{n % 30}")
        house.hands.move(seconds=0.5)
    assert sign_in(house, "manager", "wrong", ELSEWHERE).status_code == 429, "strangers' places wait together"
    assert manager.get("/evacuation").status_code == 200, "who is signed in is unharmed"
    changed = {"old": house.passwords["manager"], "new": "Pine-River-7", "again": "Pine-River-7"}
    assert manager.request("POST", "/account", data=changed).status_code == 200
    assert sign_in(house, "manager", "Pine-River-7").status_code == 303, "and comes in where he always does"
    [need] = [one for one in admin.get("/api/attention").json()["needs"] if one["kind"] == "sign_in"]
    assert "manager" in need["what"]
    house.hands.move(minutes=25)
    admin.get("/account")
    house.hands.move(minutes=10)
    assert not [one for one in admin.get("/api/attention").json()["needs"] if one["kind"] == "sign_in"]


def test_many_accounts_from_one_computer_are_told_and_slowed_but_not_who_signed_in_there(house: House):
    admin = signed_in(house, "admin")
    signed_in(house, "clerk2", at=ELSEWHERE)
    for n in range(40):
        sign_in(house, f"3101150000{n}", "wrong", ELSEWHERE)
        house.hands.move(seconds=2)
    assert sign_in(house, "clerk1", house.passwords["clerk1"], ELSEWHERE).status_code == 429
    assert sign_in(house, "clerk2", house.passwords["clerk2"], ELSEWHERE).status_code == 303
    needs = [one for one in admin.get("/api/attention").json()["needs"] if one["kind"] == "sign_in"]
    assert [ELSEWHERE in one["where"] for one in needs] == [True]
    assert "310115" not in admin.get("/api/attention").text
    rows = house.db.look(lambda conn: conn.exec_driver_sql("SELECT account FROM accounts_attempt").all())
    assert rows
    assert not [row for row in rows if "310115" in row.account], "what strangers type is not kept"


def test_a_login_that_nobody_has_is_slowed_like_one_that_somebody_has(house: House):
    for login in ("nobody", "clerk1"):
        said = [sign_in(house, login, "wrong", ELSEWHERE).status_code for _ in range(6)]
        assert said == [401, 401, 401, 429, 429, 429]


@pytest.mark.parametrize("days", [10, -10, 3660])
def test_a_clock_that_is_set_neither_locks_nor_unlocks(house: House, days: int):
    exhaust(house, "clerk1")
    house.hands.set(days=days)
    assert sign_in(house, "clerk1", house.passwords["clerk1"]).status_code == 429
    house.hands.set(days=-days)
    assert sign_in(house, "clerk1", house.passwords["clerk1"]).status_code == 429
    house.hands.move(seconds=61)
    assert sign_in(house, "clerk1", house.passwords["clerk1"]).status_code == 303


def test_a_start_of_the_machine_under_a_wrong_clock_locks_for_minutes_at_most(house: House):
    """Then steady time itself has been wrong, and lies ahead of what it is after the next start."""
    house.hands.move(days=10)
    exhaust(house, "clerk1")
    house.hands.move(days=-10)
    assert sign_in(house, "clerk1", house.passwords["clerk1"]).status_code == 429
    house.hands.move(seconds=301)
    assert sign_in(house, "clerk1", house.passwords["clerk1"]).status_code == 303


def test_right_passwords_side_by_side_all_come_in(house: House):
    async def three() -> list[int]:
        tries = [
            house.caller().http.post("/sign-in", data={"login": "clerk1", "password": house.passwords["clerk1"]})
            for _ in range(3)
        ]
        return [answer.status_code for answer in await asyncio.gather(*tries)]

    assert house.loop.run(three()) == [303, 303, 303]


def test_who_is_disabled_while_his_password_is_checked_does_not_come_in(house: House, monkeypatch: pytest.MonkeyPatch):
    from hall.accounts import passwords
    from hall.accounts.staff.service import set_enabled

    real = passwords.password_fits

    def slow(stored: str | None, password: str) -> bool:
        house.write(lambda tx: set_enabled(tx, "clerk1", False, "admin"))
        return real(stored, password)

    monkeypatch.setattr(passwords, "password_fits", slow)
    assert sign_in(house, "clerk1", house.passwords["clerk1"]).status_code == 401


def burst_at(serving: Serving, login: str, rounds: int = 12, width: int = 5) -> Counter[int]:
    """Wrong passwords over real sockets, each on a connection of its own, so that any of the processes takes it."""

    async def one() -> int:
        async with httpx.AsyncClient(base_url=serving.url, trust_env=False, timeout=30) as client:
            answer = await client.post("/sign-in", data={"login": login, "password": "wrong"})
            return answer.status_code

    async def all_of_them() -> Counter[int]:
        said: Counter[int] = Counter()
        for _ in range(rounds):
            said.update(await asyncio.gather(*(one() for _ in range(width))))
        return said

    return asyncio.run(all_of_them())


def test_two_processes_count_together_and_the_command_unlocks(tmp_path: Path):
    with sample_running(tmp_path / "hall", "--workers", "2") as serving:
        said = burst_at(serving, "manager")
        assert said[401] <= 5
        assert said[401] + said[429] == 60
        form = {"login": "manager", "password": serving.passwords["manager"]}
        assert httpx.post(serving.url + "/sign-in", data=form, trust_env=False).status_code == 429
        assert run_hall(serving.data_dir, "unlock", "manager").returncode == 0
        assert httpx.post(serving.url + "/sign-in", data=form, trust_env=False).status_code == 303
