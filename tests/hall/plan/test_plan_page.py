"""The page /plan: what a manager does there is on the glass, in the hall's draft, or said."""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.bench.bench_queue import enrolled
from tests.hall.plan.composing import input_method
from tests.hall.plan.desk import Desk, sit_down
from tests.hall.serving import Serving, hall_running
from tests.support.glass import on_glass

HOSTILE = '<img src=x onerror="document.title=1"> \u202eאבג ' + "长" * 340
Sit = Callable[..., Desk]


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory, founded: tuple[Path, dict[str, str]]) -> Iterator[Serving]:
    """One sample hall a module; each test begins from the sample, as a file."""
    data_dir = tmp_path_factory.mktemp("page") / "hall"
    shutil.copytree(founded[0], data_dir)
    with hall_running(data_dir) as serving:
        serving.passwords = founded[1]
        yield serving


@pytest.fixture(scope="module")
def states() -> dict[str, Any]:
    return {}


@pytest.fixture
def sit(browser: Browser, serving: Serving, states: dict[str, Any]) -> Iterator[Sit]:
    def down(login: str = "manager", fresh: bool = True) -> Desk:
        desk = sit_down(browser, serving.url, login, serving.passwords[login], states)
        desks.append(desk)
        if fresh:
            desk.start_from(desk.get("/api/plan/sample"))
        return desk

    desks: list[Desk] = []
    yield down
    for desk in desks:
        desk.leave()


def place(plan: dict[str, Any], id: str) -> dict[str, Any]:
    return next(one for one in plan["places"] if one["id"] == id)


def test_a_window_dragged_to_another_zone_is_on_the_glass(sit: Sit):
    desk = sit()
    glass = desk.player("s4")
    desk.drag((39, 5), (56.7, 13))
    expect(desk.page.locator("#thing-form select[data-field=zone]")).to_have_value("zb")
    moved = place(desk.saved(), "w4")
    assert (moved["zone"], moved["node"], moved["floor"]) == ("zb", "w6n", "f1")
    desk.keys("g")
    change = desk.page.locator('.change[data-screen="s4"]')
    after = change.frame_locator("iframe[title$=发布后]")
    change.scroll_into_view_if_needed()
    expect(after.locator(".tag", has_text="4")).to_have_text("4、6")
    revision = desk.get("/api/plan")["revision"]
    desk.page.click("#publish")
    glass.wait_for_function("(next) => behind?.frame.revision === next", arg=revision + 1)  # with the key not pressed
    expect(on_glass(glass)).to_have_attribute("data-revision", str(revision))
    desk.page.click("#publish-go")
    expect(on_glass(glass)).to_have_attribute("data-revision", str(revision + 1))
    expect(on_glass(glass).locator(".tag", has_text="4")).to_have_text("4、6")
    expect(desk.page.locator("#answers-words")).to_contain_text(f"1 块屏中 1 块已显示 v{revision + 1}")
    expect(desk.item("screens/s4")).to_have_class("item screen good")
    desk.page.click("#unpublish")
    glass.wait_for_function("(next) => behind?.frame.revision === next", arg=revision + 2)
    desk.page.click("#review-go")
    expect(on_glass(glass)).to_have_attribute("data-revision", str(revision + 2))
    expect(on_glass(glass).locator(".tag", has_text="4、6")).to_have_count(0)


