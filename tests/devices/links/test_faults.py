"""A loopback can cut, delay, garble and duplicate, and a lane keeps to its speed."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.links.lane import Lane
from devices.links.loopback import Loopback
from tests.devices.links.echo import Echo
from tests.devices.links.test_links import read, soon
from tests.support.thorough import examples


@pytest.fixture
def loopback():
    loopback = Loopback(Echo())
    yield loopback
    loopback.stop()


@pytest.mark.parametrize(("fault", "heard"), [("mute", b"hello"), ("deaf", b"")])
def test_a_mute_device_hears_and_is_not_heard_and_a_deaf_one_hears_nothing(loopback, fault, heard):
    setattr(loopback.faults, fault, True)
    link = loopback.open()
    link.write(b"hello", soon())
    assert link.read(time.monotonic() + 0.1) == b""
    with loopback.device() as echo:
        assert echo.heard == heard
    link.close()


def test_what_the_device_says_can_come_twice(loopback):
    loopback.faults.duplicate = True
    link = loopback.open()
    link.write(b"once", soon())
    assert read(link, 8) == b"onceonce"
    link.close()


def test_a_delayed_line_is_late_both_ways(loopback):
    loopback.faults.delay = 0.05
    link = loopback.open()
    began = time.monotonic()
    link.write(b"x", soon())
    assert read(link, 1) == b"x"
    assert time.monotonic() - began >= 0.1
    link.close()


def test_garbling_is_the_same_for_the_same_seed():
    heard = []
    for seed in (7, 7, 8):
        loopback = Loopback(Echo(), seed=seed)
        loopback.faults.garble = 0.1
        link = loopback.open()
        for _ in range(20):
            link.write(bytes(50), soon())
            read(link, 50)
        heard.append(loopback._simulator.heard)
        link.close()
        loopback.stop()
    assert heard[0] == heard[1] != heard[2]
    assert sum(byte != 0 for byte in heard[0]) == pytest.approx(100, abs=40)


@settings(max_examples=examples(500), deadline=None)
@given(
    st.lists(st.tuples(st.binary(max_size=40), st.floats(0, 0.01)), max_size=12),
    st.sampled_from([0, 9600, 115200]),
    st.floats(0.0001, 0.01),
)
def test_a_lane_loses_nothing_keeps_order_and_is_never_too_fast(bursts, baud, step):
    lane, at, said, came, now = Lane(baud), 0.0, b"", b"", 0.0
    for data, gap in bursts:
        at += gap
        lane.put(data, at)
        said += data
    while (due := lane.due_at()) is not None:
        now = max(now + step, due)
        came += lane.take(now)
        if baud:
            assert len(came) <= (now + 2e-6 * (len(bursts) + 1)) * baud / 10 + 1e-6
    assert came == said
    assert lane.waiting == 0
