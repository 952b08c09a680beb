"""A door's address: what is wrong with one is said before anything is opened; lines and boards are shared."""

import time

import pytest

from devices.bench.pty import PtyHost
from devices.bench.udp import UdpHost
from devices.door.card import wiegand26
from devices.door.door import CardRead, PresentAgain, Side, Sign
from devices.door.osdp.keys import make_key
from devices.door.osdp.simulator import LineSimulator, OsdpSimulator
from devices.door.uhppote.simulator import UhppoteSimulator
from devices.gate.gate import Leaf, Passed, Released
from devices.gate.relay.simulator import RelaySimulator
from devices.open import BadAddress
from devices.open_doors import open_door, open_doors
from tests.devices.door.doors import decision, hand, standing, told, until

BOARD = "uhppote+udp:127.0.0.1:1?serial=405419896&door=1"


@pytest.fixture
def key(tmp_path):
    path = tmp_path / "in.key"
    return path, make_key(path)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("osdp+serial:/dev/x", "key= is missing"),
        ("osdp+serial:/dev/x?key=/nowhere", "/nowhere cannot be read: No such file"),
        ("osdp+serial:/dev/x?key=KEY&out=1", "key_out= is missing"),
        ("osdp+serial:/dev/x?key=KEY&in=127", "in=127 must be a number from 0 to 126"),
        ("osdp+serial:/dev/x?key=KEY&color=red", "'color' is no option of osdp"),
        ("osdp+usb:04B8:0E15?key=KEY", "'usb' is no link we have for osdp"),
        ("uhppote+udp:127.0.0.1:1?door=1", "serial= is missing"),
        ("uhppote+udp:127.0.0.1:1?serial=4", "door= is missing"),
        ("uhppote+udp:127.0.0.1:1?serial=4&door=1&zone=Shanghai", "zone=Shanghai is no time zone"),
        ("uhppote+udp:127.0.0.1:1?serial=4&door=5", "door=5 must be a number from 1 to 4"),
        ("uhppote+udp:127.0.0.1?serial=4&door=1", "'127.0.0.1' is not HOST:PORT"),
        ("uhppote+serial:/dev/x?serial=4&door=1", "'serial' is no link we have for uhppote"),
        ("relay+serial:/dev/x?module=dam", "is no door"),
        (f"{BOARD} {BOARD}", "is no door"),
        ("sdt+serial:/dev/x", "'sdt' is no dialect of a door"),
    ],
)
def test_a_bad_address_is_refused_with_a_sentence(address, said, key):
    with pytest.raises(BadAddress) as error:
        open_door(address.replace("KEY", str(key[0])))
    assert said in str(error.value)


def test_a_door_that_is_not_there_opens_and_says_so_itself():
    door = open_door(BOARD)
    assert door.state().leaf is Leaf.UNKNOWN
    door.close()


def test_two_doors_of_a_board_share_it():
    host = UdpHost(UhppoteSimulator())
    one, two = open_doors([f"uhppote+udp:{host.address}?serial=405419896&door={n}&since=0" for n in (1, 2)])
    standing(one)
    standing(two)
    hand(host, "swipe", 704_711, 2)
    until(two, lambda event: (one.poll() and False) or isinstance(event, CardRead))
    assert isinstance(two.unlock(1, decision()), Released)
    with host.device() as board:
        assert board.doors[1].drawn(time.monotonic())
        assert not board.doors[0].drawn(time.monotonic())
    one.close()
    two.close()
    host.stop()


def test_two_doors_of_a_line_share_it(tmp_path, key):
    readers = [OsdpSimulator(address, key[1]) for address in (0, 1)]
    host = PtyHost(LineSimulator(*readers), tmp_path / "line", 9600)
    doors = open_doors([f"osdp+serial:{tmp_path / 'line'}?in={n}&key={key[0]}&exit=2" for n in (0, 1)])
    for door in doors:
        standing(door)
    assert isinstance(doors[1].unlock(1, decision()), Released)
    for door in doors:
        door.close()
    host.stop()


def test_a_reader_outside_and_a_relay_inside_are_one_door(tmp_path, key):
    reader = PtyHost(OsdpSimulator(key=key[1]), tmp_path / "reader", 9600)
    relay = PtyHost(RelaySimulator(), tmp_path / "relay", 9600)
    outside = f"osdp+serial:{tmp_path / 'reader'}?at=none&key={key[0]}"
    door = open_door(f"relay+serial:{tmp_path / 'relay'}?module=waveshare&exit=2 {outside}")
    standing(door)
    hand(reader, "present", 26, wiegand26(1, 2))
    told(door, (CardRead, PresentAgain))
    one = decision()
    assert door.unlock(0.5, one) == Released(one)
    assert hand(relay, "push")
    assert told(door, Passed).decision is one
    door.tell(Side.IN, Sign.DENIED)
    with pytest.raises(ValueError, match="releases for"):
        door.unlock(0, decision("none"))
    door.close()
    reader.stop()
    relay.stop()