def test_names_stay_readable_beside_what_stands_there(sit: Sit):
    desk = sit()
    box = "(of) => { const box = of.getBoundingClientRect(); return [box.left, box.top, box.right, box.bottom]; }"

    def over(one: Locator, other: Locator) -> bool:
        left, top, right, bottom = one.evaluate(box)
        x1, y1, x2, y2 = other.evaluate(box)
        return left < x2 and x1 < right and top < y2 and y1 < bottom

    label = desk.item("nodes/e1").locator(".caption")
    expect(label).to_have_text("入口")
    for key in ("places/exit1", "screens/s1"):
        assert not over(label, desk.item(key).locator(".shape")), key
    desk.item("places/za").focus()
    expect(desk.page.locator("#layer-marks [data-corner]").first).to_be_visible()
    assert not over(desk.item("places/za").locator(".label"), desk.page.locator("#layer-marks [data-corner='0']"))
    floor = {"id": "f1", "level": 1, "name_zh": "一层", "width": 80, "depth": 20}
    desk.start_from({"name_zh": "长廊", "floors": [floor]})
    desk.page.click("#whole")
    expect(desk.page.locator("#layer-ground .floor")).to_be_visible()
    assert desk.page.locator(".zoom").evaluate(box)[0] > desk.page.locator("#layer-ground .floor").evaluate(box)[2]


def test_every_page_of_a_changed_screen_can_be_seen(sit: Sit):
    desk = sit()
    desk.drag((39, 5), (56.7, 13))
    desk.keys("g")
    card = desk.page.locator(".change", has=desk.page.locator(".leaf")).first
    expect(desk.page.get_by_role("button", name="放大")).to_have_count(1)  # the plan's
    card.get_by_role("button", name="看大图").click()
    after, key = desk.page.frame_locator("#large iframe >> nth=1"), desk.page.locator("#large .leaf").last
    first = after.locator(".page.on").inner_text()
    expect(key).to_contain_text("第 1/2 页")
    key.click()
    expect(key).to_contain_text("第 2/2 页")
    expect(after.locator(".dots")).to_have_text("2/2")
    expect(after.locator(".page.on")).to_have_count(1)
    assert after.locator(".page.on").inner_text() != first
    key.click()
    assert after.locator(".page.on").inner_text() == first


def test_what_is_turned_and_dragged_has_numbers_that_people_can_read(sit: Sit):
    desk = sit()
    for at in ((39, 5), (41, 6.5), (36.5, 4)):
        x, y = (place(desk.saved(), "w4")[axis] for axis in "xy")
        desk.drag((x, y), at)
        headings = [one["heading"] for one in desk.saved()["screens"]]
        assert [heading for heading in headings if round(heading, 1) != heading] == []
    sample = desk.saved()
    sample["screens"][0]["heading"] = 106.60000000000002
    desk.start_from(sample)
    desk.item(f"screens/{sample['screens'][0]['id']}").focus()
    expect(desk.page.locator("#thing-form [data-field=heading]")).to_have_value("106.6")


def test_what_is_sent_to_another_floor_is_followed(sit: Sit):
    desk = sit()
    desk.item("places/w4").focus()
    desk.page.select_option("#thing-form .field:has-text('楼层') select", "f2")
    expect(desk.item("places/w4")).to_be_visible()
    expect(desk.page.locator("#floors [aria-pressed=true]")).to_contain_text("二层")
    assert place(desk.saved(), "w4")["floor"] == "f2"


def test_what_is_undone_is_as_it_was(sit: Sit):
    desk = sit()
    before = desk.saved()
    desk.item("nodes/w5n").focus()
    desk.keys("Delete")
    expect(desk.page.locator("#toast")).to_contain_text("已删去")
    after = desk.saved()
    assert len(after["nodes"]) == len(before["nodes"]) - 1
    ends = {end for way in after["ways"] for end in (way["a"], way["b"])}
    assert "w5n" not in ends | {one["node"] for list in ("places", "screens") for one in after[list]}
    desk.keys("Control+z")
    assert desk.saved() == before
    desk.keys("Control+Shift+z")
    assert desk.saved() == after


def test_without_a_mouse(sit: Sit):
    desk = sit()
    desk.keys("/", "6", "Enter", "ArrowRight", "Shift+ArrowDown", "Enter")
    expect(desk.page.locator(":focus")).to_have_attribute("data-field", "kind")
    desk.keys("Tab", "Tab")
    desk.page.keyboard.type("企业开办")
    desk.keys("Escape", "Escape", "Escape", "c", "ArrowLeft", "Enter")
    expect(desk.page.locator("#thing-name")).to_contain_text("9 号窗口")
    saved = desk.saved()
    assert (place(saved, "w6")["x"], place(saved, "w6")["y"], place(saved, "w6")["name_zh"]) == (56.5, 12.1, "企业开办")
    desk.keys("Escape", "?")
    expect(desk.page.locator("#sheet")).to_be_visible()


