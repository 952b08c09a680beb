"""The scanner's role over a camera: simulated frames, and OpenCV's own capture over a video file."""

import subprocess
import sys
import threading
import time

import cv2
import numpy as np
import pytest

from devices.errors import Unplugged
from devices.open import open_scanner
from devices.scanner.camera.codes import Code
from devices.scanner.camera.driver import CameraScanner
from devices.scanner.camera.simulator import CameraSimulator, with_code
from devices.scanner.scan import Scan, ScannerTrouble
from tests.support.house import until
from tests.support.wires import await_event, nothing_said


@pytest.fixture
def camera():
    return CameraSimulator(rate=30)


@pytest.fixture
def scanner(camera):
    scanner = CameraScanner(camera, settle=0)
    yield scanner
    scanner.close()
    camera.plug(False)  # frees a thread that hangs


def test_a_code_held_before_the_camera_is_one_scan(camera, scanner):
    camera.show("SJ1:A B  C")
    assert await_event(scanner.poll, Scan).text == "SJ1:A B  C"
    assert nothing_said(scanner.poll, 0.8)
    camera.show("另一个码")
    assert await_event(scanner.poll, Scan).text == "另一个码"


@pytest.mark.parametrize("misses", [False, True], ids=["every picture is read", "every other picture is read"])
def test_however_long_decoding_takes_it_is_one_scan(camera, monkeypatch, misses):
    """On a busy machine the pictures lie further apart than a code may be away."""
    from devices.scanner.camera import driver

    looked = []

    def slow(frame, kinds):
        time.sleep(0.25)
        looked.append(1)
        return [] if misses and len(looked) % 2 == 0 else [Code("held there", "qr", (), "none")]

    monkeypatch.setattr(driver, "_SAME", 0.6 if misses else 0.1)
    monkeypatch.setattr(driver, "_AWAKE", 1.0 if misses else 0.2)
    monkeypatch.setattr("devices.scanner.camera.codes.decode", slow)
    camera.show("held there")
    scanner = CameraScanner(camera, settle=0)
    assert await_event(scanner.poll, Scan).text == "held there"
    before = len(looked)
    said = []
    until("looked at again and again", lambda: said.append(scanner.poll()) or len(looked) > before + 4)
    scanner.close()
    assert not any(said)


def test_a_code_taken_away_and_shown_again_is_another_scan(camera, scanner):
    camera.show("again")
    await_event(scanner.poll, Scan)
    camera.hide()
    assert nothing_said(scanner.poll, 2.3)
    camera.show("again")
    assert await_event(scanner.poll, Scan).text == "again"


def test_several_codes_in_a_frame_are_told_one_by_one(camera, scanner):
    left, right = with_code("left")[:, 320:960], with_code("right")[:, 320:960]
    camera.show_frame(np.concatenate([left, right], axis=1))
    assert {await_event(scanner.poll, Scan).text for _ in range(2)} == {"left", "right"}


def test_what_is_unprintable_is_nonsense_and_said_once(camera, scanner):
    camera.show("line\nline")
    assert await_event(scanner.poll, ScannerTrouble) == ScannerTrouble("nonsense")
    assert nothing_said(scanner.poll, 0.5)


def test_unplugged_and_back_are_told_once_each(camera, scanner):
    camera.show("first")
    await_event(scanner.poll, Scan)
    camera.plug(False)
    assert await_event(scanner.poll, ScannerTrouble) == ScannerTrouble("unplugged")
    assert nothing_said(scanner.poll, 0.8)
    camera.show("second")
    camera.plug()
    assert await_event(scanner.poll, ScannerTrouble) == ScannerTrouble("back")
    assert await_event(scanner.poll, Scan).text == "second"


