"""Players in a real browser: what they show, what they refuse, what the console knows of them."""

import re
import time
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from hall.signage.frames import Called, frame_of
from hall.signage.link import Rendered
from hall.signage.signing import Signer
from tests.hall.signage.standing import Standing
from tests.support.glass import CODE, on_glass, open_page, watch
from tests.support.plans import beside, without

WRONG_CLOCK = "() => { const real = Date.now; Date.now = () => real() - 3 * 3600e3; }"


@pytest.mark.parametrize("query", ["", "?own"], ids=["browser's Ed25519", "TweetNaCl, as on plain http"])
def test_a_paired_screen_paints_its_frame_and_says_so(standing: Standing, browser, query):
    page = open_page(browser)
    standing.pair(page, "s4", query)
    row = standing.until("s4", "shown")
    frame = frame_of(
        standing.published.plan, standing.published.revision, standing.published.plan.screen("s4"), datetime.now(UTC)
    )
    assert row["hash"] == frame.hash()[:8]
    expect(on_glass(page).locator(".page .line").first).to_contain_text("综合窗口")
    expect(on_glass(page).locator(".stamp")).to_have_text(re.compile(r"^\d\d?:\d\d$"))


def test_a_moved_window_is_on_every_screen_at_one_moment(standing: Standing, browser):
    glasses = {screen: open_page(browser, 960, 540) for screen in ("s5", "s8", "s17")}
    for screen, page in glasses.items():
        standing.pair(page, screen)
        watch(page)
    for screen in glasses:
        standing.until(screen, "shown")
    standing.put(beside(standing.published.plan, "w5", "w7"))
    for screen in glasses:
        standing.until(screen, "shown", revision=standing.published.revision)
    turns = [standing.turned(page) for page in glasses.values()]
    assert max(turns) - min(turns) < 0.15, turns


def test_a_screen_that_the_plan_has_no_more_goes_dark_with_the_others_and_comes_back(standing: Standing, browser):
    glasses = {screen: open_page(browser, 960, 540) for screen in ("s5", "s8")}
    for screen, page in glasses.items():
        standing.pair(page, screen)
        watch(page)
    for screen in glasses:
        standing.until(screen, "shown")
    before = standing.published.plan
    standing.put(without(beside(before, "w5", "w7"), "screens", "s8"))
    turns = [standing.turned(page) for page in glasses.values()]
    assert max(turns) - min(turns) < 0.15, turns
    expect(on_glass(glasses["s8"]).locator(".page .line")).to_have_count(0)
    expect(on_glass(glasses["s8"]).locator(".stamp")).not_to_be_visible()
    taken_down, was = standing.until("s8", "orphan", revision=standing.published.revision), before.screen("s8")
    assert taken_down["words"] == "图上已无此屏，已熄屏"
    assert (taken_down["number"], taken_down["name"]) == (was.number, was.name_zh), "so that it can be found"
    hung = len(standing.published.plan.screens)
    assert standing.state()["sentence"].startswith(f"1/{hung} 块屏显示 v{standing.published.revision} ")
    assert standing.state()["sentence"].endswith(" · 1 块已不在图上")
    glasses["s8"].reload()  # and from then on, also when it comes back
    expect(on_glass(glasses["s8"])).to_have_attribute("data-mode", "blank")
    standing.until("s8", "orphan", revision=standing.published.revision)

    alarm = standing.post("/api/evacuation/begin", {"mode": "evacuation"}).json()["alarm"]
    expect(on_glass(glasses["s8"]).locator(".alarm b")).to_have_text("请立即疏散")
    expect(on_glass(glasses["s8"]).locator(".no-way")).to_be_visible()
    for role in ("manager", "security"):
        standing.post("/api/evacuation/clear", {"alarm": alarm}, login=role)
    expect(on_glass(glasses["s8"])).to_have_attribute("data-mode", "blank")
    standing.put(before)
    expect(on_glass(glasses["s8"]).locator(".page .line").first).to_be_visible()
    standing.until("s8", "shown", revision=standing.published.revision)