def test_a_facility_is_chosen_before_it_is_put_down(sit: Sit):
    """The box shows none as chosen, a click beside it puts nothing down, and no frame stands round the plan."""
    desk = sit()
    before = len(desk.saved()["places"])
    desk.keys("k")
    expect(desk.page.locator("#hint")).to_contain_text("先选一种")
    expect(desk.page.locator("#facilities [aria-pressed=true]")).to_have_count(0)
    expect(desk.page.locator("#facilities")).to_be_focused()
    expect(desk.page.locator("#canvas")).to_have_css("outline-style", "none")
    desk.click(20, 20)
    expect(desk.page.locator("#toast")).to_contain_text("先选一种")
    desk.keys("Escape", "k", "Tab", "Tab", "Enter", "ArrowLeft")
    expect(desk.page.locator("#canvas")).to_be_focused()
    expect(desk.page.locator("#canvas")).to_have_css("outline-style", "none")
    desk.keys("Enter")
    places = desk.saved()["places"]
    assert [one["kind"] for one in places[before:]] == ["desk"]


def test_two_managers_on_one_draft(sit: Sit):
    """What each changed stands; only where both changed one thing they are asked."""
    desk, other = sit(), sit("admin", fresh=False)
    other.item("places/w1").focus()
    other.keys("ArrowRight")
    theirs = other.saved()
    expect(desk.page.locator("#toast")).to_contain_text("admin")  # nothing of ours was unsaved: it came by itself

    def at_once(mine: str, its: str) -> dict[str, Any]:
        desk.page.route("**/api/plan/draft", lambda route: route.abort())
        desk.item(f"places/{mine}").focus()
        desk.keys("ArrowRight")
        expect(desk.page.locator("#saved")).to_contain_text("正在重试")
        other.item(f"places/{its}").focus()
        other.keys("ArrowDown")
        saved = other.saved()
        desk.page.unroute("**/api/plan/draft")
        return saved

    theirs = at_once("w2", "w1")
    expect(desk.page.locator("#toast")).to_contain_text("两边的改动都在")
    both = desk.saved()
    assert place(both, "w1") == place(theirs, "w1")
    assert place(both, "w2")["x"] == place(theirs, "w2")["x"] + 0.5
    expect(other.page.locator("#toast")).to_contain_text("manager")
    theirs = at_once("w2", "w2")
    expect(desk.page.locator("#stale")).to_contain_text("admin")
    with desk.page.expect_download() as kept:
        desk.page.click("#stale-mine")
    assert '"x": 21' in kept.value.path().read_text("utf-8")
    desk.page.click("#stale-theirs")
    expect(desk.page.locator("#stale")).to_be_hidden()
    assert desk.saved() == theirs
    expect(desk.page.locator("#undo")).to_be_disabled()


def test_undo_takes_back_our_own_step_and_leaves_what_another_changed_since(sit: Sit):
    desk, other = sit(), sit("admin", fresh=False)
    before = place(desk.saved(), "w2")
    desk.item("places/w2").focus()
    desk.keys("ArrowRight")
    desk.saved()
    other.item("places/w2").focus()
    expect(other.page.locator("#thing-form [data-field=x]")).to_have_value(f"{before['x'] + 0.5}")
    other.item("places/w1").focus()
    other.keys("ArrowRight")
    theirs = place(other.saved(), "w1")
    expect(desk.page.locator("#toast")).to_contain_text("admin")
    desk.keys("Control+z")
    expect(desk.page.locator("#toast")).to_contain_text("已撤销")
    assert (place(desk.saved(), "w1"), place(desk.saved(), "w2")) == (theirs, before)
    desk.keys("Control+Shift+z")
    assert place(desk.saved(), "w2")["x"] == before["x"] + 0.5
    other.item("places/w2").focus()
    expect(other.page.locator("#thing-form [data-field=x]")).to_have_value(f"{before['x'] + 0.5}")
    other.keys("ArrowRight")
    theirs = other.saved()
    expect(desk.page.locator("#toast")).to_contain_text("admin")
    desk.keys("Control+z")
    expect(desk.page.locator("#toast")).to_contain_text("处别人后来改过")
    assert desk.saved() == theirs


