"""The player's text for a frame is the hall's, byte for byte, also when it is read back from the painted page."""

import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.hall.signage.frames import frames
from tests.hall.signage.standing import open_page

READ = """(text) => {
  const frame = JSON.parse(text), root = paint(frame);
  measure(root, frame);
  document.getElementById("stage").replaceChildren(root);
  const painted = readBack(root), faults = painted.faults || [];
  delete painted.faults;
  return [canonical(frame), canonical(painted), sha256(canonical(painted)), faults];
}"""


def test_frames_read_back_from_the_painted_page_are_the_halls(standing, browser):
    page = open_page(browser)
    page.add_init_script("window.Worker = class { postMessage() {} };")
    page.goto(f"{standing.url}/screen")

    @settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(frames())
    def compare(frame):
        text = frame.canonical()
        read, painted, digest, faults = page.evaluate(READ, text)
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
  const one = stand(repaint(stand(paint(old), old), old, frame), frame), read = readBack(one);
  const other = stand(paint(frame), frame);
  return [one.isEqualNode(other) && canonical(read) === canonical(readBack(other)), one.outerHTML, other.outerHTML];
}"""


def test_a_frame_painted_over_another_is_the_same_as_one_painted_anew(standing, browser):
    page = open_page(browser)
    page.add_init_script("window.Worker = class { postMessage() {} };")
    page.goto(f"{standing.url}/screen")

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(frames(), frames(), st.sampled_from(["pages", "calls", "notices", "plate", "title_zh", "letter_mm", ""]))
    def compare(before, after, name):
        """Another frame altogether, or one thing of it changed."""
        if name:
            after = before.model_copy(update={name: getattr(after, name)})
        same, one, other = page.evaluate(REPAINT, [before.canonical(), after.canonical()])
        assert same, f"{one}\n{other}"

    compare()


def test_a_picture_that_contradicts_its_data_is_not_the_frame(standing, browser):
    page = open_page(browser)
    page.add_init_script("window.Worker = class { postMessage() {} };")
    page.goto(f"{standing.url}/screen")
    from datetime import UTC, datetime

    from hall.signage.frames import frame_of

    frame = frame_of(standing.published.plan, 1, standing.published.plan.screen("s4"), datetime.now(UTC))
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
        digest = page.evaluate(
            f"""(text) => {{ const frame = JSON.parse(text), root = paint(frame); measure(root, frame);
            document.getElementById("stage").replaceChildren(root); {script};
            return sha256(canonical(readBack(root))); }}""", text)
        assert digest != frame.hash(), what
