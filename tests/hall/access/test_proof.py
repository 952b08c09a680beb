"""The laws of the doors, by enumeration: a clean hall has no hole, and each hole is a walk with its hour and reason."""

import sys
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from hall.access import store as counts
from hall.access.proving import prove
from hall.access.proving.holes import Hole
from hall.access.rules import RulesBook, service
from hall.access.seal import KEY_FILE, Seal
from hall.contract.access import Credential, Document, Door, DoorGroup, Grant, Grants, Person, Span, TimeProfile
from hall.contract.plan import Hours, Node, Plan, Way
from hall.kit import keep_secret
from hall.kit.db import Tx
from hall.sample.doors import RULES
from tests.hall.caller import House, signed_in
from tests.support import proving
from tests.support.plans import added, changed, songjiang
from tests.support.plans import without as plan_without

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))  # a Tuesday
DAY = timedelta(days=1)
NAMED = {"water": "水务局", "water2": "水务局", "housing": "房管局", "power": "供电公司"}
LETTER: dict[str, Any] = {"kind": "letter", "begins": NOW - 30 * DAY, "ends": NOW + 30 * DAY}


def person(n: int, department: str, groups: tuple[str, ...], profile: str = "work", **right: Any) -> dict[str, tuple]:
    return {
        "people": (Person(id=f"p{n}", label=f"{n}*", department=department, department_zh=NAMED[department]),),
        "documents": (Document(id=f"l{n}", **LETTER),),
        "grants": (Grant(id=f"g{n}", person=f"p{n}", document=f"l{n}", groups=groups, profile=profile, **right),),
        "credentials": (Credential(key=f"{n:064x}", kind="card", person=f"p{n}"),),
    }


def guest(doors: tuple[str, ...], host: str) -> dict[str, tuple]:
    meeting = Document(
        id="a1", kind="appointment", begins=NOW, ends=NOW + timedelta(hours=3), host=host, room="joint",
        offline_until=NOW + timedelta(hours=2),
    )  # fmt: skip
    return {
        "people": (Person(id="v1", label="来访"),),
        "documents": (meeting,),
        "grants": (Grant(id="gv", person="v1", document="a1", doors=doors),),
        "credentials": (Credential(key="0123456789abcdef", kind="pass", person="v1", document="a1"),),
    }


def hall(*more: dict[str, tuple], doors: tuple[Door, ...] = RULES.doors) -> Grants:
    people = (
        person(1, "water", ("gate", "back")),
        person(2, "water", ("gate",), "long"),
        person(3, "housing", ("back",)),
    )
    parts: dict[str, Any] = {}
    for one in (*people, *more):
        for name, things in one.items():
            parts[name] = (*parts.get(name, ()), *things)
    return Grants(doors=doors, groups=RULES.groups, profiles=RULES.profiles, calendar=RULES.calendar, **parts)


def door(id: str, **changes: Any) -> tuple[Door, ...]:
    return tuple(one.model_copy(update=changes) if one.id == id else one for one in RULES.doors)


def holes(grants: Grants, plan: Plan | None = None) -> tuple[Hole, ...]:
    return prove(grants, plan or songjiang(), NOW).holes


def the_hole(grants: Grants, plan: Plan | None = None) -> Hole:
    (found,) = holes(grants, plan)
    return found


def test_a_clean_hall_has_no_hole():
    assert holes(hall(guest(("gate1",), "p1"))) == ()


def test_a_whole_hall_without_a_hole_gives_none():
    made = proving.hall(people=200, visitors=20)
    proof = prove(made.grants_made(), made.plan_made(), proving.NOW)
    assert proof.holes == ()
    assert proof.questions > 63 * 168 * 4


def test_people_of_the_same_papers_are_one_class():
    many = hall(*(person(n, "water", ("gate", "back")) for n in range(10, 500)))
    assert prove(many, songjiang(), NOW).classes == 3


def test_a_staff_door_that_no_rule_governs_lets_anybody_in():
    found = the_hole(hall(doors=RULES.doors[:2]))
    assert (found.law, found.doors, found.place) == ("back_office", ("d2",), "back_f2")
    assert found.people == ()
    assert (found.walk[0].node, found.walk[-1].node) == ("e1", "door2")
    assert "没有任何卡的人" in found.zh
    assert "后台门 02" in found.zh
    assert "Staff door 02" in found.en


def test_a_way_out_that_leads_in_lets_anybody_in():
    found = the_hole(hall(doors=door("d1", leaves=True)))
    assert (found.law, found.doors) == ("back_office", ("d1",))
    assert "出口方向" in found.zh


def test_a_new_way_beside_the_door_is_a_hole_without_a_door():
    plan = added(songjiang(), "ways", Way(id="gap", a="w1n", b="back1"))
    found = the_hole(hall(), plan)
    assert (found.law, found.doors, found.walk[-1].node) == ("back_office", (), "back1")
    assert "没有门" in found.zh


