"""A gate's address: what is wrong with one is said in a sentence, before anything is opened."""

import pytest

from devices.open import BadAddress, open_gate


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("relay+serial:/dev/x", "module= is not known; use one of waveshare, dam, plain"),
        ("relay+serial:/dev/x?module=magic", "module=magic is not known"),
        ("relay+serial:/dev/x?module=dam&relay=0", "relay=0 must be a number from 1 to 32"),
        ("relay+serial:/dev/x?module=dam&unit=248", "unit=248 must be a number from 1 to 247"),
        ("relay+serial:/dev/x?module=dam&fire=yes", "fire=yes must be a number from 1 to 32 or none"),
        ("relay+serial:/dev/x?module=dam&no_fire=maybe", "no_fire=maybe must be on or off"),
        ("relay+serial:/dev/x?module=dam&framing=tcp", "framing=tcp must be rtu"),
        ("relay+serial:/dev/x?module=dam&baud=9601", "baud=9601 is not a speed"),
        ("relay+tcp:host:502?module=dam&baud=9600", "'baud' is no option of relay"),
        ("relay+tcp:host?module=dam", "'host' is not HOST:PORT"),
        ("sdt+serial:/dev/x", "'sdt' is no dialect of a gate"),
    ],
)
def test_a_bad_address_is_refused_with_a_sentence(address, said):
    with pytest.raises(BadAddress) as error:
        open_gate(address)
    assert said in str(error.value)


@pytest.mark.parametrize("framing", ["tcp", "rtu"])
def test_a_gate_that_is_not_there_opens_and_says_so_itself(framing):
    gate = open_gate(f"relay+tcp:127.0.0.1:1?module=dam&door=none&exit=2&framing={framing}")
    assert gate.inputs() is None
    gate.close()