def test_pairing_goes_on_with_the_next_screen_and_asks_before_it_replaces(standing: Standing, browser):
    first, other, manager = open_page(browser), open_page(browser), open_page(browser)
    manager.goto(f"{standing.url}/signs")
    for page in (first, other):
        page.goto(f"{standing.url}/screen")
        expect(page.locator("#code")).not_to_have_text("")
    manager.fill("#code", first.locator("#code").inner_text())
    manager.select_option("#screen", "s13")
    manager.press("#code", "Enter")
    expect(on_glass(first)).to_be_visible()
    player = standing.until("s13", "shown")["player"]
    expect(manager.locator("#screen")).not_to_have_value("s13")
    asked: list[str] = []

    def answer(dialog):
        asked.append(dialog.message)
        dialog.dismiss()

    manager.on("dialog", answer)
    manager.fill("#code", other.locator("#code").inner_text())
    expect(manager.locator("#screen option[value=s13]")).to_contain_text("替换")
    manager.select_option("#screen", "s13")
    with manager.expect_event("dialog"):
        manager.press("#code", "Enter")
    assert "屏 13 已有播放器" in asked[0]
    expect(on_glass(first)).to_be_visible()
    assert standing.rows()["s13"]["player"] == player
    manager.fill("#code", "ZZZ 999")
    manager.press("#code", "Enter")
    expect(manager.locator("#say")).to_contain_text("没有这个配对码")
    assert len(asked) == 1, "a wrong code is wrong before anything is asked"
    manager.remove_listener("dialog", answer)
    manager.once("dialog", lambda dialog: dialog.accept())
    manager.fill("#code", other.locator("#code").inner_text())
    manager.press("#code", "Enter")
    expect(on_glass(other)).to_be_visible()
    expect(first.locator("#code")).to_have_text(CODE)


def test_nobody_is_replaced_by_who_did_not_see_him(standing: Standing, browser):
    """Two managers pair the same screen: the second is asked about the player the first has just put there."""
    first, other = open_page(browser), open_page(browser)
    standing.pair(first, "s13")
    other.goto(f"{standing.url}/screen")
    expect(other.locator("#code")).to_have_text(CODE)
    pairing = {"code": other.locator("#code").inner_text(), "screen": "s13"}
    for replaces in ("", "p000000000000"):
        answer = standing.post("/api/signs/pair", pairing | {"replaces": replaces})
        assert (answer.status_code, answer.json()["code"]) == (409, "paired")
    expect(on_glass(first)).to_be_visible()
    assert standing.post("/api/signs/pair", pairing | {"replaces": standing.rows()["s13"]["player"]}).status_code == 200
    expect(on_glass(other)).to_be_visible()


def test_the_small_map_speaks_as_its_legend(standing: Standing, browser):
    page, manager = open_page(browser), open_page(browser)
    standing.pair(page, "s15")
    standing.until("s15", "shown")
    manager.goto(f"{standing.url}/signs")
    dot = manager.locator("#floors .dot")
    for screen, tone in (("s15", "good"), ("strip8", "unpaired")):
        one = dot.and_(manager.locator(f"[data-screen={screen}]"))
        expect(one).to_have_class(f"dot {tone}")
        expect(one.locator("text")).to_have_text(standing.published.plan.screen(screen).number)
        expect(manager.locator(f".legend .{tone}")).to_be_visible()
    strip, window = standing.published.plan.screen("strip8"), standing.published.plan.place("w8")
    seen = next(one for floor in standing.state()["floors"] for one in floor["dots"] if one["screen"] == strip.id)
    assert (seen["x"], seen["y"], seen["over"]) == (window.x, window.y, True)


def test_a_key_of_the_console_stays_under_the_finger(standing: Standing, browser):
    page, manager = open_page(browser), open_page(browser)
    standing.pair(page, "s16")
    standing.until("s16", "shown")
    manager.goto(f"{standing.url}/signs")
    button = manager.locator("#rows [data-screen=s16] button").nth(2)
    button.focus()
    for _ in range(3):
        manager.evaluate("() => { window.was = onedoor.state(); }")
        standing.show()
        manager.wait_for_function("onedoor.state() !== was")
        expect(button).to_be_focused()
    page.context.close()
    expect(manager.locator("#rows [data-screen=s16]")).to_contain_text("失去联系")
    expect(button).to_be_focused()


def test_a_console_that_is_cut_off_says_nothing_in_green_and_moves_nothing(standing: Standing, browser):
    manager = open_page(browser)
    away = True
    manager.add_init_script("delete window.SharedWorker")  # a line of its own, which we can cut
    manager.route_web_socket("**/live", lambda line: line.close() if away else line.connect_to_server())
    manager.goto(f"{standing.url}/signs")
    expect(manager.locator("#cut")).to_be_visible()
    expect(manager.locator("#sentence")).to_have_css("filter", "grayscale(1)")
    above = manager.locator("main").bounding_box()
    away = False
    expect(manager.locator("#cut")).to_be_hidden()
    expect(manager.locator("#sentence")).to_have_css("filter", "none")
    assert manager.locator("main").bounding_box()["y"] == above["y"]