def test_through_two_doors_one_comes_where_neither_admits_him():
    """Both offices open from a store between them; who may into one comes out into the other."""
    plan = added(songjiang(), "ways", Way(id="store", a="back1", b="door1"))  # a second way from his office
    plan = added(plan, "ways", Way(id="across", a="back1", b="back2", length=9, kind="stairs"))
    across = Door(id="x", name_zh="夹层门", way="across", from_zone="back_f2", to_zone="back_f1")
    groups = (*RULES.groups, RULES.groups[0].model_copy(update={"id": "first", "doors": ("d1",)}))
    grants = hall(person(9, "power", ("first",)), doors=(*RULES.doors, across))
    found = the_hole(grants.model_copy(update={"groups": groups}), plan)
    assert (found.law, found.people, found.doors) == ("back_office", ("p9",), ("d1", "x"))
    assert [step.node for step in found.walk][-1] == "back2"
    assert found.walk[-1].door == "x"


def test_one_may_wait_inside_for_another_hour():
    """By day into one office, by night from there into another, and out of that into what he has no right to."""
    plan = added(songjiang(), "ways", Way(id="y", a="back1", b="back2", length=9, kind="stairs"))
    plan = added(plan, "nodes", Node(id="deep", floor="f2", x=2, y=30))
    plan = added(plan, "ways", Way(id="z", a="back2", b="deep"))
    by_night = Door(id="night", name_zh="夜门", way="y", from_zone="back_f1", to_zone="back_f2")
    deep = Door(id="deep", name_zh="里门", way="z", to_zone="back_f2")
    grants = hall(person(8, "power", ("one",)), doors=(*RULES.doors, by_night, deep))
    again = Grant(id="g8n", person="p8", document="l8", doors=("night",), profile="night")
    grants = grants.model_copy(
        update={
            "groups": (*RULES.groups, DoorGroup(id="one", doors=("d1",))),
            "profiles": (*RULES.profiles, TimeProfile(id="night", spans=(Span(begins=time(22), ends=time(23)),))),
            "grants": (*(one for one in grants.grants if one.person == "p8"), again),
        }
    )
    found = {one.law: one for one in holes(grants, plan)}
    assert found.keys() == {"back_office", "way_out"}, "and nobody without a right gets out of there again"
    hole = found["back_office"]
    assert (hole.walk[-1].node, hole.walk[-1].door) == ("deep", "deep")
    times = {step.door: step.at for step in hole.walk if step.at}
    assert times["d1"] < times["night"]
    assert "过“后台门 01”（周二 09:00），过“夜门”（周二 22:00）" in hole.zh


def test_a_door_that_asks_for_a_right_on_the_way_out_locks_people_in():
    out = Door(id="o1", name_zh="后台门 01（出）", way="w1n_door1", from_zone="back_f1", to_zone="za")
    found = the_hole(hall(doors=(*RULES.doors, out)))
    assert (found.law, found.doors, found.place) == ("way_out", ("o1",), "back_f1")
    assert "走不到任何出口" in found.zh
    assert holes(hall(doors=(*RULES.doors, out.model_copy(update={"leaves": True})))) == ()


def test_a_shut_way_out_is_found_at_the_hour_it_is_shut():
    plan = songjiang()
    nightly = tuple(way.id for way in plan.ways if {"e1", "e2"} & {way.a, way.b})
    for id in nightly:
        plan = changed(plan, "ways", id, open=(Hours(opens=time(8), closes=time(20)),))
    found = holes(hall(), plan)
    assert {one.law for one in found} == {"way_out"}
    assert not 8 <= found[0].at.hour < 20 or found[0].at.isoweekday() > 5


def test_in_a_fire_a_lift_is_no_way_out():
    plan = songjiang()
    stairs = tuple(way.id for way in plan.ways if way.kind in ("stairs", "escalator"))
    found = the_hole(hall(), plan_without(plan, "ways", *stairs))
    assert (found.law, found.level) == ("way_out", "fire")
    assert "电梯" in found.zh


@pytest.mark.parametrize("host", ["p2", "p3", "v1"])
def test_a_visitor_whose_host_is_not_there_or_may_not_himself(host: str):
    """p2 may only pass the gate, p3 only the back office."""
    door_ids = ("d1",) if host == "p2" else ("gate1",)
    found = the_hole(hall(guest(door_ids, host)))
    assert (found.law, found.people) == ("host", ("v1",))


def without(monkeypatch: pytest.MonkeyPatch, check: str) -> None:
    """The rule itself, with one of its checks forgotten."""
    rule = sys.modules["hall.contract.access.decide"]
    for name in ("_PAPER", "_CHECKS"):
        checks = getattr(rule, name)
        monkeypatch.setattr(rule, name, tuple(one for one in checks if one is not getattr(rule, check)))


def test_a_rule_that_forgets_papers_is_found_out(monkeypatch: pytest.MonkeyPatch):
    dead = person(8, "power", ("back",))
    dead["documents"] = (dead["documents"][0].model_copy(update={"state": "withdrawn"}),)
    assert holes(hall(dead)) == ()
    without(monkeypatch, "_document")
    found = holes(hall(dead))
    assert {one.law for one in found} == {"paper"}
    assert ("p8",) in {one.people for one in found}, "and whose letters end before the holidays that are asked about"


