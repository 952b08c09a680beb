"""What a sign says."""

from datetime import datetime, time

import pytest

from hall.contract.frame import Line, Sign
from hall.contract.plan import Floor, Hours, Node, Place, Plan, Screen, Way
from hall.contract.wayfinding import arrows, direction_from
from hall.contract.wayfinding.letters import letter_mm, rows
from hall.contract.wayfinding.pictograms import WHEELCHAIR
from hall.contract.wayfinding.signs import runs
from tests.support.plans import added, changed, songjiang, without

TUESDAY = datetime(2026, 3, 3, 10, 0)


@pytest.fixture(scope="module")
def hall() -> Plan:
    return songjiang()


def lines(sign: Sign) -> list[Line]:
    return [line for page in sign.pages for line in page]


def said(plan: Plan, screen: str, place: str, now: datetime | None = None) -> list[tuple[str, str, str]]:
    return [(line.direction, line.zh, line.tag) for line in lines(arrows(plan, screen, now)) if place in line.places]


def test_windows_of_one_zone_in_one_direction_are_one_line(hall: Plan):
    assert said(hall, "s4", "w3") == [("ahead", "A 区 综合窗口", "1–5")]
    assert said(hall, "s14", "w1") == [("left", "A 区 综合窗口", "1–2")]
    assert said(hall, "s14", "w5") == [("right", "A 区 综合窗口", "3–5")]


def test_a_moved_window_is_moved_on_every_sign(hall: Plan):
    moved = changed(hall, "places", "w5", zone="zb", node="w6n", x=56, y=10.5)
    assert said(moved, "s4", "w5") == [("right", "B 区 咨询帮办", "5–6")]
    assert said(moved, "s4", "w3") == [("ahead", "A 区 综合窗口", "1–4")]
    assert said(hall, "s4", "w5") == [("ahead", "A 区 综合窗口", "1–5")], "the old plan is as it was"


def test_numbers_too_wide_for_the_glass_take_two_lines(hall: Plan):
    gap = changed(hall, "places", "w3", number="9")
    assert said(gap, "s4", "w5") == [("ahead", "A 区 综合窗口", "1–2、4–5、9")]
    assert [tag for id in ("w1", "w4", "w3") for _, _, tag in said(gap, "s1", id)] == ["1–2", "4–5", "9"]


def test_the_lines_of_one_name_stand_beside_one_another(hall: Plan):
    moved = changed(hall, "places", "w4", zone="zb", node="w6n", x=56.7, y=13)
    titles = [line.zh for line in arrows(moved, "s1").pages[0]]
    assert titles.count("A 区 综合窗口") == 2, "1–3 and 5 are too wide for one line here"
    first = titles.index("A 区 综合窗口")
    assert titles[first + 1] == "A 区 综合窗口", titles


def test_toilets_and_lift_in_one_direction_share_a_line(hall: Plan):
    line = next(line for line in lines(arrows(hall, "s4")) if "toilet1" in line.places)
    assert (line.direction, line.zh, line.en) == ("right", "洗手间 · 电梯", "Toilets · Lift")
    assert line.pictograms == ("toilet", "accessible_toilet", "lift")
    assert {"atoilet1", "lift_f1"} <= set(line.places)


def test_another_floor_is_named(hall: Plan):
    line = next(line for line in lines(arrows(hall, "s4")) if "joint" in line.places)
    assert (line.floor_zh, line.floor_en, line.direction) == ("二层", "Floor 2", "right")


def test_where_wheels_go_another_way_they_have_their_own_line(hall: Plan):
    feet, wheels = (line for line in lines(arrows(hall, "s24")) if "joint" in line.places)
    assert (feet.direction, feet.step_free) == ("ahead", False)
    assert (wheels.direction, wheels.pictograms, wheels.zh, wheels.floor_zh) == (
        "right",
        (WHEELCHAIR,),
        "无障碍电梯",
        "二层",
    )
    assert [line.step_free for line in lines(arrows(hall, "s4")) if "joint" in line.places] == [True], "still one way"