def test_a_camera_that_hangs_holds_up_nobody_and_is_told(camera, scanner):
    camera.mute()
    slowest, said, end = 0.0, None, time.monotonic() + 8
    while said is None and time.monotonic() < end:
        began = time.monotonic()
        said = scanner.poll()
        slowest = max(slowest, time.monotonic() - began)
    assert said == ScannerTrouble("unplugged")
    assert slowest < 0.6
    camera.show("after")
    camera.mute(False)
    assert await_event(scanner.poll, ScannerTrouble) == ScannerTrouble("back")
    assert await_event(scanner.poll, Scan).text == "after"


def test_closing_does_not_wait_for_a_camera_that_hangs(camera, scanner):
    camera.mute()
    began = time.monotonic()
    scanner.close()
    assert scanner.poll() is None
    assert time.monotonic() - began < 0.5


def test_no_camera_at_all_is_told_once():
    scanner = open_scanner("camera+v4l2:/nowhere/video0?width=640&height=480")
    assert await_event(scanner.poll, ScannerTrouble) == ScannerTrouble("unplugged")
    assert nothing_said(scanner.poll, 0.8)
    scanner.close()


class Source:
    """Every frame is new; remembers which were taken."""

    def __init__(self, decoding: threading.Event) -> None:
        self.grabbed, self.taken, self.decoding = 0, [], decoding

    def grab(self):
        time.sleep(0.002)
        self.grabbed += 1
        return True

    def frame(self):
        self.taken.append(self.grabbed)
        return np.full((720, 1280, 3), self.grabbed * 20 % 255, np.uint8)

    def close(self):
        self.decoding.set()


def test_the_newest_frame_wins_and_none_are_queued(monkeypatch):
    seen, enough = [], threading.Event()

    def slow(frame, kinds):
        seen.append(int(frame[0, 0, 0]))
        if len(seen) >= 4:
            enough.set()
        time.sleep(0.1)
        return []

    monkeypatch.setattr("devices.scanner.camera.codes.decode", slow)
    source = Source(threading.Event())
    scanner = CameraScanner(lambda: source, settle=0)
    assert enough.wait(10)
    scanner.close()
    assert source.grabbed > 10 * len(seen)


def test_a_still_picture_is_not_decoded_for_ever(camera, monkeypatch):
    from devices.scanner.camera import driver

    monkeypatch.setattr(driver, "_AWAKE", 0.3)
    decoded = []
    monkeypatch.setattr("devices.scanner.camera.codes.decode", lambda frame, kinds: decoded.append(1) or [])
    scanner = CameraScanner(camera, settle=0)
    time.sleep(1.2)  # the promise is about time that passes
    before = len(decoded)
    assert before > 0
    assert nothing_said(scanner.poll, 1.0)
    assert len(decoded) == before
    camera.show("now")
    end = time.monotonic() + 5
    while len(decoded) == before and time.monotonic() < end:
        scanner.poll()
    scanner.close()
    assert len(decoded) > before


def test_a_video_is_captured_by_opencv_and_its_end_is_an_unplugging(tmp_path):
    path = tmp_path / "codes.avi"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 15, (1280, 720))
    for _ in range(12):
        writer.write(with_code("from a video"))
    writer.release()
    scanner = open_scanner(f"camera+file:{path}")
    assert await_event(scanner.poll, Scan, 10).text == "from a video"
    assert await_event(scanner.poll, ScannerTrouble) == ScannerTrouble("unplugged")
    scanner.close()


def test_what_is_no_video_is_unplugged_in_a_sentence(tmp_path):
    from devices.scanner.camera.capture import open_camera, open_video

    (tmp_path / "text.avi").write_text("no video")
    with pytest.raises(Unplugged, match="is no video"):
        open_video(str(tmp_path / "text.avi"))
    with pytest.raises(Unplugged, match="is no camera, or another program has it"):
        open_camera(str(tmp_path / "text.avi"), 640, 480)


def test_opening_devices_imports_neither_opencv_nor_numpy():
    code = (
        "import sys; from devices.open import open_scanner; s = open_scanner('camera+v4l2:/nowhere/video0'); s.poll();"
        "print([m for m in ('cv2', 'numpy', 'zxingcpp') if m in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=30, check=True)
    assert ran.stdout.strip() == "[]"
