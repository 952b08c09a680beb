"""What every scene needs: ``bus``, and ``plug`` to put a device in until the scene ends."""

from collections.abc import Callable, Iterator

import pytest

from tests.support.usb.bus import Bus
from tests.support.usb.devices import Wire
from tests.support.usb.usbfs import Node


@pytest.fixture(scope="session")
def bus() -> Iterator[Bus]:
    bus = Bus()
    yield bus
    bus.stop()


@pytest.fixture
def plug(bus: Bus) -> Iterator[Callable[..., Node]]:
    """``plug(wire, port="1-2", driver=None)``"""
    used: list[tuple[str, Wire]] = []

    def plugged(wire: Wire, port: str = "1-2", driver: str | None = None) -> Node:
        used.append((port, wire))
        return bus.plug(wire, port, driver)

    yield plugged
    for port, wire in used:
        if port in bus.ports:
            bus.unplug(port)
        wire.stop()
