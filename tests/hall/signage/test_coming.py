"""Which plan screens lay out ahead: what somebody is about to publish, or one that is due in a moment."""

from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest

from hall.contract.plan import Hours, Plan
from hall.contract.wayfinding import is_open
from hall.signage.feed import _Hours
from tests.hall.caller import Caller, House, signed_in
from tests.hall.signage.test_publishing import broken, draft, look, moved, publish, published
from tests.support.plans import beside, changed, songjiang


@pytest.fixture
def manager(house: House) -> Caller:
    return signed_in(house, "manager")


def coming(house: House) -> tuple[int, Plan] | None:
    now = house.hands.at
    told = house.db.look(lambda conn: house.app.state.publishing.coming.next(conn, now))
    return told and (told.revision, told.plan)


def expect(who: Caller, number: int, what: str = "draft") -> int:
    return who.post("/api/plan/coming", {"what": what, "number": number}).status_code


def test_the_draft_before_a_finger_on_the_key_is_coming_until_it_is_published(house: House, manager: Caller):
    before = published(manager)
    plan = beside(before, "w5", "w7")
    version = draft(manager, plan)
    assert coming(house) is None
    assert expect(manager, version) == 204
    revision, told = coming(house)
    assert told == plan
    assert manager.post("/api/plan/publish", {"version": version}).json()["revision"] == revision
    assert coming(house) is None
    assert published(manager) == told


def test_a_draft_that_was_changed_since_or_left_lying_is_not(house: House, manager: Caller):
    version = draft(manager, beside(published(manager), "w5", "w7"))
    assert expect(manager, version) == 204
    changed_since = draft(manager, moved(published(manager)))
    assert coming(house) is None
    assert expect(manager, version) == 409, "somebody has changed it"
    assert expect(manager, changed_since) == 204
    assert coming(house) is not None
    house.hands.move(minutes=6)
    assert coming(house) is None


def test_a_scheduled_plan_is_coming_shortly_before_its_moment(house: House, manager: Caller):
    plan = changed(published(manager), "places", "w5", name_zh="咨询台")
    at = house.hands.at + timedelta(minutes=30)
    assert publish(manager, plan, at=at.isoformat()).json()["state"] == "scheduled"
    assert coming(house) is None
    house.hands.move(minutes=29, seconds=45)
    revision, told = coming(house)
    assert told == plan
    house.hands.move(seconds=16)
    look(house)
    manager = signed_in(house, "manager")  # half an hour is longer than a session without a hand
    assert (published(manager), manager.get("/api/plan").json()["revision"]) == (plan, revision)
    assert coming(house) is None


def test_what_a_second_person_has_before_him_is_until_he_approves(house: House, manager: Caller):
    plan = broken(published(manager))
    id = publish(manager, plan, reason="南门施工").json()["release"]
    admin = signed_in(house, "admin")
    assert expect(admin, id, "release") == 204
    revision, told = coming(house)
    assert (told, revision) == (plan, 2)
    assert admin.post(f"/api/plan/releases/{id}/approve", {"base": 1}).json()["revision"] == revision
    assert coming(house) is None
    assert expect(admin, id, "release") == 409, "it is out"


def test_what_stood_before_is_while_somebody_is_about_to_undo(house: House, manager: Caller):
    before = published(manager)
    assert expect(manager, 1, "undo") == 409, "there is nothing before it"
    publish(manager, beside(before, "w5", "w7"))
    assert expect(manager, 1, "undo") == 409, "a page that is behind"
    assert expect(manager, 2, "undo") == 204
    assert coming(house) == (3, before)
    assert manager.post("/api/plan/undo", {"revision": 2}).json() == {"revision": 3}
    assert coming(house) is None
    assert expect(manager, 2**70, "undo") == 422


@pytest.mark.parametrize(
    ("hours", "before", "after"),
    [
        (Hours(days=(5,), opens="18:00", closes="02:00"), "2026-11-28 01:59", "2026-11-28 02:00"),  # a Saturday
        (Hours(days=(7,), opens="18:00", closes="02:00"), "2026-11-30 01:59", "2026-11-30 02:00"),  # a Monday
        (Hours(days=(6,), opens="09:00", closes="23:59:59"), "2026-11-28 23:59:58", "2026-11-28 23:59:59"),
        (Hours(days=(1,), opens="09:00", closes="17:00"), "2026-11-30 08:59:59", "2026-11-30 09:00"),
    ],
)
def test_signs_are_made_anew_whenever_something_opens_or_shuts(hours: Hours, before: str, after: str):
    plan = changed(songjiang(), "places", "w1", open=(hours,))
    was, now = datetime.fromisoformat(before), datetime.fromisoformat(after)
    assert is_open(plan.place("w1").open, was) != is_open(plan.place("w1").open, now)
    slots, published = _Hours(), SimpleNamespace(plan=plan)
    assert slots.slot(published, was) != slots.slot(published, now)
    assert slots.slot(published, now) == slots.slot(published, now + timedelta(minutes=7))