def test_what_is_held_while_somebody_else_saves_loses_neither(sit: Sit):
    desk, other = sit(), sit("admin", fresh=False)
    desk.page.mouse.move(*desk.at(39, 5))
    desk.page.mouse.down()
    desk.page.mouse.move(*desk.at(50, 10), steps=3)
    other.item("places/w1").focus()
    other.keys("ArrowRight")
    theirs = place(other.saved(), "w1")
    expect(desk.page.locator("#toast")).to_contain_text("admin")
    desk.page.mouse.up()
    desk.drag((50, 10), (56.7, 13))
    saved = desk.saved()
    assert place(saved, "w1") == theirs
    assert place(saved, "w4")["zone"] == "zb"


def test_nothing_goes_out_that_the_box_did_not_list(sit: Sit):
    desk, other = sit(), sit("admin", fresh=False)
    revision = desk.get("/api/plan")["revision"]
    desk.drag((39, 5), (56.7, 13))
    desk.saved()
    desk.page.click("#publish")
    listed = desk.page.locator("#publish-more")
    expect(listed).to_contain_text("4 号窗口")
    expect(other.page.locator("#toast")).to_contain_text("manager")
    other.item("places/w1").focus()
    other.keys("ArrowRight")
    other.saved()
    desk.page.click("#publish-go")
    expect(desk.page.locator("#publish-say")).to_contain_text("请再看一遍")
    expect(listed).to_contain_text("1 号窗口")
    assert desk.get("/api/plan")["revision"] == revision
    desk.page.click("#publish-go")
    expect(desk.page.locator("#published")).to_contain_text(f"图 v{revision + 1}")


def test_new_words_are_named_in_the_box_and_wait_for_a_second_person(sit: Sit):
    desk = sit()
    revision = desk.get("/api/plan")["revision"]
    desk.item("places/w6").focus()
    desk.page.fill("[data-field=name_zh]", "扫码缴费处")
    desk.page.press("[data-field=name_zh]", "Tab")
    desk.saved()
    desk.page.click("#publish")
    expect(desk.page.locator("#publish-worded")).to_contain_text("“扫码缴费处”。要另一人看过")
    expect(desk.page.locator("#publish-go")).to_have_text("请另一人批准")
    desk.page.click("#publish-go")
    expect(desk.page.locator("#releases")).to_contain_text("新文字“扫码缴费处”")
    expect(desk.page.locator("#releases")).to_contain_text("要由另一人批准")
    assert desk.get("/api/plan")["revision"] == revision
    desk.page.locator("#releases button", has_text="撤回").click()
    expect(desk.page.locator("#releases")).to_have_text("")


def test_publishing_without_the_hall_is_told_at_once_and_not_later(sit: Sit):
    desk = sit()
    desk.page.route("**/api/plan/**", lambda route: route.abort())
    desk.item("places/w4").focus()
    desk.keys("ArrowRight")
    desk.page.click("#publish")
    expect(desk.page.locator("#toast")).to_contain_text("连不上大厅服务器")
    desk.page.unroute("**/api/plan/**")
    desk.saved()
    desk.page.evaluate("() => onedoor.checkNow()")
    expect(desk.page.locator("#publish-dialog")).to_be_hidden()
    desk.page.click("#publish")
    expect(desk.page.locator("#publish-dialog")).to_be_visible()
    desk.keys("Escape")


