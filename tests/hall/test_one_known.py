"""Whom the hall knows has a budget too, by who he is: one stolen kiosk or cookie must not close it to all others."""

from hall.kit.crowd import Caller, Crowd, Limits
from tests.hall.caller import House, enrolled, order, signed_in
from tests.hall.test_staff import act, person


def arrived(crowd: Crowd) -> Caller:
    caller = crowd.arrive("10.0.0.9", lambda: None)
    assert caller is not None
    return caller


def test_of_one_who_is_known_so_many_connections_count_and_no_more():
    crowd = Crowd(Limits(connections=64, strangers=32, strangers_each=32, each_known=4))
    callers = [arrived(crowd) for _ in range(6)]
    assert [one.known("station K001") for one in callers] == [True] * 4 + [False] * 2
    assert (len(crowd), crowd.strangers) == (6, 2), "who has too many stays a stranger, and makes room"
    assert arrived(crowd).known("station K002"), "another is not touched"
    callers[0].gone()
    callers[0].gone()
    assert [one.known("station K001") for one in callers[4:]] == [True, False]


def test_what_is_known_of_a_person_is_for_who_sits_there(house: House):
    from hall.contract.ids import subject_of

    station = enrolled(house)
    subject = subject_of("id_number", "310117199001010013", station.subject_key).model_dump()
    order(station, "visit-0001", subject=subject)
    here, beside = signed_in(house, "clerk1", "w1"), signed_in(house, "clerk2")
    assert here.post("/api/window/next", {"window": "w1"}).json()["current"]["last4"] == "0013"
    assert here.get("/api/window/w1").json()["current"]["last4"] == "0013"
    assert beside.get("/api/window/w1").json()["current"]["last4"] == ""


def test_an_administrator_ends_no_session_of_an_auditor(house: House):
    admin, auditor = signed_in(house, "admin"), signed_in(house, "auditor")
    (session,) = person(admin, "auditor")["sessions"]
    assert act(admin, f"auditor/sessions/{session['id']}/end") == (403, "audits")
    assert auditor.get("/account").status_code == 200


def test_two_roles_are_two_persons(house: House):
    """One whose role is changed in between would be both."""
    guard, admin, manager = (signed_in(house, one) for one in ("security", "admin", "manager"))
    alarm = guard.post("/api/evacuation/begin", {"mode": "drill"}).json()["alarm"]
    assert guard.post("/api/evacuation/clear", {"alarm": alarm}).json() == {"over": False}
    assert act(admin, "security/role", role="manager") == (200, "")
    again = signed_in(house, "security")
    assert again.post("/api/evacuation/clear", {"alarm": alarm}).json() == {"over": False}
    assert manager.post("/api/evacuation/clear", {"alarm": alarm}).json() == {"over": True}
