"""The player's text for a frame is the hall's, byte for byte, also when it is read back from the painted page."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from hall.signage.frames import frame_of
from tests.hall.signage.frames import frames
from tests.hall.signage.standing import Standing
from tests.support.glass import open_page
from tests.support.plans import songjiang
from tests.support.thorough import examples


@pytest.fixture
def painter(standing: Standing, browser: Browser) -> Page:
    """A screen's page that speaks with no hall."""
    page = open_page(browser)
    page.add_init_script("window.Worker = class { postMessage() {} };")
    page.goto(f"{standing.url}/screen")
    return page


READ = """(text) => {
  const frame = JSON.parse(text), root = paint(frame);
  measure(root, frame);
  document.getElementById("stage").replaceChildren(root);
  const painted = readBack(root), faults = painted.faults || [];
  delete painted.faults;
  return [canonical(frame), canonical(painted), sha256(canonical(painted)), faults];
}"""


def test_frames_read_back_from_the_painted_page_are_the_halls(painter: Page):

    @settings(max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(frames())
    def compare(frame):
        text = frame.canonical()
        read, painted, digest, faults = painter.evaluate(READ, text)
        assert read == text
        assert painted == text
        assert digest == frame.hash()
        assert faults == []

    compare()


REPAINT = """([before, after]) => {
  const stage = document.getElementById("stage"), old = JSON.parse(before), frame = JSON.parse(after);
  const stand = (root, frame) => {
    stage.replaceChildren(root);
    layOut(root, frame);
    showBig(root, frame.calls.length ? frame.calls[0].id : null, false);
    turnPages(root, frame, Date.UTC(2050, 1, 1));
    return root;
  };
  const one = stand(repaint(stand(paint(old), old), old, frame), frame), read = canonical(readBack(one));
  const other = stand(paint(frame), frame), anew = canonical(readBack(other));
  for (const made of [one, other]) { // in which order they were set says nothing
    for (const part of [made, ...made.querySelectorAll("[class]")]) {
      part.setAttribute("class", (part.getAttribute("class") ?? "").split(" ").sort().join(" "));
      if (part.style.length) part.setAttribute("style", part.getAttribute("style").split(/; ?/).sort().join(";"));
    }
  }
  return [one.isEqualNode(other) && read === anew, one.outerHTML, other.outerHTML];
}"""


def test_a_frame_painted_over_another_is_the_same_as_one_painted_anew(painter: Page):

    @settings(max_examples=examples(30), deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(frames(), frames(), st.sampled_from(["pages", "calls", "notices", "plate", "title_zh", "languages", ""]))
    def compare(before, after, name):
        """Another frame altogether, or one thing of it changed."""
        if name:
            after = before.model_copy(update={name: getattr(after, name)})
        same, one, other = painter.evaluate(REPAINT, [before.canonical(), after.canonical()])
        assert same, f"{one}\n{other}"

    compare()


def test_a_picture_that_contradicts_its_data_is_not_the_frame(painter: Page):
    plan = songjiang()
    frame = frame_of(plan, 1, plan.screen("s4"), datetime.now(UTC))
    tampers = {
        "another arrow": "root.querySelector('.arrow use').setAttribute('href', '#arrow-behind')",
        "an arrow turned by style": "root.querySelector('.arrow').style.transform = 'rotate(90deg)'",
        "another word": "root.querySelector('.line .zh').textContent = '此路不通'",
        "hidden": "root.style.visibility = 'hidden'",
        "ink on ink": "root.style.setProperty('--ground', '#1B2A26')",
        "a line gone": "root.querySelector('.line').remove()",
    }
    text = json.dumps(frame.model_dump(mode="json", exclude={"show_at"}))
    for what, script in tampers.items():
        digest = painter.evaluate(
            f"""(text) => {{ const frame = JSON.parse(text), root = paint(frame); measure(root, frame);
            document.getElementById("stage").replaceChildren(root); {script};
            return sha256(canonical(readBack(root))); }}""",
            text,
        )
        assert digest != frame.hash(), what