def test_nothing_is_dragged_out_of_the_hall(sit: Sit):
    desk = sit()
    before = place(desk.saved(), "w4")
    desk.drag((before["x"], before["y"]), (before["x"], -4))
    held = place(desk.saved(), "w4")
    assert (held["x"], held["y"]) == (before["x"], 0)
    desk.item("places/w4").focus()
    desk.keys("ArrowUp", "ArrowUp", "ArrowDown")
    assert place(desk.saved(), "w4")["y"] > 0, "back it goes"
    desk.page.mouse.move(*desk.at(*(place(desk.saved(), "w1")[axis] for axis in "xy")))
    before = desk.saved()
    desk.page.mouse.down()
    desk.page.mouse.move(*desk.at(25, 12), steps=4)
    desk.keys("Escape")
    desk.page.mouse.up()
    assert desk.saved() == before, "Esc lets go"
    zone = place(desk.saved(), "za")
    desk.drag((zone["x"] - 1, zone["y"]), (zone["x"] - 1, zone["y"] - 9))
    assert min(y for _, y in place(desk.saved(), "za")["outline"]) == 0, "nor an edge of what has edges"
    desk.drag(place(desk.saved(), "za")["outline"][0], (-3, -3))
    x, y = place(desk.saved(), "za")["outline"][0]
    assert (x, y >= 0) == (0, True)


def test_the_box_names_what_waits_for_the_same_window(sit: Sit):
    desk = sit()
    desk.item("places/w4").focus()
    desk.keys("ArrowRight")
    desk.saved()
    at = (datetime.now(UTC) + timedelta(days=7)).isoformat()
    release = desk.post("/api/plan/publish", {"version": desk.get("/api/plan")["version"], "at": at})["release"]
    desk.page.reload()
    desk.ready()
    desk.item("places/w4").focus()
    desk.keys("ArrowDown")
    desk.saved()
    desk.page.click("#publish")
    expect(desk.page.locator("#publish-warnings")).to_contain_text("的定时发布（manager）也改了同一处：4 号窗口")
    desk.post(f"/api/plan/releases/{release}/withdraw", {"prevails": "draft"})


def test_a_strip_is_called_after_its_window(sit: Sit):
    desk = sit()

    def names() -> list[str]:
        return [one["name_zh"] for one in desk.saved()["screens"] if one["place"] == "w1" and one["layout"] == "strip"]

    desk.page.evaluate("""() => {
      const { draft, edit, nameOf } = onedoor;
      const called = (id) => nameOf("places", draft.plan.places.find((one) => one.id === id));
      edit("t", { ...draft.plan, screens: draft.plan.screens.map((one) => one.layout === "strip" && one.place
        ? { ...one, name_zh: called(one.place) } : one) });
    }""")
    before = names()
    desk.item("places/w1").focus()
    desk.page.fill("[data-field=name_zh]", "税务窗口")
    desk.page.press("[data-field=name_zh]", "Tab")
    assert before
    assert names() == ["1 号窗口　税务窗口"] * len(before)


