"""The compiler: what it refuses, and that it says it once, where it is, and what to do."""

from datetime import datetime, time
from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hall.contract.plan import Door, Floor, Hours, Node, Place, Plan, Screen, Way
from hall.signage.compiler import Refusal, Report, compile_plan
from hall.signage.compiler.glass import contrast
from tests.support.faults import TEN
from tests.support.plans import added, changed, songjiang, sound_plan, without

TUESDAY = datetime(2026, 3, 3, 10, 0)


@pytest.fixture(scope="module")
def hall() -> Plan:
    return songjiang()


def codes(report: Report) -> list[str]:
    return [one.code for one in report.refusals]


def only(plan: Plan, code: str) -> Refusal:
    """The one refusal of ``plan``."""
    report = compile_plan(plan)
    assert codes(report) == [code], [one.zh for one in report.refusals]
    return report.refusals[0]


def test_the_sample_hall_has_nothing_wrong(hall: Plan):
    report = compile_plan(hall, TUESDAY)
    assert report.ok, [one.zh for one in report.refusals]
    assert report.warnings == ()
    assert (report.entrances, report.screens) == (2, len(hall.screens))
    assert report.walks > 50
    assert report.contrast > 7


@pytest.mark.parametrize("seed", range(8))
def test_nothing_is_invented(seed: int):
    report = compile_plan(sound_plan(seed, 3, 60, 50), TUESDAY)
    assert report.ok, [one.zh for one in report.refusals]


@pytest.mark.parametrize(("kind", "seed"), list(product(TEN, range(3))))
def test_a_planted_fault_is_caught_where_it_is(kind: str, seed: int):
    fault = TEN[kind](sound_plan(50 + seed, 2, 24, 30), Random(seed))
    report = compile_plan(fault.plan)
    caught = [one for one in report.refusals if one.code in fault.codes and fault.things & set(one.things)]
    assert caught, [one.zh for one in report.refusals]
    assert len(report.refusals) <= 6, "one fault, not a cascade"
    for one in report.refusals:
        assert one.zh.endswith("。")
        assert one.todo_zh
        assert one.en.endswith(".")
        assert one.todo_en
        assert one.floor in {floor.id for floor in fault.plan.floors}
        assert "{" not in one.zh + one.en + one.todo_zh + one.todo_en


def test_no_entrance_and_no_floor(hall: Plan):
    closed = changed(changed(hall, "nodes", "e1", kind="junction"), "nodes", "e2", kind="junction")
    assert only(closed, "no_entrance").todo_zh == "在大门处放一个入口（键 E）。"
    assert codes(compile_plan(Plan(name_zh="空"))) == ["no_floor"]


def test_a_way_that_joins_nothing_is_reminded_of(hall: Plan):
    floor = hall.floors[0].id
    loose = hall.model_copy(
        update={
            "nodes": (*hall.nodes, Node(id="n1", floor=floor, x=3, y=3), Node(id="n2", floor=floor, x=6, y=3)),
            "ways": (*hall.ways, Way(id="loose", a="n1", b="n2")),
        }
    )
    report = compile_plan(loose, TUESDAY)
    assert report.ok, "it may be somebody's unfinished drawing"
    assert [(one.code, one.things) for one in report.warnings] == [("loose_way", ("n1", "n2"))]
    assert "没有接到入口" in report.warnings[0].zh


def test_a_zone_that_its_last_window_left_is_reminded_of(hall: Plan):
    """It is still on the signs, as a place of its own."""
    report = compile_plan(changed(hall, "places", "w6", zone="za"), TUESDAY)
    assert report.ok, "people may be looking for the zone itself"
    assert [(one.code, one.things, one.floor) for one in report.warnings] == [("empty_zone", ("zb",), "f1")]
    assert "删去" in report.warnings[0].todo_zh


def test_where_it_is_is_told_as_it_is_drawn(hall: Plan):
    shifted = changed(hall, "nodes", "d20", x=20.5, y=24.25)
    told = only(without(shifted, "ways", "lift1_lift2", "stairs1_stairs2"), "island")
    assert told.zh.startswith("二层 (20.5, 24.2) 处")


