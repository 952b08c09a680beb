"""What the bits of a card mean. Pure.

Wiegand formats as HID prints them (H10301, 26 bits: even parity over the first 12 data bits, odd over the last 12;
the 34-bit kind of Chinese readers the same over 16 and 16). A UID without a format keeps its bits and has no number.
"""

from devices.door.door import Card


class Misread(ValueError):
    """The parity says that a bit fell over on the way: present it again."""


def card_of(bits: int, data: bytes) -> Card:
    """``data``: ``bits`` of it from the first bit on, as OSDP's RAW reply has them. Raises :class:`Misread`."""
    value = int.from_bytes(data, "big") >> (8 * len(data) - bits)
    half = {26: 12, 34: 16}.get(bits)
    if half is None:
        return Card(bits, value)
    if value >> half + 1 & (1 << half + 1) - 1 != _even(value >> half + 1, half):
        raise Misread(f"{bits} bits whose first parity is wrong")
    if value & (1 << half + 1) - 1 != _odd(value, half):
        raise Misread(f"{bits} bits whose last parity is wrong")
    payload = value >> 1 & (1 << 2 * half) - 1
    return Card(bits, value, payload if bits == 34 else board_number(payload >> 16, payload & 0xFFFF))


def board_number(facility: int, number: int) -> int:
    """As controller boards count a 26-bit card: the facility's three digits, then five."""
    return facility * 100_000 + number


def wiegand26(facility: int, number: int) -> bytes:
    """The 26 bits of a card, left in four bytes."""
    return _framed(facility << 16 | number, 12)


def wiegand34(number: int) -> bytes:
    """The 34 bits of a card, left in five bytes."""
    return _framed(number, 16)


def _framed(payload: int, half: int) -> bytes:
    bits = 2 * half + 2
    value = payload << 1
    value |= _even(value >> half + 1, half) >> half << 2 * half + 1
    value |= _odd(value, half) & 1
    size = (bits + 7) // 8
    return (value << 8 * size - bits).to_bytes(size, "big")


def _even(first: int, half: int) -> int:
    """``first`` (parity bit and ``half`` data bits) with the parity it must have."""
    data = first & (1 << half) - 1
    return data | data.bit_count() % 2 << half


def _odd(last: int, half: int) -> int:
    """The last ``half`` data bits and the parity they must have."""
    data = last >> 1 & (1 << half) - 1
    return data << 1 | (data.bit_count() + 1) % 2