def test_hostile_words_are_words_and_nonsense_is_said_where_it_was_typed(sit: Sit):
    desk = sit()
    desk.keys("/", "6", "Enter")
    name, x = desk.page.locator("[data-field=name_zh]"), desk.page.locator("[data-field=x]")
    name.fill(HOSTILE)
    name.press("Tab")
    x.fill("三米半")
    x.press("Enter")
    expect(x).to_have_attribute("aria-invalid", "true")
    expect(x).to_have_value("三米半")
    saved = place(desk.saved(), "w6")
    assert (saved["name_zh"], saved["x"]) == (HOSTILE, 56)
    desk.page.fill("#search", "<img")
    expect(desk.page.locator("#found")).to_contain_text("<img src=x")
    desk.keys("Escape", "q")
    expect(desk.page.locator("#faults")).to_contain_text("<img")
    assert desk.page.locator("main img").count() == 0
    assert "大厅图" in desk.page.title()
    desk.page.click("#tab-thing")
    name.fill("长" * 401)
    name.press("Tab")
    expect(desk.page.locator(".wrong:visible").first).to_contain_text("最多 400 个字")
    assert place(desk.saved(), "w6")["name_zh"] == HOSTILE
    assert desk.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_hall_drawn_from_nothing(sit: Sit):
    desk = sit(fresh=False)
    desk.start_from({"name_zh": "小厅"})
    desk.page.click("#draw-first")
    for field, metres in (("width", "30"), ("depth", "20")):
        desk.page.fill(f"[data-field={field}]", metres)
        desk.page.press(f"[data-field={field}]", "Enter")
    desk.page.click("#whole")
    desk.keys("e")
    desk.click(15, 19)
    for words in ("#summary-check", "#faults"):
        expect(desk.page.locator(words)).to_contain_text("可检查的")
    expect(desk.page.locator("#faults")).to_contain_text("还没有可去的地方，还没有挂屏")
    expect(desk.page.locator("#faults .sound")).to_have_count(0)
    desk.keys("w")
    for at in ((15, 19), (15, 12), (15, 6)):
        desk.click(*at)
    desk.keys("Escape", "c")
    desk.click(13, 3)
    desk.click(17, 3)
    desk.keys("z")
    desk.drag((11, 1.5), (19, 4.5))
    desk.keys("k")
    desk.page.click("[data-facility=exit]")
    desk.click(15, 20)
    desk.keys("s")
    for at in ((15, 19), (15, 12), (15, 6), (13, 3)):
        desk.click(*at)
    plan = desk.saved()
    assert [one["name_zh"] for one in plan["screens"]][:3] == ["入口", "A 区附近", "A 区旁"]
    assert [(one["kind"], one["number"], one["zone"]) for one in plan["places"]] == [
        ("window", "1", "zone1"),
        ("window", "2", "zone1"),
        ("zone", "", ""),
        ("exit", "", ""),
    ]
    assert [(one["heading"], one["layout"]) for one in plan["screens"]][:3] == [(0, "guidance")] * 3
    assert plan["screens"][3]["layout"] == "strip"
    desk.keys("Escape", "q")
    expect(desk.page.locator("#faults .sound")).to_contain_text("1 个入口都走得到")
    desk.page.evaluate(
        "() => onedoor.put({ ...onedoor.draft.plan, places: onedoor.draft.plan.places.map("
        "(one) => (one.kind === 'zone' ? { ...one, name_zh: '自助机 1' } : one)) })"
    )
    desk.keys("s")
    desk.click(15, 12)
    assert desk.saved()["screens"][-1]["name_zh"] == "自助机 1 附近"
    desk.keys("k")
    desk.page.click("[data-facility=water]")
    desk.click(13, 12)
    desk.keys("Escape", "g")
    expect(desk.page.locator("#changes .sentences")).to_contain_text("新增饮水处")


def test_a_place_is_fastened_to_the_way_beside_it_joined_or_not_until_somebody_chooses(sit: Sit):
    """A loose way is joined later; a nearer way is drawn later."""
    desk = sit(fresh=False)
    nodes = {"e1": (15, 18), "mid": (15, 11), "near": (7, 11), "loose": (4, 3), "end": (4, 13)}
    desk.start_from(
        {
            "name_zh": "小厅",
            "floors": [{"id": "f1", "level": 1, "name_zh": "一层", "width": 30, "depth": 20}],
            "nodes": [
                {"id": id, "floor": "f1", "x": x, "y": y, "kind": "entrance" if id == "e1" else "junction"}
                for id, (x, y) in nodes.items()
            ],
            "ways": [{"id": a, "a": a, "b": b} for a, b in (("e1", "mid"), ("mid", "near"), ("loose", "end"))],
        }
    )
    for kind, at in (("water", (5, 9)), ("toilet", (26, 3)), ("desk", (26, 7))):
        desk.keys("k")
        desk.page.click(f"[data-facility={kind}]")
        desk.click(*at)
    desk.keys("Escape")
    assert place(desk.saved(), "water1")["node"] == "end", "beside the loose way, though an end of another is nearer"
    desk.page.select_option(".field:has-text('人站的路口') select", "near")
    desk.keys("Escape", "w")
    for at in ((15, 11), (24, 7), (24, 3)):
        desk.click(*at)
    desk.keys("Escape")
    expect(desk.page.locator("#toast")).to_contain_text("1 个地方改接到最近的路口")
    plan = desk.saved()
    at = {node["id"]: (node["x"], node["y"]) for node in plan["nodes"]}
    assert [at[place(plan, id)["node"]] for id in ("water1", "toilet1", "desk1")] == [(4, 13), (24, 3), (7, 11)]
    desk.click(4, 13)
    desk.click(7, 11)  # the loose way is joined
    assert place(desk.saved(), "water1")["node"] == "end"


