"""What an administrator does about people; and that nobody who is gone holds up anybody."""

from pathlib import Path
from typing import Any

import pytest

from hall.accounts import who_may
from hall.accounts.store import member_by_login, set_member
from tests.hall.caller import Caller, House, order, signed_in
from tests.hall.serving import run_hall
from tests.hall.test_window import Window


@pytest.fixture
def admin(house: House) -> Caller:
    return signed_in(house, "admin")


def sign_in(house: House, login: str, password: str) -> Any:
    return house.caller().request("POST", "/sign-in", data={"login": login, "password": password})


def act(caller: Caller, what: str, **body: Any) -> tuple[int, str]:
    answer = caller.post(f"/api/staff/{what}", body)
    return answer.status_code, answer.json().get("code", "")


def person(admin: Caller, login: str) -> dict[str, Any]:
    return next(one for one in admin.get("/api/staff").json()["members"] if one["login"] == login)


def test_a_new_member_chooses_a_password_of_his_own_before_anything_else(house: House, admin: Caller):
    made = admin.post("/api/staff", {"login": "clerk9", "name": "孙样例", "role": "clerk"}).raise_for_status().json()
    assert person(admin, "clerk9")["first_password"]
    house.passwords["clerk9"] = made["password"]
    clerk = signed_in(house, "clerk9")
    assert clerk.get("/window", headers={"Accept": "text/html"}).headers["location"] == "/account"
    assert clerk.post("/api/window/sit", {"window": "w3"}).json()["code"] == "change_first"
    chosen = {"old": made["password"], "new": "Pine-River-7", "again": "Pine-River-7"}
    assert clerk.request("POST", "/account", data=chosen).status_code == 200
    assert clerk.post("/api/window/sit", {"window": "w3"}).status_code == 200
    assert not person(admin, "clerk9")["first_password"]
    assert person(admin, "clerk9")["seat"] == "3 号窗口"


def test_a_reset_tells_a_new_password_once_ends_sessions_and_unlocks(house: House, admin: Caller):
    clerk = signed_in(house, "clerk1")
    for _ in range(5):
        sign_in(house, "clerk1", "wrong")
        house.hands.move(seconds=5)
    assert person(admin, "clerk1")["locked_until"]
    told = admin.post("/api/staff/clerk1/reset").raise_for_status().json()
    assert clerk.get("/account").status_code == 401
    assert sign_in(house, "clerk1", house.passwords["clerk1"]).status_code == 401
    house.hands.move(seconds=5)
    assert sign_in(house, "clerk1", told["password"]).status_code == 303
    assert person(admin, "clerk1")["first_password"]
    assert told["password"] not in admin.get("/api/staff").text


def test_a_locked_account_is_unlocked(house: House, admin: Caller):
    for _ in range(5):
        sign_in(house, "clerk1", "wrong")
        house.hands.move(seconds=5)
    locked = sign_in(house, "clerk1", house.passwords["clerk1"])
    assert locked.status_code == 429
    assert "人员" in locked.text
    assert act(admin, "clerk1/unlock")[0] == 200
    assert sign_in(house, "clerk1", house.passwords["clerk1"]).status_code == 303


def test_seconds_are_called_seconds(house: House):
    for _ in range(3):
        sign_in(house, "clerk1", "wrong")
    assert "1 秒后再试" in sign_in(house, "clerk1", "wrong").text


def test_who_is_let_go_is_out_his_seat_is_free_and_his_number_goes_back(house: House, admin: Caller, station: Caller):
    for n in (1, 2):
        order(station, f"visit-000{n}")
    gone = Window(house, "clerk1", "w1")
    assert gone.press("next") == "A001"
    assert act(admin, "clerk1/let-go")[0] == 200
    assert gone.caller.get("/account").status_code == 401
    assert sign_in(house, "clerk1", house.passwords["clerk1"]).status_code == 401
    assert house.caller().get("/api/board").json()["calls"] == []
    other = Window(house, "clerk2", "w1")
    assert other.press("next") == "A001", "to the front of its line"
    assert person(admin, "clerk1")["left_at"]
    assert act(admin, "clerk1/reset") == (404, "unknown_member")
    again = admin.post("/api/staff", {"login": "clerk1", "name": "别人", "role": "clerk"})
    assert again.json()["code"] == "login_taken", "what he did stays his in the audit"


def test_who_is_disabled_is_out_until_enabled(house: House, admin: Caller):
    clerk = signed_in(house, "clerk1", "w1")
    assert act(admin, "clerk1/enabled", enabled=False)[0] == 200
    assert clerk.get("/account").status_code == 401
    assert person(admin, "clerk1")["seat"] == ""
    assert act(admin, "clerk1/enabled", enabled=True)[0] == 200
    assert sign_in(house, "clerk1", house.passwords["clerk1"]).status_code == 303


