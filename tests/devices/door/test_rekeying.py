"""A reader is given its secret over the line: fresh from its box, or another than it had."""

import pytest

from devices.bench.pty import PtyHost
from devices.door.osdp.keys import make_key
from devices.door.osdp.rekeying import rekey
from devices.door.osdp.simulator import SAMPLE_KEY, OsdpSimulator
from devices.errors import Refused, Silent
from devices.links.serial import serial_factory


@pytest.fixture
def new(tmp_path):
    return make_key(tmp_path / "new.key")


def on_a_line(tmp_path, reader):
    return PtyHost(reader, tmp_path / "line", 0), serial_factory(str(tmp_path / "line"), 9600)


@pytest.mark.parametrize("old", [None, SAMPLE_KEY])
def test_it_answers_to_the_new_one_alone_also_after_a_power_cut(tmp_path, new, old):
    reader = OsdpSimulator(key=old)
    host, link = on_a_line(tmp_path, reader)
    rekey(link, 0, old, new)
    with host.device() as device:
        device.power_cycle(0.0)
    rekey(link, 0, new, SAMPLE_KEY)  # it is met with the new one
    with pytest.raises(Silent, match="it is said to have"):
        rekey(link, 0, new, SAMPLE_KEY, met=2.0)
    host.stop()


def test_one_that_takes_none_is_said(tmp_path, new):
    reader = OsdpSimulator()
    reader.keeps_key = True
    host, link = on_a_line(tmp_path, reader)
    with pytest.raises((Refused, Silent)):
        rekey(link, 0, SAMPLE_KEY, new, met=3.0)
    host.stop()


def test_a_reader_that_has_a_key_is_not_taken_for_a_fresh_one(tmp_path, new):
    host, link = on_a_line(tmp_path, OsdpSimulator())
    with pytest.raises(Silent):
        rekey(link, 0, None, new, met=2.0)
    host.stop()
