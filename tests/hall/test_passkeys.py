"""A passkey beside the password: in a browser with an authenticator of Chromium's own (CDP ``WebAuthn``), at the site's
name; and what is refused."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, CDPSession, Page, expect

from hall.accounts.passkeys.ceremony import Site, site_of
from hall.settings import SettingsError, load
from tests.hall.caller import House, signed_in
from tests.hall.serving import Serving
from tests.hall.test_staff import act
from tests.support.founded import sample_running

KEY = {"protocol": "ctap2", "transport": "usb", "hasResidentKey": False, "hasUserVerification": False}
"""One that is touched and asks for no PIN."""


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[Serving]:
    with sample_running(tmp_path / "hall", ONEDOOR_HALL_ALLOWED_HOSTS="localhost,127.0.0.1") as serving:
        yield serving


@contextmanager
def at_a_desk(browser: Browser, serving: Serving) -> Iterator[tuple[Page, CDPSession]]:
    """A page at ``localhost`` (an address has no passkeys), and what stands for the hand with the key."""
    port = serving.url.rpartition(":")[2]
    context = browser.new_context(base_url=f"http://localhost:{port}", viewport={"width": 1366, "height": 900})
    page = context.new_page()
    hand = context.new_cdp_session(page)
    hand.send("WebAuthn.enable")
    yield page, hand
    context.close()


def plug_in(hand: CDPSession, key: dict[str, Any] = KEY) -> str:
    options = {**key, "isUserVerified": False, "automaticPresenceSimulation": True}
    return hand.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]


def type_password(page: Page, serving: Serving, login: str) -> None:
    page.goto("/sign-in")
    page.fill("#login", login)
    page.fill("#password", serving.passwords[login])
    page.keyboard.press("Enter")


def register(page: Page, serving: Serving, login: str, name: str) -> None:
    page.goto("/account/second")
    page.fill("#passkey-name", name)
    page.fill("#passkey-password", serving.passwords[login])
    page.locator("#passkey-add button").click()


def test_it_is_registered_shown_lost_and_taken_away_by_another_administrator(browser: Browser, serving: Serving):
    with at_a_desk(browser, serving) as (page, hand):
        blue = plug_in(hand)
        type_password(page, serving, "manager")
        page.wait_for_url("**/")
        register(page, serving, "manager", "蓝色钥匙")
        expect(page.locator("#fresh-codes li")).to_have_count(8)
        code = page.locator("#fresh-codes li").first.inner_text()
        page.get_by_text("抄好了").click()
        expect(page.locator("#passkeys")).to_contain_text("蓝色钥匙")
        register(page, serving, "manager", "再来一次")
        expect(page.locator("#passkey-say")).to_have_text("这把安全密钥已经登记过了。")

        page.context.clear_cookies()
        type_password(page, serving, "manager")
        page.wait_for_url("**/code")
        page.goto("/evacuation")
        page.wait_for_url("**/code")
        page.locator("#passkey-show button").click()
        page.wait_for_url("**/")
        page.goto("/evacuation")
        expect(page.locator("#state")).to_have_text("平常")

        page.context.clear_cookies()
        hand.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": blue})
        strange = plug_in(hand)
        type_password(page, serving, "manager")
        page.locator("#passkey-show button").click()
        expect(page.locator("#passkey-say")).to_have_text("没有读到安全密钥，请再试一次。")
        page.fill("#code", code)
        page.get_by_role("button", name="登录", exact=True).click()
        page.wait_for_url("**/")
        hand.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": strange})

        page.context.clear_cookies()
        type_password(page, serving, "admin")
        page.wait_for_url("**/")
        page.goto("/staff")
        row = page.locator("[data-id=manager]")
        expect(row).to_contain_text("安全密钥")
        page.on("dialog", lambda asked: asked.accept())
        row.get_by_role("button", name="取消第二道验证").click()
        expect(row).not_to_contain_text("安全密钥")
        page.context.clear_cookies()
        type_password(page, serving, "manager")
        page.wait_for_url("**/")


def test_two_keys_and_one_taken_away_by_oneself(browser: Browser, serving: Serving):
    with at_a_desk(browser, serving) as (page, hand):
        first = plug_in(hand)
        type_password(page, serving, "security")
        page.wait_for_url("**/")
        register(page, serving, "security", "一号")
        page.get_by_text("抄好了").click()
        hand.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": first})
        plug_in(hand)
        register(page, serving, "security", "二号")
        expect(page.locator("#passkeys li")).to_have_count(2)
        gone = page.locator("#passkeys li", has_text="一号")
        gone.locator("summary").click()
        gone.locator("input[name=password]").fill("不是这个口令")
        gone.get_by_role("button", name="删除这把").click()
        expect(page.locator("#passkey-say")).to_have_text("原口令不对。")
        gone.locator("input[name=password]").fill(serving.passwords["security"])
        gone.get_by_role("button", name="删除这把").click()
        expect(page.locator("#passkeys li")).to_have_count(1)
        page.context.clear_cookies()
        type_password(page, serving, "security")
        page.locator("#passkey-show button").click()
        page.wait_for_url("**/")


def test_a_page_at_an_address_says_why_it_has_none(browser: Browser, serving: Serving):
    context = browser.new_context(base_url=serving.url)
    page = context.new_page()
    type_password(page, serving, "manager")
    page.wait_for_url("**/")
    register(page, serving, "manager", "")
    expect(page.locator("#passkey-say")).to_contain_text("passkey_origin")
    context.close()


def test_whose_site_it_is():
    assert site_of("", "http", "localhost:8600") == Site("localhost", "http://localhost:8600")
    assert site_of("", "https", "192.168.1.5") is None
    assert site_of("https://hall.example.cn:8443", "http", "127.0.0.1") == Site(
        "hall.example.cn", "https://hall.example.cn:8443"
    )


@pytest.mark.parametrize(
    "origin",
    ["http://hall.example.cn", "https://192.168.1.5", "https://hall.example.cn/", "hall.example.cn", "https://hall"],
)
def test_an_origin_that_browsers_would_not_take_is_refused_at_start(origin: str):
    with pytest.raises(SettingsError, match="passkey_origin"):
        load({}, passkey_origin=origin)
    for good in ("https://hall.example.cn", "https://hall.example.cn:8443", "http://localhost:8600", ""):
        assert load({}, passkey_origin=good).passkey_origin == good


NONSENSE = {"id": "AAAA", "type": "public-key", "response": {"clientDataJSON": "AAAA", "attestationObject": "AAAA"}}


def test_what_is_no_key_is_refused_and_a_challenge_is_good_once(house: House):
    manager = signed_in(house, "manager")
    manager.headers["Host"] = "localhost:8600"
    password = {"password": house.passwords["manager"]}
    assert manager.post("/account/passkeys/begin", {"password": "x"}).status_code == 403
    told = {"name": "", "answer": NONSENSE}
    assert manager.post("/account/passkeys", told).json()["code"] == "ask_again", "nothing was asked"
    asked = manager.post("/account/passkeys/begin", password).json()
    assert (asked["rp"]["id"], asked["user"]["name"]) == ("localhost", "manager")
    assert "310" not in asked["user"]["id"]
    answer = manager.post("/account/passkeys", told)
    assert (answer.status_code, answer.json()["code"]) == (401, "wrong_passkey")
    assert manager.post("/account/passkeys", told).json()["code"] == "ask_again", "good once"
    assert manager.post("/code/passkey/begin", {}).json()["code"] == "no_passkey"
    assert act(signed_in(house, "admin"), "admin/second/end") == (403, "yourself")
    assert re.search("登记安全密钥", manager.get("/account/second").text)