def test_an_island_is_told_once_with_all_that_is_on_it(hall: Plan):
    told = only(without(hall, "ways", "lift1_lift2", "stairs1_stairs2"), "island")
    assert {"training", "joint", "expert1", "expert2"} <= set(told.things)
    assert told.floor == "f2"


@pytest.mark.parametrize(("length", "code"), [(0.0, "way_zero"), (None, "climb_without_length")])
def test_a_lift_of_no_length(hall: Plan, length: float | None, code: str):
    assert code in codes(compile_plan(changed(hall, "ways", "lift1_lift2", length=length)))


def test_a_way_of_length_zero_and_one_to_itself(hall: Plan):
    assert only(changed(hall, "ways", "c_wait", length=0.0), "way_zero").things == ("c_wait",)
    assert only(added(hall, "ways", Way(id="round", a="c", b="c")), "way_zero").things == ("round",)
    short = compile_plan(changed(hall, "ways", "c_wait", length=3.0))
    assert short.ok
    assert [one.code for one in short.warnings] == ["short_way"]


@pytest.mark.parametrize("node", ["", "nowhere"])
def test_a_window_on_no_node(hall: Plan, node: str):
    told = only(changed(hall, "places", "w3", node=node), "place_nowhere")
    assert told.zh == "3 号窗口没有连到路口，谁也走不到。"
    assert (told.floor, told.x, told.y) == ("f1", 35.0, 5.0)


def test_what_lies_outside_its_floor_or_under_another_is_told(hall: Plan):
    def warned(plan: Plan, code: str) -> Refusal:
        (found,) = [one for one in compile_plan(plan).warnings if one.code == code]
        return found

    away = warned(changed(hall, "places", "w2", y=-5.0), "outside")
    assert away.things == ("w2",)
    assert "1 处画在楼层外面" in away.zh
    other = hall.place("w4")
    assert other
    for off in (0.3, 0.5, 0.6):  # half a metre is the grid that hands draw on
        covered = warned(changed(hall, "places", "w2", x=other.x + off, y=other.y - off), "covered")
        assert set(covered.things) == {"w2", "w4"}
        assert "2 号窗口" in covered.zh


def test_two_screens_on_one_spot_but_a_strip_may_hang_over_a_sign(hall: Plan):
    twin = hall.screen("s4")
    assert twin is not None
    second = twin.model_copy(update={"id": "twin", "number": "99", "heading": 10.0})
    told = only(added(hall, "screens", second), "same_spot")
    assert set(told.things) == {"s4", "twin"}


def test_names_nobody_can_read(hall: Plan):
    told = only(changed(hall, "places", "training", name_zh="会" * 400), "name_too_long")
    assert told.things[0] == "training"
    assert len(told.zh) < 200, "the sentence does not repeat four hundred characters"
    assert only(changed(hall, "places", "desk", name_en="מידע Info"), "right_to_left").things == ("desk",)
    assert only(changed(hall, "places", "desk", name_zh="咨询\u202e台"), "right_to_left").things == ("desk",)
    assert only(changed(hall, "places", "desk", name_zh="咨询\n台"), "unprintable").things == ("desk",)
    for name in ("🏢咨询台", "♿咨询台", "🚻咨询台", "བོད咨询台", "ไทย咨询台"):
        told = only(changed(hall, "places", "desk", name_zh=name), "no_glyph")
        assert (told.things, bool(told.floor)) == (("desk",), True)
        assert name[0] in told.zh
    assert only(changed(hall, "places", "desk", name_zh="👨\u200d👩咨询台"), "unprintable").things == ("desk",)
    assert compile_plan(changed(hall, "places", "desk", name_zh="咨询\U00020000台")).ok, "of extension B is drawn"
    assert compile_plan(changed(hall, "places", "desk", name_zh="咨询🏢台", public=False)).ok, "nobody reads it"
    floors = compile_plan(changed(hall, "floors", "f1", name_zh="🏢"))
    assert [one.floor for one in floors.refusals if one.code == "no_glyph"] == ["f1"]
    assert only(changed(hall, "places", "desk", name_zh=" "), "missing_name").things == ("desk",)


