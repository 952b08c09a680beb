"""The glass itself, at its real pixels: everything in it, nothing over another, letters as large as one needs."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from itertools import count, product

import pytest
from playwright.sync_api import Browser, Page, expect

from hall.contract.frame import Frame, NoticeLine
from hall.contract.plan import Hours, Plan, Screen
from hall.signage.frames import Called, frame_of
from tests.hall.signage.standing import Standing, serving
from tests.support.glass import on_glass, open_page
from tests.support.plans import changed

SCREENS = {
    "16:9": "s4",
    "portrait": "s1",
    "4:3": "s10",
    "strip 2:1": "strip3",
    "board": "board",
    "smaller board": "board2",
    "both": "s5",
}
LONG = "长" * 400
HOSTILE = "مكتب ١٢٣ \u202eabc\u202d מידע"
MEASURED = """(letter) => {
  const root = document.querySelector("article.frame:not(.behind)"), faults = [];
  const seen = (one) => one.textContent && one.getClientRects().length && getComputedStyle(one).visibility === "visible"
    && getComputedStyle(one).display !== "none";
  const words = [...root.querySelectorAll("p, b, span, .notice")]
    .filter((one) => seen(one) && !one.querySelector("p, b, span"));
  const boxes = words.map((one) => {
    const range = document.createRange();
    range.selectNodeContents(one);
    const { left, right, top, bottom } = range.getBoundingClientRect();
    const size = parseFloat(getComputedStyle(one).fontSize);
    return { one, left, right, top, bottom, size, text: one.textContent.slice(0, 20) };
  });
  for (const box of boxes) {
    const inside = box.left > -1 && box.top > -1 && box.right < innerWidth + 1 && box.bottom < innerHeight + 1;
    if (!inside) faults.push(`outside: ${box.text}`);
    if (box.one.closest("footer") && !box.one.matches(".clock")) continue; // for who stands before it
    const chinese = /[\\u4e00-\\u9fff]/.test(box.text);
    if (box.size < letter * (chinese ? 0.49 : 0.455)) faults.push(`small: ${box.text} ${box.size} of ${letter}`);
  }
  const lines = (box) => Math.round((box.bottom - box.top) * 0.12); // a line's own air may touch another's
  boxes.forEach((a, i) => boxes.slice(i + 1).forEach((b) => {
    const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const high = Math.min(a.bottom - lines(a), b.bottom - lines(b)) - Math.max(a.top + lines(a), b.top + lines(b));
    if (wide > 1 && high > 1) faults.push(`over each other: ${a.text} | ${b.text}`);
  }));
  for (const one of cutOff(root)) {
    const [wide, high, width, height] = [one.scrollWidth, one.scrollHeight, one.clientWidth, one.clientHeight];
    faults.push(`cut off: ${one.textContent.slice(0, 20)}, ${wide} × ${high} in ${width} × ${height}`);
  }
  if (!words.length) faults.push("nothing there");
  return faults;
}"""

TURNED = """(turn) => {
  draw();
  turnPages(shown.root, shown.frame, hallNow() + turn * shown.frame.page_seconds * 1000);
}"""


REVISIONS = count(901)


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standing]:
    with serving(tmp_path_factory.mktemp("glass") / "hall") as standing:
        yield standing


def plan_for(standing: Standing, name: str, **values: object) -> tuple[Plan, Screen]:
    screen = SCREENS[name]
    if name == "both":
        values |= {"layout": "both", "width": 3300, "height": 930, "farthest": 5.0}
    plan = changed(standing.published.plan, "screens", screen, **values)
    hung = plan.screen(screen)
    assert hung
    return plan, hung


def glass(browser: Browser, standing: Standing, screen: Screen) -> Page:
    page = open_page(browser, *screen.pixels)
    standing.pair(page, screen.id)
    return page


def shown(standing: Standing, page: Page, frame: Frame) -> None:
    standing.offer(frame)
    page.wait_for_function("(revision) => shown?.frame.revision === revision", arg=frame.revision)


def faces(page: Page, letter: float) -> list[str]:
    """The faults of every face of the glass, each turn of pages, notices and languages laid out by itself."""
    faults: list[str] = []
    for turn in range(12):
        page.evaluate(TURNED, turn)
        faults += page.evaluate(MEASURED, letter)
    return sorted(set(faults))


def in_pixels(frame: Frame, screen: Screen) -> float:
    wide, high = screen.pixels
    return frame.letter_mm * min(wide / screen.width, high / screen.height)


def notices(now: datetime, zh: str, en: str) -> tuple[NoticeLine, ...]:
    return tuple(
        NoticeLine(id=n, priority=1, zh=text, en=other, starts=now - timedelta(hours=1), ends=now + timedelta(hours=1))
        for n, (text, other) in enumerate([(zh, en), ("今日 16:30 停止取号", "No new numbers after 16:30")])
    )


def called(now: datetime, many: int = 8) -> list[Called]:
    return [Called(n, f"A{n:03}", "3", "综合收件", "Application intake", "请", now) for n in range(many, 0, -1)]


@pytest.mark.parametrize("name", SCREENS)
def test_every_face_of_every_format_is_whole_and_large_enough(hall: Standing, browser: Browser, name: str):
    page, now = glass(browser, hall, plan_for(hall, name)[1]), datetime.now(UTC)
    longest = notices(now, "系统维护" * 15, "System maintenance, no pick-up. " * 4)
    held = (([], ()), (called(now), ()), (called(now), longest), ([], longest))
    for languages, (calls, hung) in product(("both", "turns"), held):
        plan, screen = plan_for(hall, name, languages=languages)
        frame = frame_of(plan, next(REVISIONS), screen, now, calls=calls, notices=hung)
        shown(hall, page, frame)
        page.evaluate("() => turns.take(shown.frame.calls.slice())")
        assert faces(page, in_pixels(frame, screen)) == [], (languages, calls, hung)


def test_the_number_over_a_window_stands_through_every_notice(hall: Standing, browser: Browser):
    plan, screen = plan_for(hall, "strip 2:1")
    page, now = glass(browser, hall, screen), datetime.now(UTC)
    hung = notices(now, "3 号窗口暂停办理，请到 4 号窗口。", "Window 3 is paused. Please go to window 4.")
    for calls in ([], called(now, 1)):
        shown(hall, page, frame_of(plan, next(REVISIONS), screen, now, calls=calls, notices=hung))
        page.evaluate("() => turns.take(shown.frame.calls.slice())")
        for turn in range(6):
            page.evaluate(TURNED, turn)
            expect(on_glass(page).locator(".plate .number")).to_be_visible()


@pytest.mark.parametrize("name", ["16:9", "portrait", "strip 2:1", "board"])
def test_a_way_out_is_whole_and_large_on_every_format(hall: Standing, browser: Browser, name: str):
    from hall.signage.evacuation.ways_out import frames_out

    plan, screen = plan_for(hall, name, languages="turns")
    page = glass(browser, hall, screen)
    for mode in ("drill", "evacuation"):
        frame = frames_out(plan, next(REVISIONS), mode, datetime.now(UTC))[screen.id]
        shown(hall, page, frame)
        expect(on_glass(page).locator(".page.on .line .zh").first).to_contain_text("出口")
        expect(on_glass(page).locator(".page.on .line .en").first).to_contain_text("exit")
        assert faces(page, in_pixels(frame, screen)) == [], mode


def test_two_languages_side_by_side_and_by_turns(hall: Standing, browser: Browser):
    plan, screen = plan_for(hall, "16:9")
    page = glass(browser, hall, screen)
    zh, en = (page.locator(f".frame:not(.behind) .page.on .line .words .{tongue}").first for tongue in ("zh", "en"))
    shown(hall, page, frame_of(plan, next(REVISIONS), screen, datetime.now(UTC)))
    expect(zh).to_be_visible()
    expect(en).to_be_visible()
    turns = screen.model_copy(update={"languages": "turns"})
    shown(hall, page, frame_of(plan, next(REVISIONS), turns, datetime.now(UTC)).model_copy(update={"page_seconds": 3}))
    for here, gone in ((zh, en), (en, zh)):
        expect(here).to_be_visible(timeout=15000)
        expect(gone).not_to_be_visible()


@pytest.mark.parametrize("name", ["16:9", "strip 2:1"])
@pytest.mark.parametrize("words", [LONG, HOSTILE], ids=["400 characters", "right to left"])
def test_a_name_that_slipped_through_stays_in_its_own_place(hall: Standing, browser: Browser, name: str, words: str):
    """Forced by two past the compiler: its own words are cut and told, its neighbours stand as they stood."""
    plan, screen = plan_for(hall, name)
    page, now = glass(browser, hall, screen), datetime.now(UTC)
    boxes = """() => [...document.querySelectorAll("article.frame:not(.behind) :is(.arrow, .tag, .pictogram, .number)")]
      .filter((one) => one.getClientRects().length).map((one) => { const box = one.getBoundingClientRect();
        return [box.left, box.top, box.right].map(Math.round); })"""
    frame = frame_of(plan, next(REVISIONS), screen, now)
    shown(hall, page, frame)
    before = page.evaluate(boxes)
    first, *others = frame.pages[0] if frame.pages else [None]
    if first is None:
        evil = frame.model_copy(update={"revision": next(REVISIONS), "plate_zh": words, "plate_en": words})
    else:
        line = first.model_copy(update={"zh": words, "en": words})
        evil = frame.model_copy(update={"revision": next(REVISIONS), "pages": ((line, *others), *frame.pages[1:])})
    shown(hall, page, evil)
    assert page.evaluate(boxes) == before
    assert page.evaluate("""() => { const all = document.documentElement;
      return all.scrollWidth <= innerWidth && all.scrollHeight <= innerHeight; }""")
    rest = [
        fault
        for fault in faces(page, in_pixels(frame, screen))
        if not any(part in fault for part in ("cut off", words[:8]))
    ]
    assert rest == []
    assert hall.until(screen.id, "shown", revision=evil.revision)["hash"] == evil.hash()[:8]
    if words is LONG:
        assert "放不下" in hall.refusals("cut")[0]


def test_a_place_that_shuts_is_off_the_signs_from_that_minute(hall: Standing, browser: Browser, monkeypatch):
    """Day parts: by the hall's own hours, in the hall's own time."""
    plan, screen = plan_for(hall, "16:9")
    open_hours = (Hours(days=tuple(range(1, 8)), opens=time(9), closes=time(17)),)

    def at(hour: int, minute: int) -> None:
        then = datetime(2026, 11, 24, hour, minute, 30, tzinfo=hall.kit.clock.zone)
        monkeypatch.setattr(hall.kit.clock, "local", lambda _instant: then)

    at(16, 58)
    hall.put(changed(plan, "places", "training", open=open_hours))
    page = glass(browser, hall, screen)
    room = on_glass(page).locator(".line", has_text="会议培训室")
    expect(room).to_have_count(1)
    at(17, 0)
    expect(room).to_have_count(0)
    hall.until(screen.id, "shown")
    at(9, 0)
    expect(room).to_have_count(1)
    hall.put(plan)