def test_what_the_compiler_refuses_needs_a_second_person(sit: Sit):
    desk = sit()
    desk.item("ways/info_c").focus()
    desk.keys("Delete", "q")
    refusal = desk.page.locator("#faults .fault.bad").first
    refused = refusal.locator(".what").inner_text()
    refusal.click()
    expect(desk.page.locator("#layer-marks .pin.pulse").or_(desk.page.locator(".item.chosen")).first).to_be_visible()
    desk.page.click("#publish")
    desk.page.click("#publish-go")
    expect(desk.page.locator("#publish-say")).to_contain_text("理由")
    desk.page.fill("#publish-reason", "中庭装修一天")
    desk.page.click("#publish-go")
    expect(desk.page.locator("#releases")).to_contain_text("中庭装修一天")
    expect(desk.page.locator("#releases")).to_contain_text("要由另一人批准")
    desk.page.click("#releases button:has-text('看改动')")
    expect(desk.page.locator("#review-go")).not_to_be_visible()
    desk.page.click("#review [data-close]")
    other = sit("admin", fresh=False)
    expect(other.page.locator("#releases")).to_contain_text("处没有通过")
    other.page.click("#releases button:has-text('批准')")
    expect(other.page.locator("#review-faults .say").first).to_have_text(refused)
    expect(other.page.locator("#review-changes .change").first).to_be_visible()
    expect(other.page.locator("#review-go")).to_be_visible()
    desk.page.click("#releases button:has-text('撤回')")
    expect(other.page.locator("#review")).not_to_be_visible()
    expect(desk.page.locator("#releases .release")).to_have_count(0)
    expect(other.page.locator("#releases .release")).to_have_count(0)
    desk.page.click("#publish")
    desk.page.fill("#publish-reason", "中庭装修一天")
    desk.page.click("#publish-go")
    other.page.click("#releases button:has-text('批准')")
    other.page.click("#review-go")
    expect(desk.page.locator("#published")).to_contain_text("manager 提出、admin 批准")


def test_the_menu_shuts_by_itself(sit: Sit):
    desk = sit()
    menu = desk.page.locator("#menu")
    for shut in (lambda: desk.keys("Escape"), lambda: desk.click(30, 30), lambda: desk.keys("Control+Enter")):
        desk.page.click("#menu summary")
        expect(menu).to_have_attribute("open", "")
        shut()
        expect(menu).not_to_have_attribute("open", "")


def test_publishing_asked_for_at_once_and_twice_waits_for_the_check_and_asks_once(sit: Sit):
    desk, troubles = sit(), []
    desk.page.on("pageerror", lambda error: troubles.append(str(error)))
    desk.post("/api/plan/draft/discard", {"version": desk.get("/api/plan")["version"]})
    desk.page.reload()
    desk.ready()
    desk.keys("Control+Enter")
    expect(desk.page.locator("#toast")).to_contain_text("没有可发布的改动")
    desk.item("places/w2").focus()
    desk.keys("ArrowRight", "Control+Enter", "Control+Enter")
    expect(desk.page.locator("#publish-go")).to_be_visible()
    desk.page.evaluate("() => onedoor.checkNow()")
    assert not troubles


