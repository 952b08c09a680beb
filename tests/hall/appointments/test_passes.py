"""A pass is a right of its meeting, and a meeting one of its host's: it opens the doors of the way to that room and no
others, from ten minutes before until the meeting is closed in the hall."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from hall.appointments import forget_guests, store
from hall.contract.access import Cause, Decision, DoorState, Grants, Presented, decide
from hall.contract.passes import Claims, NotOpened, opened
from hall.plan import publish
from hall.sample import songjiang
from tests.hall.access.doors import gate, part, people
from tests.hall.caller import Caller, House, signed_in

NOON = datetime(2026, 11, 24, 4, tzinfo=UTC)


@pytest.fixture
def clerk(house: House) -> Caller:
    return signed_in(house, "clerk1")


def host(house: House, number: str = "JG101") -> int:
    return people(signed_in(house, "manager"))[number]["id"]


def meeting(house: House, **other: Any) -> dict[str, Any]:
    return {
        "key": "meeting-0001",
        "kind": "review",
        "title": "某厂房项目联合会审",
        "host": host(house),
        "room": "joint",
        "starts": NOON.isoformat(),
        "ends": (NOON + timedelta(hours=1)).isoformat(),
        "passes": [{"label": "某建设公司", "people": 2}],
    } | other


def shown(clerk: Caller, id: int) -> dict[str, Any]:
    return next(one for one in clerk.get("/api/appointments").json()["meetings"] if one["id"] == id)


def made(house: House, clerk: Caller, **other: Any) -> tuple[int, str]:
    """Its id, and the text of its first pass's code."""
    id = clerk.post("/api/appointments", meeting(house, room="expert1", **other)).raise_for_status().json()["id"]
    first = shown(clerk, id)["passes"][0]["id"]
    return id, clerk.get(f"/api/appointments/passes/{first}").raise_for_status().json()["text"]


def read(code: str, grants: Grants, now: datetime) -> Claims:
    return opened(code, grants.pass_keys, grants.iss, now, "pass")


def present(house: House, code: str, grants: Grants, *, heard: bool = True, door: str = "gate1") -> Decision:
    now = house.hands()
    claims = read(code, grants, now)
    state = DoorState(door, heard=now if heard else now - timedelta(hours=1))
    return decide(Presented("pass", claims.cti.hex()), grants, state, now)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"title": " "}, "empty"),
        ({"title": "联\u200b合"}, "character"),
        ({"room": "moon"}, "no_room"),
        ({"room": "w1"}, "no_room"),
        ({"host": 4711}, "host"),
        ({"ends": NOON.isoformat()}, "times"),
        ({"starts": "2026-11-23T04:00:00Z", "ends": "2026-11-23T05:00:00Z"}, "times"),
        ({"starts": "2027-11-23T04:00:00Z", "ends": "2027-11-23T05:00:00Z"}, "times"),
        ({"ends": (NOON + timedelta(hours=13)).isoformat()}, "times"),
        ({"passes": [{"label": "", "people": 1}]}, "empty"),
        ({"passes": [{"label": "某公司", "people": 51}]}, "people"),
        ({"passes": [{"label": "某公司", "people": 1}] * 61}, "too_many"),
        ({"starts": "2026-11-24T04:00:00"}, "invalid"),
        ({"kind": "party"}, "invalid"),
    ],
)
def test_a_meeting_that_cannot_be_is_refused_and_leaves_nothing(refusing: House, wrong: dict[str, Any], code: str):
    clerk = signed_in(refusing, "clerk1")
    before = clerk.get("/api/appointments").json()["meetings"]
    told = clerk.post("/api/appointments", meeting(refusing) | wrong)
    assert told.status_code in (409, 422), told.text
    assert told.json()["code"] == code
    assert told.json()["zh"]
    assert clerk.get("/api/appointments").json()["meetings"] == before