def test_straight_on_comes_first_and_what_lies_behind_is_left_off(hall: Plan):
    first = arrows(hall, "s5").pages[0]
    assert [line.direction for line in first] == sorted(
        (line.direction for line in first), key=("here", "ahead", "left", "right").index
    )
    assert not said(hall, "s4", "desk"), "the reader has just passed it"


def test_the_place_beside_the_reader_is_pointed_to_and_a_strip_is_here(hall: Plan):
    assert said(hall, "s3", "desk") == [("right", "咨询台", "")]
    assert [(line.direction, line.tag) for line in lines(arrows(hall, "strip3"))] == [("here", "3")]


def test_staff_rooms_are_never_shown(hall: Plan):
    shown = {id for screen in hall.screens for line in lines(arrows(hall, screen)) for id in line.places}
    assert not shown & {"back_f1", "back_f2"}
    assert {place.id for place in hall.places if place.public and place.kind in ("window", "room")} <= shown


def test_a_closed_window_is_not_shown_and_a_closed_way_not_taken(hall: Plan):
    morning = (Hours(days=(1, 2, 3, 4, 5), opens=time(9), closes=time(9, 30)),)
    shut = changed(hall, "places", "w3", open=morning)
    assert said(shut, "s14", "w3", TUESDAY) == []
    assert said(shut, "s14", "w4", TUESDAY) == [("right", "A 区 综合窗口", "4–5")]
    assert said(shut, "s14", "w3", TUESDAY.replace(hour=9)) == [("right", "A 区 综合窗口", "3–5")]
    detour = changed(hall, "ways", "c_wait", open=morning)
    assert said(detour, "s4", "w1", TUESDAY) == [("left", "A 区 综合窗口", "1–2")]


def test_hours_past_midnight():
    from hall.contract.wayfinding.graph import is_open

    night = (Hours(days=(5,), opens=time(22), closes=time(2)),)
    friday = datetime(2026, 3, 6, 23)
    assert is_open(night, friday)
    assert is_open(night, datetime(2026, 3, 7, 1))
    assert not is_open(night, datetime(2026, 3, 7, 3))
    assert not is_open(night, datetime(2026, 3, 6, 1))


def test_letters_follow_the_farthest_reader_and_are_never_smaller(hall: Plan):
    screen = hall.screen("s5")
    assert screen is not None
    assert letter_mm(screen) == pytest.approx(6000 / 95, abs=0.05)
    assert rows(screen) == 4
    far = screen.model_copy(update={"farthest": 10.0})
    assert letter_mm(far) == pytest.approx(105.3, abs=0.05)
    assert rows(far) < rows(screen)
    assert letter_mm(screen.model_copy(update={"pitch": 6.0})) == 96, "sixteen pixels at the least"
    assert len(arrows(hall, far).pages) > len(arrows(hall, screen).pages)


def test_the_most_needed_are_on_the_first_page_and_priority_one_on_every(hall: Plan):
    sign = arrows(hall, "s5")
    assert len(sign.pages) > 1
    assert all(len(page) <= 4 for page in sign.pages)
    assert not any("exit1" in line.places for line in sign.pages[0])
    first = arrows(changed(hall, "places", "exit1", priority=1), "s5")
    assert all(any("exit1" in line.places for line in page) for page in first.pages)
    every = {id for line in lines(sign) for id in line.places}
    assert every == {id for line in lines(first) for id in line.places}, "nothing is lost"


def test_a_short_step_aside_is_not_the_direction():
    """Out of a niche one metre to the right, then twenty metres on: the arrow points on."""
    nodes = tuple(Node(id=id, floor="f", x=x, y=y) for id, x, y in (("a", 10, 30), ("b", 11, 30), ("c", 11, 10)))
    plan = Plan(
        name_zh="小厅",
        floors=(Floor(id="f", level=1, name_zh="一层", width=40, depth=40),),
        nodes=nodes,
        ways=(Way(id="1", a="a", b="b"), Way(id="2", a="b", b="c")),
        places=(Place(id="desk", kind="desk", node="c", x=11, y=8, name_zh="咨询台", name_en="Desk"),),
        screens=(Screen(id="s", number="1", name_zh="屏", node="a", heading=0, width=1210, height=680, pitch=0.63),),
    )
    assert said(plan, "s", "desk") == [("ahead", "咨询台", "")]