def test_an_administrator_sees_and_ends_the_sessions_of_others(house: House, admin: Caller):
    here, there = signed_in(house, "clerk1", "w1", at="10.0.0.1"), signed_in(house, "clerk1", at="10.0.0.2")
    found = person(admin, "clerk1")["sessions"]
    assert [one["address"] for one in found] == ["10.0.0.1", "10.0.0.2"]
    assert act(admin, f"clerk1/sessions/{found[1]['id']}/end")[0] == 200
    assert (here.get("/account").status_code, there.get("/account").status_code) == (200, 401)
    assert act(admin, "clerk1/sign-out")[0] == 200
    assert here.get("/account").status_code == 401
    assert person(admin, "clerk1")["seat"] == ""


def test_the_last_administrator_stays_and_nobody_acts_on_himself(house: House, admin: Caller):
    assert act(admin, "admin/role", role="clerk") == (403, "yourself")
    assert act(admin, "admin/let-go") == (403, "yourself")
    assert act(admin, "admin/enabled", enabled=False) == (403, "yourself")
    guard = signed_in(house, "security")
    assert act(admin, "manager/role", role="admin")[0] == 200
    assert act(guard, "manager/role/approve")[0] == 200
    second = signed_in(house, "manager")
    assert act(second, "admin/role", role="clerk")[0] == 200
    assert act(second, "manager/let-go") == (403, "yourself")
    assert act(second, "admin/role", role="admin")[0] == 200
    assert act(guard, "admin/role/approve")[0] == 200
    third = signed_in(house, "admin")
    assert act(third, "manager/enabled", enabled=False)[0] == 200
    with pytest.raises(Exception, match="last_administrator"):
        house.write(lambda tx: _let_go(tx, "admin", "somebody"))


def _let_go(tx: Any, login: str, by: str) -> None:
    from hall.accounts.staff.service import let_go

    let_go(tx, login, by)


def test_who_makes_accounts_has_no_hand_on_who_looks_him_over(house: House, admin: Caller):
    auditor = signed_in(house, "auditor")
    for what, body in (
        ("auditor/reset", {}),
        ("auditor/role", {"role": "clerk"}),
        ("auditor/enabled", {"enabled": False}),
        ("auditor/let-go", {}),
        ("auditor/sign-out", {}),
        ("auditor/unlock", {}),
        ("auditor/second/end", {}),
        ("clerk1/role", {"role": "auditor"}),
    ):
        assert act(admin, what, **body) == (403, "audits"), what
    made = admin.post("/api/staff", {"login": "friend", "name": "友", "role": "auditor"})
    assert (made.status_code, made.json()["code"]) == (403, "audits")
    assert auditor.get("/account").status_code == 200


def test_an_auditor_reads_and_changes_nothing_but_his_own(house: House):
    auditor = signed_in(house, "auditor")
    allowed = {
        entry for entry, permit in who_may(house.app.routes).items() if "auditor" in getattr(permit, "roles", ())
    }
    writes = {entry for entry in allowed if not entry.startswith("GET ")}
    writes -= {"POST /api/access/rules/compare", "POST /api/matters/list"}  # what is asked is the body; they only read
    own = ("/sign-out", "/account", "/code")
    assert all(entry.split(" ")[1].startswith(own) for entry in writes), writes
    assert auditor.post("/api/attention/here").status_code == 403


def test_a_manager_sees_and_does_not_change(house: House):
    manager = signed_in(house, "manager")
    assert manager.get("/staff").status_code == 200
    assert person(manager, "clerk1")["words"] == "窗口人员"
    for what, body in (("clerk1/reset", {}), ("clerk1/role", {"role": "admin"}), ("clerk1/let-go", {})):
        assert act(manager, what, **body) == (403, "not_your_role")
    assert signed_in(house, "clerk1").get("/api/staff").status_code == 403


def test_a_changed_role_counts_from_the_next_sign_in_and_is_noted(house: House, admin: Caller):
    clerk = signed_in(house, "clerk1", "w1")
    assert act(admin, "clerk1/role", role="security")[0] == 200
    assert clerk.get("/account").status_code == 200, "nothing has changed yet"
    assert act(signed_in(house, "manager"), "clerk1/role/approve")[0] == 200
    assert clerk.get("/account").status_code == 401
    assert signed_in(house, "clerk1").get("/evacuation").status_code == 200
    assert person(admin, "clerk1")["seat"] == ""
    assert act(admin, "clerk1/role", role="king")[0] == 422


def test_a_role_that_rules_is_given_by_two(house: House, admin: Caller):
    manager, guard = signed_in(house, "manager"), signed_in(house, "security")
    asked = admin.post("/api/staff/clerk1/role", {"role": "manager"}).json()
    assert asked == {"done": True, "waits": True}
    assert person(guard, "clerk1")["asked"] == {"words": "改任大厅管理", "by": "admin"}
    assert act(admin, "clerk1/role", role="security") == (409, "asked")
    for login in ("admin", "clerk1", "clerk2", "auditor"):
        assert act(signed_in(house, login), "clerk1/role/approve") == (403, "not_your_role"), login
    needs = {one["key"]: one["what"] for one in manager.get("/api/attention").json()["needs"]}
    assert "改任大厅管理，等第二个人批准" in needs[next(key for key in needs if key.startswith("role:"))]
    assert act(guard, "clerk1/role/withdraw")[0] == 200
    assert act(guard, "clerk1/role/approve") == (409, "over")
    assert person(admin, "clerk1")["role"] == "clerk"