def test_an_input_method_keeps_its_keys(sit: Sit):
    """Enter on a candidate leads nowhere, Esc on one commits nothing; what is composed is sought when it is done."""
    desk = sit()
    page = desk.page
    with input_method(page) as pinyin:
        page.fill("#search", "")
        page.focus("#search")
        pinyin.compose("zonghe")
        expect(page.locator("#search")).to_have_value("zonghe")
        pinyin.key("ArrowDown")
        pinyin.choose("综合")
        expect(page.locator("#search")).to_have_value("综合")
        expect(page.locator("#search")).to_be_focused()
        expect(page.locator("#found")).to_contain_text("综合")
        page.keyboard.press("Enter")
        expect(page.locator("#thing-name")).to_contain_text("综合")
        before = desk.saved()
        name = page.locator("#thing-form [data-field=name_zh]")
        was = name.input_value()
        name.focus()
        page.keyboard.press("End")
        pinyin.compose("shui")
        expect(name).to_have_value(f"{was}shui")
        pinyin.give_up()
        expect(name).to_be_focused()
        expect(name).to_have_value(was)
        assert desk.saved() == before
        pinyin.compose("shui")
        pinyin.choose("税")
        expect(name).to_be_focused()
        name.press("Tab")
        assert [one["name_zh"] for one in desk.saved()["places"] if one["name_zh"].endswith("税")] == [f"{was}税"]
        number = page.locator("#thing-form [data-field=x]")
        number.focus()
        page.keyboard.press("ControlOrMeta+a")
        pinyin.compose("wushi")
        pinyin.key("Enter")
        expect(number).not_to_have_attribute("aria-invalid", "true")
        pinyin.choose("50")
        number.press("Enter")
        page.keyboard.press("Escape")
        assert any(one["x"] == 50 for one in desk.saved()["places"])


def test_a_window_at_which_somebody_works_is_not_taken_away_in_silence(sit: Sit, serving: Serving):
    desk, asked = sit(), []
    clerk = desk.browser.new_page()
    clerk.goto(f"{serving.url}/sign-in")
    clerk.fill("[name=login]", "clerk1")
    clerk.fill("[name=password]", serving.passwords["clerk1"])
    clerk.press("[name=password]", "Enter")
    clerk.goto(f"{serving.url}/window")
    clerk.click('[data-window="w4"]')
    desk.page.evaluate("""() => new Promise((done) => {
      (function look() { if (onedoor.hall.inUse.w4) done(); else requestAnimationFrame(look); })();
    })""")
    desk.page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    desk.item("places/w4").focus()
    desk.keys("Delete")
    assert "4 号窗口有人在办公" in asked[0]
    assert place(desk.saved(), "w4")["zone"] == "za", "thought better of"
    desk.drag((39, 5), (56.7, 13))
    desk.saved()
    desk.page.click("#publish")
    expect(desk.page.locator("#publish-in-use")).to_contain_text("4 号窗口有人在办公")
    clerk.get_by_role("button", name="退出").click()
    expect(desk.page.locator("#publish-in-use")).to_have_text("")


def test_a_kiosk_that_stands_where_a_publish_leaves_no_place_is_named_in_the_box(sit: Sit, serving: Serving):
    desk, asked = sit(), []
    station, _ = enrolled(serving, "自助机 ZZ-02")
    csrf = desk.page.locator("meta[name=csrf]").get_attribute("content") or ""
    stand = {"form": {"place": "kiosk2"}, "headers": {"X-CSRF-Token": csrf}}
    assert desk.page.request.post(f"{serving.url}/api/stations/{station}/place", **stand).ok
    desk.page.wait_for_function("() => onedoor.hall.inUse.kiosk2")
    desk.page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    desk.item("places/kiosk2").focus()
    desk.keys("Delete")
    assert "自助机 ZZ-02 就在这里用着" in asked[0]
    desk.saved()
    desk.page.click("#publish")
    expect(desk.page.locator("#publish-in-use")).to_contain_text("自助机 ZZ-02 就在这里用着")
