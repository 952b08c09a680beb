"""A screen that loses its power, and comes back while the hall is away."""

import signal
from pathlib import Path

import psutil
from playwright.sync_api import BrowserContext, Playwright, expect

from tests.hall.signage.standing import serving
from tests.support.browser import CHROMIUM
from tests.support.glass import on_glass


def start(playwright: Playwright, profile: Path) -> BrowserContext:
    return playwright.chromium.launch_persistent_context(
        str(profile), executable_path=str(CHROMIUM), args=["--no-sandbox"], viewport={"width": 1280, "height": 720}
    )


def cut_power(profile: Path) -> None:
    """Every process of the browser at once, as a plug pulled does."""
    for process in psutil.process_iter(["cmdline"]):
        if f"--user-data-dir={profile}" in (process.info["cmdline"] or []):
            for one in (*process.children(recursive=True), process):
                one.send_signal(signal.SIGKILL)


def test_a_screen_starts_from_its_own_store_without_the_hall(playwright, tmp_path):
    profile = tmp_path / "profile"
    with serving(tmp_path / "hall") as standing:
        port = int(standing.url.rsplit(":", 1)[1])
        page = start(playwright, profile).new_page()
        standing.pair(page, "s4")
        standing.until("s4", "shown")
        page.evaluate("""async () => {
          await navigator.serviceWorker.ready;
          const cache = await caches.open("onedoor-screen");
          while ((await cache.keys()).length < 10) await new Promise((done) => setTimeout(done, 50)); }""")
        cut_power(profile)
        standing.until("s4", "absent")
    context = start(playwright, profile)
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{port}/screen")
    expect(on_glass(page).locator(".page .line").first).to_contain_text("综合窗口")
    expect(on_glass(page).locator(".stamp")).to_contain_text("起未连上大厅")
    with serving(tmp_path / "hall", port) as standing:
        expect(on_glass(page).locator(".stamp")).not_to_contain_text("未连上大厅", timeout=15000)
        standing.until("s4", "shown")
        context.close()