def test_the_key_that_comes_where_pairing_was_does_no_harm_and_says_what_it_did(standing: Standing, browser):
    page, manager = open_page(browser), open_page(browser)
    manager.goto(f"{standing.url}/signs")
    keys = manager.locator("#rows [data-screen=s28] button")
    expect(keys).to_have_text(["配对"])
    spot = keys.bounding_box()
    standing.pair(page, "s28")
    standing.until("s28", "shown")
    expect(keys.last).to_have_text("找屏")
    now = keys.last.bounding_box()
    assert abs(now["x"] + now["width"] - spot["x"] - spot["width"]) < 1
    keys.last.click()
    expect(manager.locator("#told")).to_contain_text("屏 28 正闪出编号")
    expect(page.locator("#identify b")).to_have_text("28")
    page.context.close()
    expect(manager.locator("#rows [data-screen=s28]")).to_contain_text("失去联系")
    keys.last.click()
    expect(manager.locator("#told")).to_contain_text("现在收不到")


def test_a_short_code_and_no_code_are_told_from_a_wrong_one(standing: Standing, browser):
    page = open_page(browser)
    page.goto(f"{standing.url}/signs")
    page.select_option("#screen", "s14")
    for typed, words in (("ab2", "有六个字符，填了 3 个"), ("", "配对码有六个字符；"), ("ZZZ 999", "没有这个配对码")):
        page.fill("#code", typed)
        page.press("#code", "Enter")
        expect(page.locator("#say")).to_contain_text(words)
        expect(page.locator("#code")).to_be_focused()


def test_a_screen_refuses_what_the_hall_did_not_sign_for_it_now(standing: Standing, browser):
    page = open_page(browser)
    standing.pair(page, "s6")
    standing.until("s6", "shown")
    plan, link = standing.published.plan, standing.link("s6")
    before = on_glass(page).get_attribute("data-revision")
    true, evil = link.signer, frame_of(plan, 6666, plan.screen("s6"), datetime.now(UTC))

    def offer(frame, signer):
        link.signer = signer
        link.want(Rendered(frame))

    standing.do(lambda: offer(evil, Signer(bytes(32))))
    assert "签名不对" in standing.refusals("signature")[0]
    standing.do(lambda: offer(evil.model_copy(update={"screen": "s7"}), true))
    assert "另一块屏" in standing.refusals("other_screen")[0]
    standing.do(lambda: setattr(link, "seq", 0) or offer(evil, true))
    assert "重放" in standing.refusals("replay")[0]
    assert on_glass(page).get_attribute("data-revision") == before


def test_a_player_that_answers_for_another_is_refused_and_named(standing: Standing, browser):
    page = open_page(browser)
    player = standing.pair(page, "s7")
    other = open_page(browser)
    victim = standing.pair(other, "s9")
    standing.until("s7", "shown")
    page.evaluate(
        """async ([victim]) => { const link = new Worker(meta("link"));
      const kept = await new Promise((done) => { const open = indexedDB.open("onedoor-screen");
        open.onsuccess = () => { const get = open.result.transaction("kept").objectStore("kept").get("identity");
          get.onsuccess = () => done(get.result); }; });
      link.terminate();
      const line = new WebSocket(`ws://${location.host}/screen/link`);
      line.onmessage = (event) => {
        const nonce = "0".repeat(32), said = `${JSON.parse(event.data).c}|${victim}|${nonce}|`;
        const a = sha256.hmac(sha256(kept.secret), `onedoor-greeting-2|${said}`);
        line.send(JSON.stringify({ player: victim, nonce, a }));
      };
    }""",
        [victim],
    )
    told = standing.refusals("impostor")[0]
    assert "s7" in told
    assert player in told
    assert "s9" in told
    assert standing.rows()["s9"]["state"] == "shown"
    other.context.close()


def test_a_wrong_clock_on_the_player_changes_nothing_but_is_told(standing: Standing, browser):
    page = open_page(browser)
    page.on("worker", lambda worker: worker.evaluate(WRONG_CLOCK))
    page.add_init_script(f"({WRONG_CLOCK})()")
    standing.pair(page, "s10")
    row = standing.until("s10", "shown")
    end = time.monotonic() + 5
    while not (row := standing.rows()["s10"])["clock_off"]:
        assert time.monotonic() < end
        time.sleep(0.05)
    assert abs(row["clock_off"] + 3 * 3600) < 5
    now = standing.kit.clock.local(standing.kit.clock.now())
    soon = {f"{(now + timedelta(minutes=n)).strftime('%H:%M')}" for n in (0, 1)}
    assert on_glass(page).locator(".stamp").inner_text() in soon