def test_nobody_extends_his_own_right_and_an_old_wish_is_over(house: House, admin: Caller):
    manager = signed_in(house, "manager")
    admin.post("/api/staff/manager/role", {"role": "admin"})
    assert act(manager, "manager/role/approve") == (403, "yourself")
    admin.post("/api/staff/clerk1/role", {"role": "admin"})
    house.hands.move(days=8)
    manager = signed_in(house, "manager")
    assert act(manager, "clerk1/role/approve") == (409, "over")
    admin = signed_in(house, "admin")
    admin.post("/api/staff/clerk1/role", {"role": "security"})
    house.write(lambda tx: _disable(tx, "admin"))
    assert act(manager, "clerk1/role/approve") == (409, "over"), "who asked is no administrator any more"


def _disable(tx: Any, login: str) -> None:
    row = member_by_login(tx.conn, login)
    assert row is not None
    set_member(tx.conn, row.id, enabled=False)


def test_a_new_ruler_is_a_clerk_until_a_second_person_says_so(house: House, admin: Caller):
    made = admin.post("/api/staff", {"login": "guard9", "name": "孙样例", "role": "security"}).json()
    assert made["waits"]
    assert person(admin, "guard9")["role"] == "clerk"
    assert act(signed_in(house, "manager"), "guard9/role/approve")[0] == 200
    assert person(admin, "guard9")["role"] == "security"


def test_a_new_password_of_a_ruler_is_told_to_who_approves_and_not_to_who_asked(house: House, admin: Caller):
    guard, manager = signed_in(house, "security"), signed_in(house, "manager")
    asked = admin.post("/api/staff/manager/reset").json()
    assert asked == {"login": "manager", "password": "", "waits": True}
    assert manager.get("/account").status_code == 200, "nothing has changed yet"
    assert act(manager, "manager/role/approve") == (403, "yourself")
    told = guard.post("/api/staff/manager/role/approve").json()
    assert manager.get("/account").status_code == 401
    assert sign_in(house, "manager", house.passwords["manager"]).status_code == 401
    house.hands.move(seconds=5)
    assert sign_in(house, "manager", told["password"]).status_code == 303


def test_security_approves_and_does_not_see_where_others_sit(house: House, admin: Caller):
    guard = signed_in(house, "security")
    assert guard.get("/staff").status_code == 200
    assert person(guard, "admin")["sessions"] == []
    assert person(signed_in(house, "manager"), "admin")["sessions"] != []


def test_on_the_server_an_account_is_unlocked_and_reset(tmp_path: Path):
    hall = tmp_path / "hall"
    run_hall(hall, "seed", "--without-plan")
    unlocked = run_hall(hall, "unlock", "admin")
    assert unlocked.returncode == 0, unlocked.stderr
    told = run_hall(hall, "reset", "admin").stdout
    assert "-" in told.rsplit(": ", 1)[1]
    assert run_hall(hall, "reset", "nobody").returncode == 1
    assert run_hall(hall, "reset", "auditor", "--second-factor").returncode == 0
    assert run_hall(hall, "let-go", "auditor").returncode == 0


def test_signing_out_frees_the_window_and_whoever_is_served_is_finished(house: House, station: Caller):
    for n in (1, 2):
        order(station, f"visit-000{n}")
    window = Window(house, "clerk1", "w1")
    window.press("next")
    window.press("arrived")
    window.caller.post("/sign-out")
    other = Window(house, "clerk2", "w1")
    assert other.press("next") == "A002"


def test_a_dead_computer_blocks_nobody(house: House, station: Caller):
    order(station, "visit-0001")
    dead = Window(house, "clerk1", "w1")
    dead.press("next")
    other, manager = signed_in(house, "clerk2"), signed_in(house, "manager")
    assert other.post("/api/window/sit", {"window": "w1", "instead": True}).json()["code"] == "window_busy"
    assert other.post("/api/window/free", {"window": "w1"}).status_code == 403
    assert manager.post("/api/window/free", {"window": "w1"}).status_code == 200
    assert Window(house, "clerk3", "w1").press("next") == "A001"
    house.hands.move(minutes=31)  # its session has run out too
    assert Window(house, "clerk2", "w1").press("next") == "A001", "nobody is asked about who is gone"


def test_seats_of_the_gone_serve_nobody(house: House, station: Caller):
    signed_in(house, "clerk1", "w1")
    assert house.db.look(lambda conn: house.queue.seats.serving(conn, "intake")) == 1
    house.hands.move(minutes=31)
    assert house.db.look(lambda conn: house.queue.seats.serving(conn, "intake")) == 0
    assert house.db.look(lambda conn: member_by_login(conn, "clerk1")).enabled