def test_who_has_no_living_letter_receives_nobody(house: House, clerk: Caller):
    for number in ("HJ401", "LH501"):
        told = clerk.post("/api/appointments", meeting(house, host=host(house, number))).json()
        assert told["code"] == "host"
        assert "委托书" in told["zh"]


def test_nobody_gives_a_door_that_he_has_not(house: House, clerk: Caller):
    """The back office lies behind a door that this host's letter does not name; and at night his hours are over."""
    told = clerk.post("/api/appointments", meeting(house, room="back_f1", host=host(house, "SW301"))).json()
    assert "后台门 01" in told["zh"]
    at_night = {"starts": "2026-11-24T14:00:00Z", "ends": "2026-11-24T15:00:00Z"}
    assert clerk.post("/api/appointments", meeting(house, **at_night)).json()["code"] == "host"


def test_a_room_is_taken_until_its_meeting_is_over(house: House, clerk: Caller):
    first, _ = made(house, clerk)
    again = meeting(house, room="expert1", key="meeting-0002")
    assert clerk.post("/api/appointments", again).json()["code"] == "room_taken"
    assert clerk.post(f"/api/appointments/{first}/close", {"called_off": True}).status_code == 200
    assert clerk.post("/api/appointments", again).status_code == 200


def test_the_doors_of_the_way_and_no_others(house: House, clerk: Caller):
    made(house, clerk)
    back = meeting(house, room="back_f2", key="meeting-back", passes=[{"label": "某公司", "step_free": True}])
    id = clerk.post("/api/appointments", back).raise_for_status().json()["id"]
    assert shown(clerk, id)["passes"][0]["doors"] == ["东厅闸机 01", "后台门 02"]
    for one in clerk.get("/api/appointments").json()["meetings"]:
        if one["room"] in ("joint", "expert1"):
            assert one["passes"][0]["doors"] == ["东厅闸机 01"]


def test_who_is_invited_without_steps_is_known_so_at_the_gate(house: House, clerk: Caller):
    """And to no door for anything else."""
    station = gate(house)
    made(house, clerk, passes=[{"label": "某公司", "step_free": True}])
    guests = [one for one in part(station).people if one.id.startswith("v")]
    assert sorted(one.step_free for one in guests) == [False, True, True], "two are of the sample's meeting"


def test_a_pass_of_another_day_says_from_which_day_on(house: House, clerk: Caller):
    tomorrow = NOON + timedelta(days=1)
    until = tomorrow + timedelta(hours=1)
    id, _ = made(house, clerk, starts=tomorrow.isoformat(), ends=until.isoformat())
    page = clerk.get(f"/api/appointments/passes/{shown(clerk, id)['passes'][0]['id']}").json()["page"]
    assert "11月25日 11:50 起可以通行" in house.caller().get(page).text
    house.hands.at = tomorrow - timedelta(hours=1)
    assert ">11:50 起可以通行" in house.caller().get(page).text


def test_from_ten_minutes_before_until_it_is_closed_in_the_hall(house: House, clerk: Caller):
    station = gate(house)
    id, code = made(house, clerk)
    grants = part(station)
    house.hands.at = NOON - timedelta(minutes=15)
    with pytest.raises(NotOpened, match="not_yet"):
        read(code, grants, house.hands())
    house.hands.at = NOON - timedelta(minutes=11)
    assert present(house, code, grants).cause is Cause.DOCUMENT_NOT_YET
    house.hands.at = NOON - timedelta(minutes=9)
    assert present(house, code, grants).admitted
    house.hands.at = NOON + timedelta(hours=2)
    assert present(house, code, part(station)).admitted, "it runs over, and nobody has closed it"
    again = signed_in(house, "security")
    assert shown(again, id)["standing"] == "running_over"
    assert again.post(f"/api/appointments/{id}/close", {}).status_code == 200
    assert present(house, code, part(station)).cause is Cause.DOCUMENT_CLOSED
    assert again.post(f"/api/appointments/{id}/extend", {"minutes": 30}).json()["code"] == "over"