def test_a_hundred_missing_translations_are_one_refusal(hall: Plan):
    silent = hall.model_copy(update={"places": tuple(one.model_copy(update={"name_en": ""}) for one in hall.places)})
    told = only(silent, "missing_translation")
    assert len(told.things) == sum(place.public for place in hall.places)
    assert "处" in told.zh


def test_contrast_is_that_of_wcag(hall: Plan):
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)
    pale = changed(
        changed(hall, "screens", "s4", ink="#767676", ground="#FFFFFF"),
        "screens",
        "s5",
        ink="#767676",
        ground="#ffffff",
    )
    told = only(pale, "contrast")
    assert told.things == ("s4", "s5")
    assert "4.5:1" in told.zh


def test_what_to_do_about_pale_letters_depends_on_the_ground(hall: Plan):
    for ink, ground, todo in (("#767676", "#FFFFFF", "换深一点的字"), ("#FFFFFF", "#006699", "换浅一点的字")):
        assert only(changed(hall, "screens", "s4", ink=ink, ground=ground), "contrast").todo_zh.startswith(todo)


def test_what_opening_hours_cut_off_is_a_reminder(hall: Plan):
    day = (Hours(opens="09:00", closes="17:00"),)
    assert compile_plan(changed(hall, "places", "w1", open=day)).warnings == (), "a window may shut"
    west = next(way.id for way in hall.ways if "e2" in (way.a, way.b))
    assert compile_plan(changed(hall, "ways", west, open=day)).warnings == (), "the other entrance is open"
    (told,) = compile_plan(changed(hall, "ways", "lift1_lift2", open=day)).warnings
    assert (told.code, told.severity) == ("shut_off", "warning")
    assert told.zh.startswith("从周一 17:00 起（按开放时间），坐轮椅从入口走不到")
    both = changed(changed(hall, "ways", "lift1_lift2", open=day), "ways", "stairs1_stairs2", open=day)
    (told,) = compile_plan(both).warnings
    assert "坐轮椅" not in told.zh
    assert compile_plan(both).ok


def test_steps_are_blamed_where_they_keep_wheels_from_the_lift(hall: Plan):
    to_lift = next(way for way in hall.ways if "lift1" in (way.a, way.b) and way.kind == "walk")
    told = [
        one
        for one in compile_plan(changed(hall, "ways", to_lift.id, step_free=False)).refusals
        if one.code == "no_step_free"
    ]
    assert {one.things[0] for one in told} == {to_lift.id}, "not the stairs beside it"
    assert f"通道 {to_lift.a} – {to_lift.b} " in told[0].zh, "as the page calls it"


def test_from_how_far_it_could_be_read_is_said(hall: Plan):
    told = only(changed(hall, "screens", "s5", farthest=30.0), "unreadable")
    assert "30 米" in told.zh
    assert "17.2 米" in told.todo_zh
    assert "像素" in only(changed(hall, "screens", "s5", pitch=30.0), "unreadable").zh
    assert "太窄" in only(changed(hall, "screens", "s5", width=400), "unreadable").zh
    half = only(changed(hall, "screens", "s5", width=800, layout="both"), "unreadable")
    assert "一半留给了叫号" in half.zh
    assert "只作导向" in half.todo_zh


def test_a_call_board_is_read_from_the_last_row(hall: Plan):
    told = only(changed(hall, "screens", "board", farthest=15.0), "unreadable")
    assert "15 米" in told.zh
    assert "最远 12 米" in told.todo_zh
    upright = {"width": 930, "height": 1650}
    assert compile_plan(changed(hall, "screens", "board", farthest=12.0, **upright)).ok
    assert only(changed(hall, "screens", "board", farthest=13.0, **upright), "unreadable").things == ("board",)


def test_references_to_nothing_are_told_and_break_nothing(hall: Plan):
    broken = added(hall, "ways", Way(id="loose", a="c", b="gone"))
    broken = added(broken, "doors", Door(id="loose-door", way="gone", name_zh="门"))
    broken = changed(broken, "places", "w3", zone="gone")
    broken = added(broken, "nodes", Node(id="lost", floor="gone", x=0, y=0))
    told = compile_plan(broken)
    assert codes(told) == ["dangling"] * 4, [one.zh for one in told.refusals]
    assert {one.things[0] for one in told.refusals} == {"loose", "loose-door", "w3", "lost"}