@pytest.mark.parametrize(
    ("numbers", "text"),
    [
        ((), ""),
        (("3",), "3"),
        (("1", "2"), "1–2"),
        (("5", "1", "2", "3"), "1–3、5"),
        (("7", "8", "1", "2"), "1–2、7–8"),
        (("1", "A2"), "1、A2"),
        (("10", "9", "11"), "9–11"),
    ],
)
def test_windows_as_people_say_them(numbers: tuple[str, ...], text: str):
    assert runs(numbers) == text


@pytest.mark.parametrize(("kind", "id"), [("places", "lift_f1"), ("ways", "lift1_lift2")])
def test_a_lift_that_is_shut_is_no_ones_way_however_its_hours_were_written_down(hall: Plan, kind: str, id: str):
    plan = changed(hall, kind, id, open=(Hours.model_validate({"opens": "09:00", "closes": "17:00"}),))
    by_lift = [
        screen.id
        for screen in plan.screens
        if any(
            "lift" in "".join(line.places) or "轮椅" in line.zh or "电梯" in line.zh
            for page in arrows(plan, screen, TUESDAY).pages
            for line in page
        )
    ]
    assert by_lift
    night = TUESDAY.replace(hour=20)
    for screen in plan.screens:
        for line in (line for page in arrows(plan, screen, night).pages for line in page):
            assert "电梯" not in line.zh, (screen.id, line.zh)


def test_a_call_and_the_sign_beside_it_point_the_same_way_when_a_way_is_shut():
    at = {"m": (30, 30), "w": (10, 30), "n": (30, 10)}
    day = (Hours.model_validate({"opens": "09:00", "closes": "17:00"}),)
    plan = Plan(
        name_zh="厅",
        floors=(Floor(id="f", level=1, name_zh="一层", width=60, depth=60),),
        nodes=tuple(Node(id=id, floor="f", x=x, y=y) for id, (x, y) in at.items()),
        ways=(Way(id="mw", a="m", b="w", open=day), Way(id="mn", a="m", b="n"), Way(id="nw", a="n", b="w", length=60)),
        places=(Place(id="w1", kind="window", node="w", floor="f", x=10, y=30, name_zh="收件", number="1"),),
        screens=(
            Screen(
                id="s", number="1", name_zh="中", node="m", heading=0, width=1200, height=675, pitch=1, layout="both"
            ),
        ),
    )
    for hour, way in ((12, "left"), (20, "ahead")):
        now = datetime(2026, 11, 24, hour)
        (line,) = arrows(plan, "s", now).pages[0]
        assert (line.direction, direction_from(plan, plan.screens[0], "w1", now)) == (way, way)


def test_from_the_board_one_looks_across_the_hall(hall: Plan):
    board = hall.screen("board")
    assert board is not None
    assert {f"w{n}": direction_from(hall, board, f"w{n}") for n in range(1, 9)} == {
        "w1": "left_ahead",
        "w2": "left_ahead",
        "w3": "right_ahead",
        "w4": "right_ahead",
        "w5": "right_ahead",
        "w6": "right",
        "w7": "right",
        "w8": "right",
    }
    assert direction_from(hall, ("lift1", 90.0), "joint") == "up"
    assert direction_from(hall, ("wait", 180.0), "w1") == "right_behind"
    assert direction_from(hall, board, "nobody") == "here"
    assert arrows(hall, "board").pages == ()


def test_a_screen_in_the_air_and_a_plan_of_nothing(hall: Plan):
    assert arrows(changed(hall, "screens", "s4", node="nowhere"), "s4").pages == ()
    lost = without(added(hall, "screens"), "ways", *(way.id for way in hall.ways))
    assert arrows(lost, "s3").pages != (), "the desk is still beside it"
    with pytest.raises(KeyError):
        arrows(hall, "no-such-screen")