def test_a_hall_that_is_away_prolongs_nothing(house: House, clerk: Caller):
    id, code = made(house, clerk)
    station = gate(house)
    grants = part(station)
    house.hands.at = NOON + timedelta(minutes=85)
    assert present(house, code, grants, heard=False).admitted
    house.hands.at = NOON + timedelta(minutes=91)
    assert present(house, code, grants, heard=False).cause is Cause.OFFLINE_BOUND
    again = signed_in(house, "clerk1")
    assert again.post(f"/api/appointments/{id}/extend", {"minutes": 60}).status_code == 200
    assert present(house, code, part(station), heard=False).admitted
    house.hands.at = NOON + timedelta(hours=8)
    with_word = present(house, code, part(station))
    assert with_word.cause is Cause.DOCUMENT_ENDED, "nobody closed it; it is over all the same"


def test_moved_its_passes_end_and_the_same_people_get_new_ones(house: House, clerk: Caller):
    station = gate(house)
    id, code = made(house, clerk)
    to = {"room": "expert2", "starts": NOON.isoformat(), "ends": (NOON + timedelta(hours=2)).isoformat()}
    new = clerk.post(f"/api/appointments/{id}/move", to).raise_for_status().json()["passes"]
    house.hands.at = NOON
    assert present(house, code, part(station)).cause is Cause.CREDENTIAL_WITHDRAWN
    text = signed_in(house, "clerk1").get(f"/api/appointments/passes/{new[0]}").json()["text"]
    assert present(house, text, part(station)).admitted


def test_the_host_is_gone_and_with_him_his_guests(house: House, clerk: Caller):
    station = gate(house)
    id, code = made(house, clerk)
    house.hands.at = NOON
    assert present(house, code, part(station)).admitted
    guard = signed_in(house, "security")
    him = people(guard)["JG101"]["letters"][0]["id"]
    assert guard.post(f"/api/access/letters/{him}/suspend", {"why": "调回"}).status_code == 200
    assert present(house, code, part(station)).cause is Cause.NO_HOST
    assert shown(guard, id)["host_gone"]


def test_one_pass_is_withdrawn_and_the_others_go_on(house: House, clerk: Caller):
    station = gate(house)
    id, first = made(house, clerk)
    more = clerk.post(f"/api/appointments/{id}/passes", {"label": "另一家", "people": 1}).json()["id"]
    second = clerk.get(f"/api/appointments/passes/{more}").json()["text"]
    house.hands.at = NOON
    guard = signed_in(house, "security")
    assert guard.post(f"/api/appointments/passes/{shown(guard, id)['passes'][0]['id']}/end").status_code == 200
    assert present(house, first, part(station)).cause is Cause.CREDENTIAL_WITHDRAWN
    assert present(house, second, part(station)).admitted


def test_its_page_on_a_telephone_says_nothing_of_anybody(house: House, clerk: Caller):
    id, code = made(house, clerk)
    one = shown(clerk, id)["passes"][0]
    anybody = house.caller()
    page = anybody.get(f"/pass/{one['token']}")
    assert page.status_code == 200
    assert "专家帮办一室" in page.text
    assert "data:image/svg+xml" in page.text
    for hidden in ("某建设公司", "某厂房项目", "张样例", code):
        assert hidden not in page.text
    assert anybody.get("/pass/ABCDEFGHJKLMNPQR").status_code == 404
    assert anybody.get("/pass/x").status_code == 422
    clerk.post(f"/api/appointments/{id}/close", {"called_off": True})
    gone = anybody.get(f"/pass/{one['token']}").text
    assert "取消" in gone
    assert "data:image/svg+xml" not in gone
    assert clerk.get(f"/api/appointments/passes/{one['id']}").json()["code"] == "over"


