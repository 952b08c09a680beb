"""A man in the middle who has kept an old frame: the glass does not take it, and the hall hears of it."""

import json
from datetime import UTC, datetime

from playwright.sync_api import expect

from hall.signage.needs import frames_refused
from hall.signage.proof import Proof, key_of
from tests.hall.signage.standing import Standing
from tests.hall.signage.test_wire import joined
from tests.support.glass import on_glass, open_page
from tests.support.house import until
from tests.support.middle import Middle


def _frames(middle: Middle) -> list[str]:
    return [text for text in middle.seen if text.startswith('{"q":') and '"f":' in text]


def test_an_old_frame_played_back_in_an_evacuation_is_not_shown_and_is_told(standing: Standing, browser):
    page = open_page(browser, 960, 540)
    with Middle(int(standing.url.rsplit(":", 1)[1])) as middle:
        page.goto(f"{middle.url}/screen")
        expect(page.locator("#code")).not_to_have_text("")
        pairing = {"code": page.locator("#code").inner_text(), "screen": "s11"}
        assert standing.post("/api/signs/pair", pairing).status_code == 200
        standing.until("s11", "shown")
        (old,) = _frames(middle)
        alarm = standing.post("/api/evacuation/begin", {"mode": "evacuation"}).json()["alarm"]
        expect(on_glass(page).locator(".alarm b")).to_have_text("请立即疏散")
        middle.says(old)
        assert "重放" in standing.refusals("replay")[0]
        middle.says(old.replace(f'"q":{json.loads(old)["q"]}', f'"q":{2**40}'))
        assert "签名不对" in standing.refusals("signature")[0]
        seen = len(middle.seen)
        page.reload()  # another connection: numbers begin anew, and so does what may be played
        until("the way out again", lambda: _frames(middle)[1:] or len(middle.seen) > seen + 3)
        expect(on_glass(page).locator(".alarm b")).to_have_text("请立即疏散")
        standing.until("s11", "shown")
        middle.says(old.replace(f'"q":{json.loads(old)["q"]}', f'"q":{2**41}'))
        middle.says(old)
        until("a word after it", lambda: middle.seen[seen:])
        expect(on_glass(page).locator(".alarm b")).to_have_text("请立即疏散")
        expect(on_glass(page)).to_have_attribute("data-mode", "evacuation")
        needs = standing.kit.db.look(lambda conn: frames_refused(standing)(conn, datetime.now(UTC)))
        assert [need for need in needs if "s11" in need.key]
        for role in ("manager", "security"):
            standing.post("/api/evacuation/clear", {"alarm": alarm}, login=role)
        expect(on_glass(page).locator(".alarm b")).not_to_be_visible()
    page.context.close()


def test_an_answer_that_the_player_did_not_give_is_not_believed(standing: Standing):
    with joined(standing, "s12") as line:
        said = line.proof.seal('{"t":"b","c":1,"m":0,"k":0}')
        line.line.send(said)
        line.line.send(said)  # once more, as it was
        assert "冒充" in standing.refusals("forged")[0]
    with joined(standing, "s13") as line:
        line.line.send(Proof(key_of("another"), "", "", "").seal('{"t":"s","q":1,"h":""}'))
        until("told", lambda: [told for told in standing.refusals("forged") if "s13" in told])


def test_a_player_of_yesterday_is_told_of_the_page_of_today(standing: Standing):
    from tests.hall.signage.test_wire import line_to

    with line_to(standing) as line:
        line.send('{"player":"p1","secret":"s","seq":4,"hash":"","nonce":"00"}')
        assert json.loads(line.recv(5))["t"] == "who"
        told = json.loads(line.recv(5))
        assert (told["t"], bool(told["build"])) == ("hi", True)
