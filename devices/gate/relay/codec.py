"""Modbus, the four functions a relay board needs. Pure. MODBUS Application Protocol V1.1b3 (6.1, 6.2, 6.5, 6.12, 7);
MODBUS over Serial Line V1.02 (2.5.1: RTU, CRC); MODBUS Messaging on TCP/IP V1.0b (3.1.3: MBAP).

An answer is believed only if everything in it follows from the question: unit, function, transaction, length, and for
a write the echo. So a question knows its own answer.
"""

from dataclasses import dataclass
from typing import Literal

from devices.gate.relay.modules import Module

Framing = Literal["rtu", "tcp"]

READ_COILS, READ_INPUTS, WRITE_COIL, WRITE_REGISTERS = 0x01, 0x02, 0x05, 0x10
FAILED = 0x80
"""Set in the function of an exception answer (7)."""

EXCEPTIONS = {
    1: "illegal function", 2: "illegal data address", 3: "illegal data value", 4: "server device failure",
    5: "acknowledge", 6: "server device busy", 8: "memory parity error", 10: "gateway path unavailable",
    11: "gateway target failed to respond",
}  # fmt: skip


@dataclass(frozen=True)
class Question:
    """``pdu``: function and data. ``bits``: how many a read asks for; 0 for a write, whose answer is ``echo``."""

    pdu: bytes
    bits: int = 0
    echo: bytes = b""

    @property
    def answer_size(self) -> int:
        """Bytes of the answering PDU: function, byte count and bytes (6.1, 6.2), or the echo (6.5, 6.12)."""
        return 2 + (self.bits + 7) // 8 if self.bits else len(self.echo)


class NotAnAnswer(ValueError):
    """These bytes do not answer that question."""


class Failed(Exception):
    """An exception answer (7); ``code`` is its exception code."""

    def __init__(self, code: int) -> None:
        super().__init__(EXCEPTIONS.get(code, f"exception {code}"))
        self.code = code


def read_bits(function: Literal[1, 2], address: int, count: int) -> Question:
    """Coils (6.1) or discrete inputs (6.2)."""
    return Question(bytes([function]) + _u16(address) + _u16(count), bits=count)


def pulse(module: Module, relay: int, tenths: int) -> Question:
    """Close ``relay`` (from 1) and let the board open it after ``tenths`` of a second. Raises ``ValueError`` for a
    board without a pulse, or a time it cannot do."""
    how = module.pulse
    if how is None:
        raise ValueError(f"{module.name} has no timed pulse")
    if not 1 <= tenths <= how.most:
        raise ValueError(f"{module.name} releases for 0.1 to {how.most / 10:g} s")
    address = how.first + how.step * (relay - 1)
    if how.how == "single":
        pdu = bytes([WRITE_COIL]) + _u16(address) + _u16(tenths)
        return Question(pdu, echo=pdu)
    head = bytes([WRITE_REGISTERS]) + _u16(address) + _u16(2)
    return Question(head + b"\x04" + _u16(how.mode) + _u16(tenths), echo=head)


def frame(question: Question, framing: Framing, unit: int, transaction: int = 0) -> bytes:
    if framing == "tcp":
        return _u16(transaction) + _u16(0) + _u16(len(question.pdu) + 1) + bytes([unit]) + question.pdu
    body = bytes([unit]) + question.pdu
    return body + crc(body)


def answer(data: bytes, question: Question, framing: Framing, unit: int, transaction: int = 0) -> bytes | None:
    """The answering PDU in ``data``; None if more bytes are needed. Raises :class:`NotAnAnswer` as soon as it can be
    none, :class:`Failed` for an exception."""
    head = _u16(transaction) + _u16(0) if framing == "tcp" else b""
    start = len(head) + (2 if framing == "tcp" else 0)
    if not head.startswith(data[: len(head)]):
        raise NotAnAnswer("another transaction, or no Modbus TCP")
    if len(data) < start + 2:
        return None
    if data[start] != unit:
        raise NotAnAnswer(f"unit {data[start]} answered, not {unit}")
    function = data[start + 1]
    if function & 0x7F != question.pdu[0]:
        raise NotAnAnswer(f"an answer to function {function & 0x7F}")
    size = 2 if function & FAILED else question.answer_size
    end = start + 1 + size + (2 if framing == "rtu" else 0)
    if framing == "tcp" and int.from_bytes(data[4:6], "big") != size + 1:
        raise NotAnAnswer("an answer of another length")
    if len(data) < end:
        return None
    if len(data) > end:
        raise NotAnAnswer(f"{len(data) - end} bytes too many")
    if framing == "rtu" and crc(data[: end - 2]) != data[end - 2 :]:
        raise NotAnAnswer("a wrong check (CRC)")
    return _judged(data[start + 1 : start + 1 + size], question)


def bits(pdu: bytes, count: int) -> list[bool]:
    """The bits of an answer to a read, lowest address first."""
    return [bool(pdu[2 + at // 8] >> at % 8 & 1) for at in range(count)]


def crc(data: bytes) -> bytes:
    """CRC-16 of the serial line (2.5.1.2), low byte first."""
    value = 0xFFFF
    for byte in data:
        value ^= byte
        for _ in range(8):
            value = (value >> 1) ^ 0xA001 if value & 1 else value >> 1
    return value.to_bytes(2, "little")


def _judged(pdu: bytes, question: Question) -> bytes:
    if pdu[0] & FAILED:
        raise Failed(pdu[1])
    if question.echo and pdu != question.echo:
        raise NotAnAnswer("the echo is not what was written")
    if question.bits and pdu[1] != len(pdu) - 2:
        raise NotAnAnswer("a byte count that does not fit")
    return pdu


def _u16(value: int) -> bytes:
    return value.to_bytes(2, "big")