def test_the_frozen_and_the_absent_are_named_within_three_seconds(standing: Standing, browser):
    page = open_page(browser)
    standing.pair(page, "s11")
    standing.until("s11", "shown")
    began = time.monotonic()
    page.evaluate("() => { setTimeout(() => { const end = Date.now() + 4000; while (Date.now() < end); }, 0); }")
    standing.until("s11", "frozen")
    assert time.monotonic() - began < 3.3  # and what the test's own looking takes
    standing.until("s11", "shown")
    began = time.monotonic()
    page.context.set_offline(True)
    standing.until("s11", "absent")
    assert time.monotonic() - began < 3.3
    expect(on_glass(page).locator(".stamp")).to_contain_text("起未连上大厅", timeout=8000)


def test_what_was_spoilt_behind_the_glass_is_told_mended_and_never_painted_over_again(standing: Standing, browser):
    """The frame before stands behind the glass; one painted over it keeps the parts that say the same."""
    page = open_page(browser)
    standing.pair(page, "s5")
    for other in ("w7", "w1"):
        standing.put(beside(standing.published.plan, "w5", other))
        standing.until("s5", "shown", revision=standing.published.revision)
    page.evaluate("for (const one of spare.root.querySelectorAll('.arrow')) one.style.transform = 'rotate(90deg)'")
    standing.put(beside(standing.published.plan, "w5", "w7"))
    standing.until("s5", "wrong")
    standing.until("s5", "shown", revision=standing.published.revision)
    for other in ("w1", "w7"):
        standing.put(beside(standing.published.plan, "w5", other))
        standing.until("s5", "shown", revision=standing.published.revision)
        assert "rotate" not in page.locator("#stage").inner_html()


def test_calls_take_turns_on_a_board_and_evacuation_goes_before_them(standing: Standing, browser):
    page = open_page(browser)
    standing.pair(page, "board")
    standing.until("board", "shown")
    standing.calls[:] = [
        Called(n, f"A{n:03}", "3", "综合收件", "Intake", f"请A{n:03}号到3号窗口", datetime.now(UTC)) for n in (2, 1)
    ]
    standing.show()
    expect(on_glass(page).locator(".big .who")).to_have_text("A001")
    expect(on_glass(page).locator(".big .goto .number")).to_have_text("3")
    plan = standing.published.plan
    out = frame_of(plan, 1, plan.screen("board"), datetime.now(UTC), mode="evacuation", ways_out=((plan_line(plan),),))
    standing.do(lambda: standing.signage.hub.flash({"board": Rendered(out)}))
    expect(on_glass(page).locator(".alarm")).to_contain_text("请立即疏散")
    expect(on_glass(page).locator(".big")).not_to_be_visible()
    standing.calls.clear()
    standing.show()  # what changes meanwhile waits for the all-clear
    expect(on_glass(page).locator(".alarm b")).to_be_visible()
    standing.do(standing.signage.hub.clear)
    expect(on_glass(page).locator(".alarm b")).not_to_be_visible()
    expect(on_glass(page).locator(".call")).to_have_count(0)


def plan_line(plan):
    from hall.contract.wayfinding import arrows

    return arrows(plan, "s4", None).pages[0][0]


def test_a_picture_is_drawn_and_kept_and_an_unpaired_screen_shows_a_code_again(standing: Standing, browser):
    import httpx

    page = open_page(browser)
    player = standing.pair(page, "s12")
    standing.until("s12", "shown")
    ask = f"{standing.url}/api/signs/{player}"
    assert httpx.post(f"{ask}/ask", json={"what": "picture"}, trust_env=False).status_code == 200
    end = time.monotonic() + 8
    while (picture := httpx.get(f"{ask}/picture", trust_env=False)).status_code == 404:
        assert time.monotonic() < end
        time.sleep(0.05)
    assert picture.content[:3] == b"\xff\xd8\xff"
    assert _varied(picture.content)
    httpx.post(f"{ask}/ask", json={"what": "identify"}, trust_env=False)
    expect(page.locator("#identify b")).to_have_text("12")
    httpx.post(f"{ask}/unpair", trust_env=False)
    expect(page.locator("#code")).to_have_text(CODE, timeout=8000)
    assert standing.rows()["s12"]["state"] == "unpaired"


def _varied(jpeg: bytes) -> bool:
    """A picture of a sign holds its ground and its ink."""
    import io

    from PIL import Image

    low, high = Image.open(io.BytesIO(jpeg)).convert("L").getextrema()
    return low < 60 and high > 240