def test_a_key_that_is_revoked_is_believed_nowhere_with_the_next_word(house: House, clerk: Caller):
    from hall.keys import Ring

    station = gate(house)
    _, code = made(house, clerk)
    house.hands.at = NOON
    ring = Ring(house.app.state.kit.settings.data_dir)
    kid = part(station).pass_keys[0].kid
    house.write(lambda tx: ring.revoke(tx, kid, "stolen", "test"))
    with pytest.raises(NotOpened, match="forged"):
        read(code, part(station), house.hands())


def test_who_may_make_and_who_may_only_stop(house: House):
    body = meeting(house, room="expert2")
    may: dict[str, list[int]] = {}
    for login in ("clerk1", "security", "auditor", "admin"):
        caller = signed_in(house, login)
        may[login] = [
            caller.get("/api/appointments").status_code,
            caller.post("/api/appointments", body).status_code,
            caller.post("/api/appointments/1/extend", {"minutes": 5}).status_code,
            caller.get("/api/appointments/passes/1").status_code,
        ]
    assert may == {
        "clerk1": [200, 200, 200, 200],
        "security": [200, 403, 200, 200],
        "auditor": [200, 403, 403, 403],
        "admin": [403, 403, 403, 403],
    }


def needs(house: House) -> list[str]:
    rows = signed_in(house, "security").get("/api/attention").json()["needs"]
    return [row["what"] for row in rows if row["kind"] == "visit"]


def test_one_that_runs_over_and_one_whose_host_is_gone_need_a_person(house: House, clerk: Caller):
    id, _ = made(house, clerk)
    sample = next(one["id"] for one in clerk.get("/api/appointments").json()["meetings"] if one["id"] != id)
    clerk.post(f"/api/appointments/{sample}/close", {})
    house.hands.at = NOON + timedelta(minutes=70)
    assert needs(house) == []
    house.hands.at = NOON + timedelta(minutes=76)
    assert needs(house) == ["“某厂房项目联合会审”超时没有散会"]
    guard = signed_in(house, "security")
    him = people(guard)["JG101"]["letters"][0]["id"]
    guard.post(f"/api/access/letters/{him}/withdraw", {"why": "调回"})
    assert needs(house) == ["“某厂房项目联合会审”没有接待人了"]
    guard.post(f"/api/appointments/{id}/close", {})
    assert needs(house) == []


def test_who_came_is_forgotten_after_a_season(house: House, clerk: Caller):
    id, _ = made(house, clerk)
    assert house.write(lambda tx: forget_guests(tx, 500)) == 0
    house.hands.at = NOON + timedelta(days=92)
    assert house.write(lambda tx: forget_guests(tx, 500)) == 3
    rows = house.db.look(lambda conn: store.passes(conn, [id]))[id]
    assert [row.label for row in rows] == [""]
    assert house.write(lambda tx: forget_guests(tx, 500)) == 0


def test_the_room_is_moved_on_the_plan_and_with_it_the_doors_of_the_way(house: House, clerk: Caller):
    """Another plan, and no other edit."""
    station = gate(house)
    _, code = made(house, clerk)
    house.hands.at = NOON
    assert present(house, code, part(station)).admitted
    plan = songjiang()
    places = tuple(
        place.model_copy(update={"node": "n30", "floor": "f1"}) if place.id == "expert1" else place
        for place in plan.places
    )
    house.write(lambda tx: publish(tx, plan.model_copy(update={"places": places}), "test"))
    assert present(house, code, part(station)).cause is Cause.UNKNOWN, "no gate on the new way need know of it"


EDGES = ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "1e400", -62135596800, 1e308, None, [])


@pytest.mark.parametrize("starts", EDGES)
@pytest.mark.parametrize("ends", EDGES)
def test_no_moment_is_too_strange_for_a_sentence(refusing: House, starts: Any, ends: Any):
    clerk = signed_in(refusing, "clerk1")
    for path, body in (
        ("/api/appointments", meeting(refusing, starts=starts, ends=ends)),
        ("/api/appointments/1/move", {"room": "joint", "starts": starts, "ends": ends}),
    ):
        told = clerk.post(path, body)
        assert told.status_code == 422
        assert told.json()["zh"]
