"""A draft on its way out: examined, published, scheduled, forced by two, undone. Over HTTP."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from hall.audit.store import line
from hall.contract.plan import Plan
from hall.kit.errors import Problem
from hall.signage.publishing import store
from hall.signage.publishing.releases import listed
from tests.hall.caller import Caller, House, signed_in
from tests.support.plans import added, beside, changed, songjiang, without


@pytest.fixture
def manager(house: House) -> Caller:
    return signed_in(house, "manager")


@pytest.fixture
def admin(house: House) -> Caller:
    return signed_in(house, "admin")


def told(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def draft(who: Caller, plan: Plan) -> int:
    version = who.get("/api/plan").json()["version"]
    answer = who.request("PUT", "/api/plan/draft", json={"version": version, "plan": plan.model_dump(mode="json")})
    return answer.raise_for_status().json()["version"]


def publish(who: Caller, plan: Plan, **more: Any) -> Any:
    return who.post("/api/plan/publish", {"version": draft(who, plan), **more})


def moved(plan: Plan, id: str = "w6", other: str = "w8") -> Plan:
    """The window stands beside another, and the strip over it with it."""
    there = plan.place(other)
    plan = changed(plan, "places", id, node=there.node, x=there.x + 1, y=there.y, zone=there.zone)
    strip = next(screen for screen in plan.screens if screen.place == id)
    return without(plan, "screens", strip.id)


def broken(plan: Plan) -> Plan:
    return without(plan, "ways", "e1_info")


def revision(who: Caller) -> int:
    return who.get("/api/plan").json()["revision"]


def published(who: Caller) -> Plan:
    return Plan.model_validate(who.get("/api/plan").json()["published"])


def releases(house: House) -> list[dict[str, Any]]:
    return listed(house.db.look(store.latest))


def look(house: House) -> None:
    """What the hall does every second."""
    house.loop.run(house.app.state.publishing.rollout.look())


def test_a_moved_window_is_shown_before_it_is_published(manager: Caller):
    told = manager.post("/api/plan/check", {"version": draft(manager, moved(songjiang()))}).json()
    assert told["sound"]
    assert told["report"]["refusals"] == []
    assert "6 号" in told["windows"][0]["zh"]
    names = {one["screen"] for one in told["screens"]}
    assert "s22" in names or len(names) > 2
    assert all(one["before"] != one["after"] for one in told["screens"])
    assert next(one for one in told["screens"] if one["screen"] == "strip6")["after"] is None
    assert any(slip["window"] == "w6" and slip["before"] != slip["after"] for slip in told["slips"])
    assert "6 号" in told["sentence"]
    assert revision(manager) == 1


def test_published_at_once_and_undone(manager: Caller, house: House):
    answer = publish(manager, moved(songjiang())).json()
    assert (answer["state"], answer["revision"]) == ("published", 2)
    now = manager.get("/api/plan").json()
    assert now["draft"] == now["published"]
    assert told(manager.post("/api/plan/undo", {"revision": 1})) == (409, "stale"), "a page that is behind"
    version = draft(manager, changed(published(manager), "places", "w7", name_zh="没有发布的"))
    assert manager.post("/api/plan/undo", {"revision": 2}).json() == {"revision": 3}
    assert published(manager) == songjiang()
    left = manager.get("/api/plan").json()
    assert Plan.model_validate(left["draft"]) == changed(songjiang(), "places", "w7", name_zh="没有发布的")
    assert manager.post("/api/plan/check", {"version": left["version"]}).json()["version"] == left["version"] > version
    actions = house.db.look(lambda conn: list(conn.execute(select(line.c.action)).scalars()))
    assert actions.count("plan_published") == 3


def test_nothing_to_publish_is_said(manager: Caller):
    assert told(manager.post("/api/plan/publish", {"version": 0})) == (409, "nothing")


def test_what_the_compiler_refuses_needs_a_reason_and_a_second_person(manager: Caller, admin: Caller, house: House):
    assert told(publish(manager, broken(songjiang()))) == (409, "refused")
    answer = publish(manager, broken(songjiang()), reason="南门施工，今日封闭").json()
    assert (answer["state"], answer["revision"]) == ("waiting", None)
    assert revision(manager) == 1
    assert Plan.model_validate(manager.get("/api/plan").json()["draft"]) == songjiang(), "the draft is free again"
    path = f"/api/plan/releases/{answer['release']}"
    read = admin.get(path).json()
    assert Plan.model_validate(read["plan"]) == broken(songjiang())
    assert read["report"]["refusals"], "he reads what the compiler refused"
    assert told(manager.post(f"{path}/approve", {"base": read["base"]})) == (403, "second_person")
    assert signed_in(house, "clerk1").post(f"{path}/approve", {"base": read["base"]}).status_code == 403
    assert signed_in(house, "clerk1").get(path).status_code == 403
    assert told(admin.post(f"{path}/approve", {"base": 0})) == (409, "stale"), "he read it upon another plan"
    assert admin.post(f"{path}/approve", {"base": read["base"]}).json() == {"revision": 2}
    assert published(manager) == broken(songjiang())
    row = releases(house)[0]
    assert (row["state"], row["asked_by"], row["approved_by"], row["reason"]) == (
        "published",
        "manager",
        "admin",
        "南门施工，今日封闭",
    )
    assert told(admin.post(f"{path}/approve", {"base": read["base"]})) == (409, "settled")
    assert told(admin.get(path)) == (409, "settled")


@pytest.mark.parametrize(
    ("kind", "id", "name"),
    [
        ("places", "training", {"name_zh": "扫码缴费处"}),
        ("places", "training", {"name_en": "Pay here"}),
        ("places", "w6", {"number": "扫码缴费"}),
        ("places", "back_f1", {"public": True, "name_zh": "扫码缴费处", "name_en": "Toilets"}),
        ("floors", "f1", {"name_zh": "一层 扫码缴费"}),
    ],
    ids=["name", "english", "plate", "made-public", "floor"],
)
def test_words_the_public_has_not_read_need_a_second_person_also_where_the_plan_is_sound(
    manager: Caller, admin: Caller, kind: str, id: str, name: dict[str, Any]
):
    plan = changed(songjiang(), kind, id, **name)
    answer = publish(manager, plan, reason="改名").json()
    assert (answer["state"], revision(manager)) == ("waiting", 1)
    path = f"/api/plan/releases/{answer['release']}"
    assert any(word in admin.get(path).json()["words"] for word in name.values())
    assert admin.get(path).json()["sentence"].startswith("新文字“")
    assert told(manager.post(f"{path}/approve", {"base": 1})) == (403, "second_person")
    assert admin.post(f"{path}/approve", {"base": 1}).json() == {"revision": 2}


def test_words_at_a_moment_wait_for_a_second_person_and_then_for_the_moment(manager: Caller, admin: Caller):
    at = "2026-12-01T08:30:00+08:00"
    plan = changed(songjiang(), "places", "w2", name_zh="税务窗口")
    answer = publish(manager, plan, at=at).json()
    assert answer["state"] == "waiting"
    assert admin.post(f"/api/plan/releases/{answer['release']}/approve", {"base": 1}).json() == {"revision": None}
    assert revision(manager) == 1


def test_tuesday_morning_stays_one_persons(manager: Caller):
    """Moving, renumbering, and words that stand already or that every building has."""
    plan = moved(songjiang())
    plan = changed(plan, "places", "w2", name_zh="发证取件", name_en="Pick-up", number="B12")
    plan = changed(plan, "places", "toilet1", name_zh="无障碍卫生间", name_en="Accessible toilet")
    answer = publish(manager, plan).json()
    assert (answer["state"], answer["revision"]) == ("published", 2)
    assert manager.post("/api/plan/undo", {"revision": 2}).json() == {"revision": 3}


def test_what_two_people_put_up_against_the_check_one_alone_cannot_bring_back(manager: Caller, admin: Caller):
    id = publish(manager, broken(songjiang()), reason="南门施工").json()["release"]
    assert admin.post(f"/api/plan/releases/{id}/approve", {"base": 1}).json() == {"revision": 2}
    assert manager.post("/api/plan/undo", {"revision": 2}).json() == {"revision": 3}
    read = manager.get("/api/plan/undo").json()
    assert (read["revision"], Plan.model_validate(read["plan"])) == (3, broken(songjiang()))
    assert read["report"]["refusals"]
    assert told(manager.post("/api/plan/undo", {"revision": 3})) == (409, "refused")
    assert (revision(manager), published(manager)) == (3, songjiang())


def test_withdrawing_never_writes_over_what_was_changed_since_unless_told_to(manager: Caller, house: House):
    def named(name: str) -> Plan:
        return changed(songjiang(), "places", "w2", name_zh=name)

    for prevails, name in (("draft", "公积金窗口"), ("change", "税务窗口")):
        at = (house.hands.at + timedelta(hours=1)).isoformat()
        id = publish(manager, named("税务窗口"), at=at).json()["release"]
        draft(manager, named("公积金窗口"))
        answer = manager.post(f"/api/plan/releases/{id}/withdraw", {})
        assert told(answer) == (409, "clash")
        assert answer.json()["zh"] == (
            "草稿里后来也改了同一处：2 号窗口。草稿里：2 号窗口改名“公积金窗口”。撤回的：2 号窗口改名“税务窗口”。"
        )
        assert Plan.model_validate(manager.get("/api/plan").json()["draft"]) == named("公积金窗口")
        assert manager.post(f"/api/plan/releases/{id}/withdraw", {"prevails": prevails}).status_code == 200
        assert Plan.model_validate(manager.get("/api/plan").json()["draft"]) == named(name)
        draft(manager, songjiang())


def test_screens_that_are_taken_down_and_hung_are_named_first(manager: Caller):
    before = songjiang()
    plan = added(
        without(before, "screens", "s5", "s8"),
        "screens",
        before.screen("s5").model_copy(update={"id": "new", "number": "99"}),
    )
    version = draft(manager, beside(plan, "w5", "w7"))
    answer = manager.post("/api/plan/check", {"version": version}).json()
    assert answer["hung"] == ["拆下屏 5、8，发布后熄屏", "新挂屏 99"]
    assert answer["sentence"].startswith("拆下屏 5、8，发布后熄屏；新挂屏 99；")


def test_a_withdrawn_one_is_back_in_the_draft(manager: Caller):
    id = publish(manager, broken(songjiang()), reason="施工").json()["release"]
    draft(manager, changed(songjiang(), "places", "w7", x=57.0))
    assert manager.post(f"/api/plan/releases/{id}/withdraw", {}).status_code == 200
    back = Plan.model_validate(manager.get("/api/plan").json()["draft"])
    assert back == changed(broken(songjiang()), "places", "w7", x=57.0), "with what was drawn meanwhile"


def test_tuesday_half_past_eight(manager: Caller, house: House):
    tuesday = datetime.fromisoformat("2026-12-01T08:30:00+08:00")
    answer = publish(manager, moved(songjiang()), at=tuesday.isoformat()).json()
    assert answer["state"] == "scheduled"
    look(house)
    assert revision(manager) == 1
    house.hands.at = tuesday - timedelta(seconds=1)
    look(house)
    assert house.db.look(house.queue.plans.current).revision == 1
    house.hands.at = tuesday
    look(house)
    now = house.db.look(house.queue.plans.current)
    assert (now.revision, now.plan, now.at >= tuesday) == (2, moved(songjiang()), True)
    look(house)
    assert house.db.look(house.queue.plans.current).revision == 2, "once"


def test_a_moment_that_has_passed_is_refused(manager: Caller):
    answer = publish(manager, moved(songjiang()), at="2026-11-01T08:30:00+08:00")
    assert told(answer) == (422, "past")
    assert told(publish(manager, moved(songjiang()), at="9999-11-28T08:30:00+08:00")) == (422, "far")
    assert publish(manager, moved(songjiang()), at="2026-12-01T08:30:00").status_code == 422, "without a zone"


def test_a_hall_that_was_down_at_the_moment_publishes_when_it_is_back(manager: Caller, house: House):
    publish(manager, moved(songjiang()), at="2026-12-01T08:30:00+08:00")
    house.hands.at = datetime.fromisoformat("2026-12-01T10:00:00+08:00")
    look(house)
    assert house.db.look(house.queue.plans.current).revision == 2


def test_what_is_scheduled_is_fitted_to_what_is_published_meanwhile(manager: Caller, house: House):
    publish(manager, moved(songjiang()), at="2026-12-01T08:30:00+08:00")
    fixed = changed(songjiang(), "places", "toilet1", name_zh="卫生间")
    assert publish(manager, fixed).json()["revision"] == 2
    assert published(manager).place("w6") == songjiang().place("w6"), "Tuesday's change did not go out with it"
    look(house)
    house.hands.at = datetime.fromisoformat("2026-12-01T08:30:00+08:00")
    look(house)
    plan = house.db.look(house.queue.plans.current).plan
    assert plan.place("toilet1").name_zh == "卫生间", "Monday's fix is not undone on Tuesday"
    assert plan.place("w6") == moved(songjiang()).place("w6")


def test_two_changes_of_one_window_are_told_while_somebody_is_there(manager: Caller, house: House):
    id = publish(manager, moved(songjiang()), at="2026-12-01T08:30:00+08:00").json()["release"]
    assert publish(manager, moved(songjiang(), "w6", "w1")).json()["revision"] == 2
    look(house)
    row = next(row for row in releases(house) if row["id"] == id)
    assert row["state"] == "conflict"
    assert "6 号窗口" in row["trouble"]
    house.hands.at = datetime.fromisoformat("2026-12-01T09:00:00+08:00")
    look(house)
    assert house.db.look(house.queue.plans.current).revision == 2, "it does not go out by itself"
    again = signed_in(house, "manager")
    assert told(again.post(f"/api/plan/releases/{id}/withdraw", {})) == (409, "clash"), "it would undo the other one"
    assert again.post(f"/api/plan/releases/{id}/withdraw", {"prevails": "change"}).status_code == 200


def numbered(plan: Plan, screen: str, number: str) -> Plan:
    return changed(plan, "screens", screen, number=number)


def test_a_fault_that_comes_of_two_sound_plans_goes_out_by_nobodys_word_alone(manager: Caller, house: House):
    tuesday = "2026-12-01T08:30:00+08:00"
    id = publish(manager, numbered(songjiang(), "s1", "77"), at=tuesday, reason="周二").json()["release"]
    assert publish(manager, numbered(songjiang(), "s2", "77")).json()["revision"] == 2
    look(house)
    row = next(row for row in releases(house) if row["id"] == id)
    assert row["state"] == "conflict"
    assert "77" in row["trouble"]
    house.hands.at = datetime.fromisoformat("2026-12-01T09:00:00+08:00")
    look(house)
    assert house.db.look(house.queue.plans.current).revision == 2


def test_what_was_approved_is_approved_anew_if_other_faults_come_to_it(manager: Caller, admin: Caller, house: House):
    faulty = numbered(broken(songjiang()), "s1", "77")
    at = (house.hands.at + timedelta(hours=2)).isoformat()
    id = publish(manager, faulty, at=at, reason="南门施工").json()["release"]
    assert admin.post(f"/api/plan/releases/{id}/approve", {"base": 1}).json() == {"revision": None}
    fixed = changed(songjiang(), "places", "toilet1", name_zh="卫生间")
    assert publish(manager, fixed).json()["revision"] == 2
    look(house)
    assert next(row for row in releases(house) if row["id"] == id)["state"] == "scheduled", "the same faults as read"
    assert publish(manager, numbered(fixed, "s2", "77")).json()["revision"] == 3
    look(house)
    row = next(row for row in releases(house) if row["id"] == id)
    assert (row["state"], row["approved_by"]) == ("waiting", "")
    assert admin.post(f"/api/plan/releases/{id}/approve", {"base": 3}).json() == {"revision": None}


def test_an_import_does_not_write_over_what_somebody_has_saved_since(manager: Caller, admin: Caller):
    seen = draft(manager, songjiang())
    draft(admin, moved(songjiang()))
    body = songjiang().model_dump(mode="json")
    assert told(manager.post(f"/api/plan/import?version={seen}", body)) == (409, "stale")
    assert Plan.model_validate(manager.get("/api/plan").json()["draft"]) == moved(songjiang())


def test_whoever_is_about_to_publish_reads_what_waits_for_the_same_thing(manager: Caller, admin: Caller, house: House):
    def clashing(of: Plan) -> list[str]:
        return manager.post("/api/plan/check", {"version": draft(manager, of)}).json()["clashing"]

    publish(manager, moved(songjiang()), at="2026-12-01T08:30:00+08:00")
    assert clashing(changed(songjiang(), "places", "toilet1", name_zh="卫生间")) == []
    (words,) = clashing(moved(songjiang(), "w6", "w1"))
    assert words.startswith("12 月 1 日 08:30 的定时发布（manager）也改了同一处：6 号窗口从 B 区")
    assert publish(manager, moved(songjiang(), "w6", "w1")).json()["revision"] == 2
    look(house)
    assert clashing(moved(songjiang(), "w6", "w7")) == [], "that it will not come out is told by itself by now"


def test_two_who_publish_at_once_do_not_undo_each_other(manager: Caller, admin: Caller):
    version = draft(manager, moved(songjiang()))
    assert manager.post("/api/plan/publish", {"version": version}).json()["revision"] == 2
    assert told(admin.post("/api/plan/publish", {"version": version})) == (409, "stale")
    assert revision(manager) == 2


def test_a_draft_begun_before_an_undo_is_merged_and_looked_at_again(manager: Caller, admin: Caller):
    publish(manager, moved(songjiang()))
    version = draft(manager, changed(moved(songjiang()), "places", "toilet1", name_zh="卫生间"))
    admin.post("/api/plan/undo", {"revision": 2})
    assert told(manager.post("/api/plan/publish", {"version": version})) == (409, "stale")
    version = manager.get("/api/plan").json()["version"]
    assert manager.post("/api/plan/publish", {"version": version}).json()["revision"] == 4
    assert published(manager) == changed(songjiang(), "places", "toilet1", name_zh="卫生间")


@pytest.mark.says("hall.kit.db", "disk full")
def test_the_disk_full_leaves_what_stood(manager: Caller, house: House):
    version = draft(manager, moved(songjiang()))
    manager.post("/api/plan/check", {"version": version})
    house.write(lambda tx: tx.conn.exec_driver_sql("PRAGMA max_page_count=1"))  # SQLite: no page more than there are

    def fill() -> None:
        for n in range(200):
            house.write(lambda tx, n=n: tx.note("test", "fill", str(n), detail="x" * 2000))

    with pytest.raises(Problem):
        fill()
    assert told(manager.post("/api/plan/publish", {"version": version})) == (507, "storage_full")
    assert (revision(manager), releases(house)) == (1, [])
    house.write(lambda tx: tx.conn.exec_driver_sql("PRAGMA max_page_count=1000000"))
    assert manager.post("/api/plan/publish", {"version": version}).json()["revision"] == 2


def test_the_running_hall_looks_by_itself(house: House):
    """The task that ``app`` starts with the hall."""
    manager = signed_in(house, "manager")
    publish(manager, moved(songjiang()), at=(house.hands.at + timedelta(hours=1)).isoformat())
    house.hands.move(hours=1)

    async def running() -> int:
        async with house.app.router.lifespan_context(house.app):
            async with asyncio.timeout(10):
                while (now := house.db.look(house.queue.plans.current)).revision == 1:
                    await asyncio.sleep(0.01)
        return now.revision

    assert house.loop.run(running()) == 2
