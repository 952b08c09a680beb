"""The promises of ``devices.link.Link``, kept by every wire."""

import threading
import time
from pathlib import Path

import pytest

from devices.bench.pty import PtyHost
from devices.bench.tcp import TcpHost
from devices.errors import Silent, Unplugged
from devices.links.loopback import Loopback
from devices.links.serial import open_serial
from devices.links.tcp import open_tcp
from tests.devices.links.echo import Echo


class Wire:
    """One kind of wire with an echo at its far end."""

    def __init__(self, kind, tmp_path, baud=0):
        self.echo = Echo()
        match kind:
            case "serial":
                self.host = PtyHost(self.echo, tmp_path / "port", baud)
                self.open = lambda: open_serial(self.host.address)
            case "tcp":
                self.host = TcpHost(self.echo, baud=baud)
                self.open = lambda: open_tcp("127.0.0.1", int(self.host.address.rpartition(":")[2]))
            case "loopback":
                self.host = Loopback(self.echo, baud)
                self.open = self.host.open


@pytest.fixture(params=["serial", "tcp", "loopback"])
def wire(request, tmp_path):
    wire = Wire(request.param, tmp_path)
    yield wire
    wire.host.stop()


def read(link, count, seconds=5.0):
    data, end = b"", time.monotonic() + seconds
    while len(data) < count and time.monotonic() < end:
        data += link.read(end)
    return data


def write_and_read_on(link, data):
    link.write(data, soon())
    while True:
        link.read(soon())


def soon(seconds=5.0):
    return time.monotonic() + seconds


def test_every_byte_value_arrives_unchanged(wire):
    link = wire.open()
    every = bytes(range(256)) * 12
    link.write(every, soon())
    assert read(link, len(every)) == every
    link.close()


def test_a_read_of_nothing_ends_at_its_deadline(wire):
    link = wire.open()
    began = time.monotonic()
    assert link.read(began + 0.1) == b""
    assert 0.1 <= time.monotonic() - began < 0.5
    link.close()


def test_a_deadline_in_the_past_still_takes_what_is_there(wire):
    link = wire.open()
    link.write(b"here", soon())
    assert read(link, 1)[:1] == b"h"
    link.read(time.monotonic() - 1)
    link.close()


def test_closing_wakes_a_blocked_read(wire):
    link = wire.open()
    threading.Timer(0.05, link.close).start()
    began = time.monotonic()
    with pytest.raises(Unplugged):
        link.read(soon(10))
    assert time.monotonic() - began < 2


def test_closing_twice_is_harmless_and_a_closed_link_is_unplugged(wire):
    link = wire.open()
    link.close()
    link.close()
    with pytest.raises(Unplugged):
        link.read(soon())
    with pytest.raises(Unplugged):
        link.write(b"x", soon())


def test_pulling_the_cable_wakes_a_blocked_read_and_opening_fails_until_it_is_back(wire):
    link = wire.open()
    threading.Timer(0.05, wire.host.unplug).start()
    with pytest.raises(Unplugged):
        link.read(soon(10))
    link.close()
    with pytest.raises(Unplugged):
        wire.open()
    wire.host.plug()
    link = wire.open()
    link.write(b"back", soon())
    assert read(link, 4) == b"back"
    link.close()


def test_the_cable_can_be_pulled_after_so_many_bytes(wire):
    link = wire.open()
    wire.host.faults.cut_after = 100
    with pytest.raises(Unplugged):
        write_and_read_on(link, b"x" * 5000)
    assert len(wire.echo.heard) == 100
    link.close()


def test_a_peer_that_takes_nothing_is_silent_at_the_deadline(tmp_path):
    wire = Wire("serial", tmp_path, baud=1200)
    link = wire.open()
    with pytest.raises(Silent):
        link.write(b"x" * 100_000, time.monotonic() + 0.2)
    link.close()
    wire.host.stop()


@pytest.mark.parametrize("kind", ["serial", "tcp", "loopback"])
def test_bytes_take_their_time_on_the_line(kind, tmp_path):
    wire = Wire(kind, tmp_path, baud=115200)
    link = wire.open()
    began = time.monotonic()
    link.write(b"x" * 1295, soon())
    assert len(read(link, 1295)) == 1295
    assert time.monotonic() - began >= 1295 * 10 / 115200
    link.close()
    wire.host.stop()


def test_a_serial_port_is_ours_alone(tmp_path):
    wire = Wire("serial", tmp_path)
    link = wire.open()
    with pytest.raises(Unplugged, match="another program has it"):
        wire.open()
    link.close()
    wire.open().close()
    wire.host.stop()


def test_what_is_no_serial_port_is_unplugged(tmp_path):
    (tmp_path / "file").write_text("not a port")
    for path in ("missing", "file"):
        with pytest.raises(Unplugged):
            open_serial(str(tmp_path / path))


def test_a_stable_path_follows_the_port_through_unplugging(tmp_path):
    wire = Wire("serial", tmp_path)
    path = Path(wire.host.address)
    assert path.is_symlink()
    wire.host.unplug()
    assert not path.is_symlink()
    wire.host.plug()
    assert path.resolve().exists()
    wire.host.stop()
    assert not path.is_symlink()


def test_a_file_in_the_way_of_a_port_is_not_overwritten(tmp_path):
    (tmp_path / "port").write_text("mine")
    with pytest.raises(FileExistsError):
        PtyHost(Echo(), tmp_path / "port")
    assert (tmp_path / "port").read_text() == "mine"


def test_a_new_caller_takes_over_from_a_ghost(tmp_path):
    wire = Wire("tcp", tmp_path)
    ghost, fresh = wire.open(), wire.open()
    with pytest.raises(Unplugged):
        read(ghost, 1)
    fresh.write(b"hello", soon())
    assert read(fresh, 5) == b"hello"
    ghost.close()
    fresh.close()
    wire.host.stop()


def test_a_caller_who_hangs_up_and_rings_again_at_once_is_heard(tmp_path):
    wire = Wire("tcp", tmp_path)
    for _ in range(100):
        link = wire.open()
        link.write(b"hello", soon())
        assert read(link, 5) == b"hello"
        link.close()
    wire.host.stop()
