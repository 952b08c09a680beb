"""OSDP in values: frames by the standard's rules, with libosdp as witness; keys; what cannot be said."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from osdp import ControlPanel, LogLevel, PDInfo

from devices.door.card import wiegand26
from devices.door.door import Sign
from devices.door.osdp import codec
from devices.door.osdp.codec import Frames, Keypad, who
from devices.door.osdp.keys import DEFAULT, BadKey, make_key, read_key
from devices.door.osdp.simulator import _Buffers
from tests.support.thorough import examples

ACK = bytes.fromhex("53 80 08 00 05 40 68 9f")  # SIA OSDP 2.2: a PD at address 0 acknowledges, sequence 1, CRC


def framed(address, body=b"\x40", control=0x05):
    head = bytes([codec.SOM, address]) + (len(body) + 7).to_bytes(2, "little") + bytes([control]) + body
    return head + codec.crc(head)


def test_a_frame_is_framed_as_the_standard_has_it():
    assert framed(0x80) == ACK


def test_the_check_is_libosdps():
    """What its panel sends to a reader at address 5, and no word of ours in it."""
    wire = _Buffers()
    panel = ControlPanel([PDInfo(5, wire, scbk=bytes(range(16)))], LogLevel.Emergency)
    wheel: Any = panel.ctx
    while not wire.said:
        wheel.refresh()
    frame = bytes(wire.said).lstrip(b"\xff")
    assert frame[0] == codec.SOM
    assert frame[1] == 5
    assert codec.crc(frame[:-2]) == frame[-2:]
    assert Frames().hear(b"\xff" + frame) == [frame]
    assert who(frame) is None  # a panel's own word is nobody's reply


def test_who_is_there_is_asked_as_libosdp_asks_and_its_answer_is_read():
    """Recorded between libosdp 3.2.9's panel and its peripheral, before a key is spoken of (SIA OSDP 2.2: ID, PDID)."""
    assert codec.identify(0) == bytes.fromhex("ff 53 00 09 00 04 61 00 c0 66")
    reply = bytes.fromhex("53 80 14 00 04 45 be ba fe 01 01 af be ad de ad de ad 6b ea")
    assert Frames().hear(reply) == [reply]
    assert codec.identity(reply) == ("bebafe", 1, 0xDEADBEAF, "173.222.173")
    assert codec.identity(ACK) is None


def test_a_reply_is_heard_in_pieces_among_noise_and_of_whom():
    frames = Frames()
    assert frames.hear(b"\xff\x53\x00" + ACK[:3]) == []
    heard = frames.hear(ACK[3:] + framed(0x85) + framed(0x05))
    assert [who(frame) for frame in heard] == [0, 5, None]


def test_noise_that_looks_like_a_beginning_holds_nobody_up():
    frames = Frames()
    assert frames.hear(b"\x53\x80\xdc\x05\x05") == []  # 1500 bytes are to come
    assert [who(frame) for frame in frames.hear(ACK)] == [0]
    assert [who(frame) for frame in frames.hear(ACK[:5] + ACK)] == [0]


@settings(max_examples=examples(300))
@given(st.binary(max_size=64))
def test_noise_is_no_frame_unless_it_is_sound(noise):
    for frame in Frames().hear(noise):
        assert frame in noise
        assert codec.crc(frame[:-2]) == frame[-2:] or sum(frame) & 0xFF == 0


def test_a_flipped_bit_is_no_reply():
    for at in range(8, 8 * len(ACK)):
        wrong = bytearray(ACK)
        wrong[at // 8] ^= 1 << at % 8
        assert Frames().hear(bytes(wrong)) == []


@pytest.mark.parametrize("seconds", [0, 0.04, -1, 25.6, 30, 60])
def test_a_time_of_more_than_eight_bits_is_refused(seconds):
    """25.6 seconds are 256 tenths, and libosdp would send none: a door that stays open."""
    with pytest.raises(ValueError, match=r"0\.1 to 25\.5"):
        codec.output(1, seconds)


def test_the_longest_time_is_said():
    assert codec.output(2, 25.5) == {"command": 1, "output_no": 1, "control_code": 5, "timer_count": 255}


def test_keys_end_with_a_fence_and_begin_anew_with_a_star():
    """SIA OSDP 2.2, KEYPAD: digits in ASCII, 7F is *, 0D is #."""
    pad = Keypad()
    assert pad.press(b"12", 1.0) == []
    assert pad.press(b"34\r", 2.0) == ["1234"]
    assert pad.press(b"99\x7f1234\r", 3.0) == ["1234"]
    assert pad.press(b"\r", 4.0) == []


def test_half_a_pin_is_forgotten():
    pad = Keypad()
    pad.press(b"12", 1.0)
    assert pad.press(b"34\r", 12.0) == ["34"]


def test_a_card_is_read_from_libosdps_dictionary():
    event = {"event": 1, "reader_no": 0, "format": 1, "direction": 0, "length": 26, "data": wiegand26(12, 3456)}
    assert codec.card(event).number == 1_203_456


def test_every_sign_has_a_light_a_sound_and_words_a_reader_can_show():
    for sign in Sign:
        commands = codec.shown(sign).values()
        for command in commands:
            assert all(value <= 255 for value in command.values() if isinstance(value, int))
            assert len(command.get("data", "").encode("ascii")) <= 16


def test_a_key_is_made_once_and_for_its_owner_alone(tmp_path):
    path = tmp_path / "reader.key"
    key = make_key(path)
    assert read_key(path) == key
    assert path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(FileExistsError):
        make_key(path)


@pytest.mark.parametrize(
    ("written", "mode", "said"),
    [
        (DEFAULT.hex(), 0o600, "everybody knows"),
        ("00" * 16, 0o600, "everybody knows"),
        ("0123", 0o600, "32 hexadecimal"),
        ("no key at all, in thirty-two bytes", 0o600, "32 hexadecimal"),
        ("0f1e2d3c4b5a69788796a5b4c3d2e1f0", 0o644, "read by others"),
    ],
)
def test_a_key_that_is_none_is_refused(tmp_path, written, mode, said):
    path = tmp_path / "reader.key"
    path.write_text(written)
    path.chmod(mode)
    with pytest.raises(BadKey, match=said):
        read_key(path)