def test_a_lost_floor_is_told_once(hall: Plan):
    told = compile_plan(without(hall, "floors", "f2"))
    assert codes(told) == ["dangling"], [one.zh for one in told.refusals]
    assert {"lift2", "core2"} <= set(told.refusals[0].things)


def test_twice_the_same(hall: Plan):
    assert only(added(hall, "nodes", Node(id="c", floor="f1", x=1, y=1)), "duplicate_id").things == ("c",)
    told = only(changed(hall, "places", "w3", number="4"), "duplicate_number")
    assert set(told.things) == {"w3", "w4"}
    assert only(changed(hall, "floors", "f2", level=1), "duplicate_level")


def test_what_is_shut_at_this_hour(hall: Plan):
    morning = (Hours(opens=time(9), closes=time(9, 30)),)
    shut = changed(hall, "ways", "core_wc1", open=morning)
    assert compile_plan(shut, TUESDAY.replace(hour=9)).ok
    told = compile_plan(shut, TUESDAY)
    assert codes(told) == ["closed"]
    assert "core_wc1" in told.refusals[0].things


def test_one_way_against_everybody(hall: Plan):
    told = only(changed(hall, "ways", "wc1_water1", a="water1", b="wc1", one_way=True), "one_way")
    assert "wc1_water1" in told.things


def test_an_arrow_at_a_staff_only_door():
    """The corridor bends off a little ahead of the right, the staff-only door stands straight to the right."""

    def node(id: str, x: float, y: float, kind: str = "junction") -> Node:
        return Node.model_validate({"id": id, "floor": "f", "x": x, "y": y, "kind": kind})

    plan = Plan(
        name_zh="小厅",
        floors=(Floor(id="f", level=1, name_zh="一层", width=60, depth=60),),
        nodes=(
            node("in", 10, 50, "entrance"),
            node("fork", 10, 30),
            node("east", 30, 24),
            node("west", 2, 30),
            node("staff", 15, 30),
        ),
        ways=(
            Way(id="1", a="in", b="fork"),
            Way(id="2", a="fork", b="east"),
            Way(id="3", a="fork", b="west"),
            Way(id="4", a="fork", b="staff"),
        ),
        doors=(Door(id="d", way="4", name_zh="门", staff_only=True),),
        places=(Place(id="desk", kind="desk", node="east", x=30, y=24, name_zh="咨询台", name_en="Desk"),),
        screens=(Screen(id="s", number="1", name_zh="屏", node="fork", heading=0, width=1210, height=680, pitch=0.63),),
    )
    told = only(plan, "staff_door_arrow")
    assert told.things[:2] == ("s", "fork")


def test_warnings_do_not_forbid(hall: Plan):
    report = compile_plan(changed(hall, "places", "w3", services=(), zone=""))
    assert report.ok
    assert {one.code for one in report.warnings} == {"no_service", "no_zone"}


FIELDS = ("nodes", "ways", "places", "doors", "screens", "fire_signs", "floors")


@settings(max_examples=30)
@given(st.integers(0, 500), st.randoms(use_true_random=False))
def test_it_never_breaks_however_broken_the_drawing(seed: int, random: Random):
    """Things taken away, copied and torn off at random: always a report, and never two hundred messages."""
    plan = sound_plan(seed, 2, 12, 30)
    for _ in range(random.randrange(1, 6)):
        name = random.choice(FIELDS)
        things = getattr(plan, name)
        if not things:
            continue
        one = random.choice(things)
        match random.randrange(4):
            case 0:
                plan = without(plan, name, one.id)
            case 1:
                plan = added(plan, name, one)
            case 2 if name in ("places", "screens"):
                plan = changed(plan, name, one.id, node="gone")
            case _ if name == "nodes":
                plan = changed(plan, name, one.id, x=float("nan"))
            case _:
                pass
    report = compile_plan(plan, TUESDAY)
    assert len(report.refusals) <= 30, [one.zh for one in report.refusals]
    assert not report.ok or report.walks
