"""The ID card reader over USB; see the scenes."""

from pathlib import Path

from tests.support.usb.scenes import play


def test_every_scene_with_usb():
    assert play(Path(__file__).with_name("sdt_usb_scenes.py")) == []
