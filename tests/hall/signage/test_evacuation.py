"""Evacuation and drill: the ways out, who starts and ends them, what the glass shows."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from hall.contract.frame import Line
from hall.contract.plan import Door, FireSign, Hours, Node, Place, Plan, Screen, Way
from hall.contract.report import FireContact
from hall.kit.db import Tx
from hall.kit.errors import Problem
from hall.signage.compiler import compile_plan
from hall.signage.evacuation import contact_told, contacts, service, store
from hall.signage.evacuation.room import contacts_unheard
from hall.signage.evacuation.ways_out import frames_out
from tests.hall.signage.standing import Standing, serving
from tests.support.glass import on_glass, open_page
from tests.support.plans import changed, songjiang

FLOOR = songjiang().floors[0]


def lines(plan: Plan, screen: str = "s") -> list[Line]:
    frame = frames_out(plan, 1, "evacuation", datetime.now(UTC))[screen]
    return [line for page in frame.pages for line in page]


def plan_of(ways: list[Way], exits: dict[str, str], **more: Any) -> Plan:
    """Nodes on a cross: m in the middle, n e s w 20 metres around it, and far east f. The screen at m looks north."""
    at = {"m": (30, 30), "n": (30, 10), "e": (50, 30), "s": (30, 50), "w": (10, 30), "f": (59, 30)}
    screen = Screen(id="s", number="1", name_zh="中", node="m", heading=0, width=1200, height=675, pitch=1)
    return Plan(
        name_zh="厅",
        floors=(FLOOR,),
        screens=(screen,),
        ways=tuple(ways),
        nodes=tuple(Node(id=id, floor=FLOOR.id, x=x, y=y) for id, (x, y) in at.items()),
        places=tuple(
            Place(id=f"x{node}", kind="exit", node=node, floor=FLOOR.id, x=at[node][0], y=at[node][1], name_zh=name)
            for node, name in exits.items()
        ),
        **more,
    )


def ray(to: str, start: str = "m", **more: Any) -> Way:
    return Way(id=f"{start}{to}", a=start, b=to, **more)


def test_the_nearest_exit_on_foot_and_the_nearest_without_a_step():
    plan = plan_of([ray("w", step_free=False), ray("e"), ray("f", "e")], {"w": "西门", "f": "东门"})
    feet, wheels = lines(plan)
    assert (feet.direction, feet.zh, feet.metres, feet.step_free) == ("left", "西门", 20, False)
    assert (wheels.direction, wheels.zh, wheels.pictograms) == ("right", "东门", ("wheelchair",))


@pytest.mark.parametrize(
    ("near", "more"),
    [
        (ray("w", kind="lift"), {}),
        (ray("w", kind="escalator"), {}),
        (ray("w", length=5), {"doors": (Door(id="d", way="mw", name_zh="后台", staff_only=True),)}),
        (ray("w", open=(Hours(opens="09:00", closes="17:00"),)), {}),
        (ray("w"), {"fire_signs": (FireSign(id="lit", node="m", heading=90),)}),
        (
            ray("w"),
            {"fire_signs": (FireSign(id="lit", node="m", heading=90), FireSign(id="two", node="m", heading=120))},
        ),
    ],
    ids=["lift", "escalator", "staff door", "may be locked", "against a lit sign", "against two"],
)
def test_never_by_a_way_that_fails_in_a_fire(near: Way, more: dict[str, Any]):
    """The exit in the west is nearer, and not to be taken: behind ``near`` it lies one node further on."""
    plan = plan_of([near, ray("s", "w"), ray("e"), ray("f", "e", length=90)], {"s": "近门", "f": "远门"}, **more)
    assert [(line.direction, line.zh) for line in lines(plan)] == [("right", "远门")]


def test_not_to_an_exit_that_may_be_shut_while_there_is_another():
    plan = plan_of([ray("w", length=5), ray("e")], {"w": "西门", "e": "东门"})
    morning = (Hours(opens="08:00", closes="12:00"),)
    assert [line.zh for line in lines(plan)] == ["西门"]
    assert [line.zh for line in lines(changed(plan, "places", "xw", open=morning))] == ["东门"]
    both = changed(changed(plan, "places", "xw", open=morning), "places", "xe", open=morning)
    assert [line.zh for line in lines(both)] == ["西门"], "rather than none"


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_where_two_lit_signs_point_to_two_exits_either_will_do(order: tuple[int, int]):
    lit = (FireSign(id="a", node="m", heading=270), FireSign(id="b", node="m", heading=90))
    plan = plan_of([ray("w", length=5), ray("e")], {"w": "西门", "e": "东门"}, fire_signs=tuple(lit[n] for n in order))
    assert [(line.direction, line.zh) for line in lines(plan)] == [("left", "西门")]
    assert "against_fire_sign" not in {one.code for one in compile_plan(plan, None).refusals}


def test_wheels_rather_take_a_way_that_may_be_shut_than_none():
    may = (Hours(opens="08:00", closes="18:00"),)
    plan = plan_of([ray("w", step_free=False), ray("e", open=may)], {"w": "西门", "e": "东门"})
    feet, wheels = lines(plan)
    assert (feet.direction, wheels.direction, wheels.zh) == ("left", "right", "东门")


def test_through_a_staff_door_only_where_an_exit_lies_right_behind_it():
    door = (Door(id="d", way="mw", name_zh="消防门", staff_only=True),)
    assert lines(plan_of([ray("w")], {"w": "消防出口"}, doors=door))[0].direction == "left"
    assert lines(plan_of([ray("w"), ray("s", "w")], {"s": "后门"}, doors=door)) == []


def test_upstairs_wheels_wait_at_the_stairs_and_nobody_takes_the_lift():
    feet, wheels = lines(songjiang(), "s34")
    assert (feet.zh, feet.floor_zh) == ("南门出口", "一层")
    assert (wheels.zh, wheels.direction, wheels.metres) == ("轮椅请到楼梯口等候协助", feet.direction, 29)


@dataclass
class Member:
    login: str
    role: str
    shown: str = "某人"


def test_all_clear_takes_two_roles_and_a_drill_gives_way_to_a_fire(standing: Standing):
    write = standing.kit.db.write_now
    drill = write(lambda tx: service.begin(tx, "drill", "manager"))
    assert write(lambda tx: service.begin(tx, "drill", "admin")) == drill
    fire = write(lambda tx: service.begin(tx, "evacuation", "security"))
    assert fire != drill
    with pytest.raises(Problem, match="evacuating"):
        write(lambda tx: service.begin(tx, "drill", "manager"))
    with pytest.raises(Problem, match="another_alarm"):
        write(lambda tx: service.all_clear(tx, drill, Member("manager", "manager")))
    assert not write(lambda tx: service.all_clear(tx, fire, Member("manager", "manager")))
    assert not write(lambda tx: service.all_clear(tx, fire, Member("other", "manager")))
    assert write(lambda tx: service.all_clear(tx, fire, Member("guard", "security")))
    assert standing.kit.db.look(store.running) is None
    assert [row.member for row in standing.kit.db.look(lambda conn: store.clears(conn, fire))] == ["manager", "guard"]


def approved(standing: Standing, station: str = "zz9") -> None:
    standing.kit.db.write_now(lambda tx: contacts.approve(tx, station, True, "manager"))


def clear(standing: Standing) -> None:
    alarm = standing.kit.db.look(store.running)
    for role in ("manager", "security"):
        standing.post("/api/evacuation/clear", {"alarm": alarm.id}, login=role)


def test_what_a_fire_contact_began_ends_by_two_roles_also_if_the_hall_was_away_all_the_while(standing: Standing):
    def tell(tx: Tx, ago: timedelta, *states: bool) -> None:
        for active in states:
            contact_told(tx, "zz9", tx.now, FireContact(active=active, since=tx.now - ago))

    approved(standing)
    standing.kit.db.write_now(lambda tx: tell(tx, timedelta(minutes=20), True, False))
    alarm = standing.kit.db.look(store.running)
    assert (alarm.mode, alarm.began_by) == ("evacuation", "station:zz9")
    clear(standing)
    assert standing.kit.db.look(store.running) is None
    standing.kit.db.write_now(lambda tx: tell(tx, timedelta(), True))
    standing.kit.db.write_now(lambda tx: tell(tx, timedelta(), False))  # the panel was reset: people decide
    assert standing.kit.db.look(store.running) is not None
    clear(standing)
    assert standing.kit.db.look(store.running) is None


def test_nobody_is_sent_out_for_what_was_over_hours_ago_but_it_is_said(standing: Standing):
    def tell(tx: Tx) -> None:
        for active in (True, False):
            contact_told(tx, "zz9", tx.now, FireContact(active=active, since=tx.now - timedelta(hours=3)))

    approved(standing)
    standing.kit.db.write_now(tell)
    assert standing.kit.db.look(store.running) is None
    (need,) = standing.kit.db.look(lambda conn: contacts_unheard(conn, datetime.now(UTC)))
    assert (need.station, need.passing) == ("zz9", True)


def test_the_page_says_that_there_was_none_then_which_and_what_screens_show(tmp_path: Path, browser):
    page, here, away = (open_page(browser, 960, 540) for _ in range(3))
    with serving(tmp_path / "hall") as standing:
        page.goto(f"{standing.url}/evacuation")
        expect(page.locator("#past")).to_have_text("还没有过。")
        standing.pair(here, "s4")
        standing.pair(away, "s5")
        away.context.close()
        standing.until("s5", "absent")
        alarm = standing.post("/api/evacuation/begin", {"mode": "drill"}).json()["alarm"]
        expect(page.locator("#glass")).to_contain_text("2 块屏中 1 块已显示")
        signs = open_page(browser)
        signs.goto(f"{standing.url}/signs")
        expect(signs.locator("#sentence")).to_contain_text("正在演练，屏上是出路：1/")
        name = next(one.name_zh for one in standing.published.plan.screens if one.id == "s5")
        expect(page.locator("#glass")).to_contain_text(f"没有应答，要派人去：5 {name}")
        for role in ("manager", "security"):
            standing.post("/api/evacuation/clear", {"alarm": alarm}, login=role)
        expect(page.locator("#past")).to_contain_text("演练，manager 发起")
    for one in (page, here, signs):
        one.context.close()


def test_whoever_taps_impatiently_begins_nothing(standing: Standing, browser):
    page = open_page(browser, 1366, 768)
    page.goto(f"{standing.url}/evacuation")
    state = page.locator("#state")
    expect(state).to_have_text("平常")
    for name in ("drill", "evacuation"):
        for _ in range(4):
            page.click(f"#{name}")
        expect(page.locator(f"#{name} span")).to_contain_text("要按住不放")
    page.focus("#drill")
    page.keyboard.press("Enter")
    expect(page.locator("#drill")).to_contain_text("再按一次就开始")
    expect(page.locator("#drill")).to_contain_text("Press again to start")
    expect(state).to_have_text("平常")
    page.keyboard.press("Enter")
    expect(state).to_have_text("正在演练")
    alarm = standing.kit.db.look(store.running).id
    standing.post("/api/evacuation/clear", {"alarm": alarm}, login="security")
    expect(page.locator("#clears")).to_contain_text("确认解除")
    box = page.locator("#clear").bounding_box()
    assert box
    page.mouse.move(box["x"] + 40, box["y"] + 20)
    for _ in range(3):
        page.mouse.down()
        page.mouse.up()
    expect(state).to_have_text("平常")
    for _ in range(3):  # under the finger that ended it lies nothing that begins another
        page.mouse.down()
        page.mouse.up()
    under = "([x, y]) => Boolean(document.elementFromPoint(x, y).closest('#keys'))"
    assert not page.evaluate(under, [box["x"] + 40, box["y"] + 20])
    assert standing.kit.db.look(store.running) is None


def test_every_glass_flips_says_drill_survives_a_new_start_and_comes_back(tmp_path: Path, browser):
    page = open_page(browser)
    with serving(tmp_path / "hall") as first:
        first.pair(page, "s4")
        first.until("s4", "shown")
        alarm = first.post("/api/evacuation/begin", {"mode": "drill"}).json()["alarm"]
        expect(on_glass(page).locator(".alarm b")).to_have_text("演练 DRILL")
        expect(on_glass(page).locator(".page.on .line .zh").first).to_have_text("南门出口")
        first.until("s4", "shown")
        port = int(first.url.rsplit(":", 1)[1])
    with serving(tmp_path / "hall", port) as again:
        again.until("s4", "shown", within=12)
        expect(on_glass(page).locator(".alarm b")).to_have_text("演练 DRILL")
        again.post("/api/evacuation/begin", {"mode": "evacuation"})
        expect(on_glass(page).locator(".alarm b")).to_have_text("请立即疏散")
        for role in ("manager", "security"):
            again.post("/api/evacuation/clear", {"alarm": alarm + 1}, login=role)
        expect(on_glass(page).locator(".alarm b")).not_to_be_visible()
        again.until("s4", "shown")
    page.context.close()