def test_a_rule_that_forgets_hosts_is_found_out(monkeypatch: pytest.MonkeyPatch):
    grants = hall(guest(("gate1",), "nobody"))
    assert holes(grants) == ()
    without(monkeypatch, "_host")
    assert the_hole(grants).law == "host"


def test_a_rule_that_forgets_the_second_person_is_found_out(monkeypatch: pytest.MonkeyPatch):
    without(monkeypatch, "_two")
    found = the_hole(hall(doors=door("d1", two=True)))
    assert found.law == "two_departments"
    assert "一个人就够" in found.zh


def test_the_same_department_written_down_twice_is_one():
    doors = door("d1", two=True)
    grants = hall(doors=doors)
    assert holes(grants) == ()
    found = the_hole(hall(person(7, "water2", ("back",)), doors=doors))
    assert (found.law, found.doors) == ("two_departments", ("d1",))
    assert "水务局" in found.zh


def test_a_change_that_does_not_hold_is_not_published_and_says_why(house: House):
    manager, guard = signed_in(house, "manager"), signed_in(house, "security")
    stands = manager.get("/api/access/rules").json()
    rules = stands["rules"]
    rules["doors"][2]["leaves"] = True
    body = {"base": stands["revision"], "rules": rules}
    told = manager.post("/api/access/rules/compare", body).json()["proof"]
    assert [hole["law"] for hole in told["holes"]] == ["back_office"]
    assert (
        {line["floor"] for line in told["holes"][0]["lines"]} == {"f1", "f2"} == {one["id"] for one in told["floors"]}
    )
    id = manager.post("/api/access/rules", body).json()["id"]
    refused = guard.post(f"/api/access/rules/{id}/approve")
    assert (refused.status_code, refused.json()["code"]) == (422, "unproved")
    assert "后台门 02" in refused.json()["zh"]
    assert manager.get("/api/access/rules").json()["revision"] == stands["revision"]


def with_a_hole(house: House, id: int = 2) -> None:
    """Rules that were published before anybody proved them: a staff door that anybody passes."""
    doors = [one.model_copy(update={"leaves": True}) if n == id else one for n, one in enumerate(RULES.doors)]
    rules = RULES.model_copy(update={"doors": tuple(doors)})

    def publish(tx: Tx) -> None:
        book = RulesBook(Seal(keep_secret(house.app.state.kit.settings, KEY_FILE)))
        book.approve(tx, service.propose(tx, rules, book.current(tx.conn).revision, "manager"), "security")
        counts.count(tx.conn)

    house.write(publish)


def looked_again(house: House) -> None:
    """As the hall does by itself, every second in which something changed."""
    (run,) = next(room for room in house.app.state.rooms if room.name == "access").runs
    house.loop.run(run.__self__.look())


def proposed(house: House, change: Any) -> tuple[dict[str, Any], int, str]:
    """What the page is told of it; what its approval came to."""
    manager, guard = signed_in(house, "manager"), signed_in(house, "security")
    stands = manager.get("/api/access/rules").json()
    change(stands["rules"])
    body = {"base": stands["revision"], "rules": stands["rules"]}
    told = manager.post("/api/access/rules/compare", body).raise_for_status().json()["proof"]
    id = manager.post("/api/access/rules", body).raise_for_status().json()["id"]
    answer = guard.post(f"/api/access/rules/{id}/approve")
    return told, answer.status_code, answer.json().get("zh", "")


def test_a_hole_that_stood_before_is_named_and_blocks_no_change_that_makes_nothing_worse(house: House):
    with_a_hole(house)
    told, status, _ = proposed(house, lambda rules: rules["doors"][0].update(name_zh="东厅闸机 1 号"))
    assert [(hole["law"], hole["new"]) for hole in told["holes"]] == [("back_office", False)]
    assert (told["new"], status) == (0, 200)


def test_a_change_that_adds_a_hole_is_refused_for_that_one(house: House):
    with_a_hole(house)
    told, status, zh = proposed(house, lambda rules: rules["doors"][1].update(leaves=True))
    assert [hole["new"] for hole in told["holes"]] == [True, False]
    assert status == 422
    assert "后台门 01" in zh
    assert "另有" not in zh


def test_what_no_longer_holds_after_another_change_is_found_by_itself_and_told_to_the_manager(house: House):
    """A plan is published, a letter approved, a meeting moved: nobody proposes anything to the doors then."""
    manager = signed_in(house, "manager")

    def told() -> list[str]:
        needs = manager.get("/api/attention").raise_for_status().json()["needs"]
        return [need["what"] for need in needs if need["key"].startswith("proof:")]

    looked_again(house)
    assert told() == []
    assert manager.get("/api/access/rules").json()["proof"] is None
    with_a_hole(house)
    looked_again(house)
    assert told() == ["门禁验证有一条不成立：从公共区进后台，每一处都要有一扇准他进的门（1 处）"]
    (hole,) = manager.get("/api/access/rules").json()["proof"]["holes"]
    assert hole["lines"]
