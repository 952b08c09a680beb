"""What a card's bits mean: published cards, and every parity bit at its post."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.door.card import Misread, board_number, card_of, wiegand26, wiegand34

GOLDEN = [
    # HID "Understanding card data formats" (H10301): facility 0-255, number 0-65535, parity around 24 bits
    (26, "00000000000000000000000001", 0),
    (26, "10000000100000000000000010", 1 * 100_000 + 1),
    (26, "01111111111111111111111111", 255 * 100_000 + 65_535),
]


@pytest.mark.parametrize(("bits", "written", "number"), GOLDEN)
def test_a_published_card_has_its_number(bits, written, number):
    data = (int(written, 2) << -bits % 8).to_bytes((bits + 7) // 8, "big")
    card = card_of(bits, data)
    assert (card.bits, card.value, card.number) == (bits, int(written, 2), number)


@given(st.integers(0, 255), st.integers(0, 65535))
def test_what_is_framed_is_read_and_a_fallen_bit_is_noticed(facility, number):
    data = wiegand26(facility, number)
    assert card_of(26, data).number == board_number(facility, number)
    for at in range(26):
        wrong = bytearray(data)
        wrong[at // 8] ^= 0x80 >> at % 8
        with pytest.raises(Misread):
            card_of(26, bytes(wrong))


@given(st.integers(0, 0xFFFFFFFF))
def test_thirty_four_bits_carry_thirty_two(number):
    assert card_of(34, wiegand34(number)).number == number


def test_a_length_nobody_knows_keeps_its_bits_and_has_no_number():
    card = card_of(56, bytes.fromhex("04a224b2c31980"))
    assert (card.bits, card.value, card.number) == (56, 0x04A224B2C31980, None)


def test_a_card_does_not_show_its_number():
    assert "12345" not in repr(card_of(34, wiegand34(12345)))
