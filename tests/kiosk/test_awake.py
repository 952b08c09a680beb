"""The display stays on, asked of a real X server."""

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from kiosk.qt.awake import X11


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """An X server of our own that would blank after a minute."""
    read, write = os.pipe()
    running = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-s", "1", "-screen", "0", "320x240x24", "-nolisten", "tcp"],
        pass_fds=[write],
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    with os.fdopen(read) as said:
        display = f":{said.readline().strip()}"
    monkeypatch.setenv("DISPLAY", display)
    yield display
    running.terminate()
    running.wait(10)


KIOSK = """
from PySide6.QtGui import QGuiApplication
application = QGuiApplication([])
from kiosk.qt.awake import X11, Awake
before = X11.open().blanks_after()
awake = Awake()
print(QGuiApplication.platformName(), before, X11.open().blanks_after())
awake.close()
"""


def test_a_kiosk_with_a_display_keeps_it_on(server: str):
    environment = os.environ | {"DISPLAY": server, "QT_QPA_PLATFORM": "xcb"}
    told = subprocess.run([sys.executable, "-c", KIOSK], env=environment, capture_output=True, text=True, timeout=60)
    assert told.stdout.split() == ["xcb", "60", "0"], told.stderr


def test_the_server_itself_is_told(server: str):
    display = X11.open()
    assert display is not None
    assert display.blanks_after() == 60
    display.stay_awake()
    assert display.blanks_after() == 0
    display.close()
