"""The USB link as far as one reaches without hardware: pyusb, libusb, the kernel's interface; see the scenes."""

from pathlib import Path

import pytest

from devices.errors import Unplugged
from devices.links.usb import UsbAddress
from devices.links.usb_printer import open_usb_printer
from tests.support.usb.scenes import play


def test_every_scene_with_usb():
    assert play(Path(__file__).with_name("usb_scenes.py")) == []


def test_a_machine_without_usb_or_without_the_device_says_which():
    """Without the mock: what this machine itself says."""
    with pytest.raises(Unplugged, match=r"^USB (cannot be used here: |FFFF:FFFF is not plugged in$)"):
        open_usb_printer(UsbAddress(0xFFFF, 0xFFFF))
