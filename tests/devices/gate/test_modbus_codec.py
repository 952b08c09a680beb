"""Modbus frames: the standard's and the makers' own examples, pymodbus as witness, and all kinds of noise."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pymodbus.framer import FramerRTU, FramerSocket
from pymodbus.pdu import DecodePDU
from pymodbus.pdu.bit_message import ReadDiscreteInputsResponse

from devices.gate.relay import codec
from devices.gate.relay.codec import Failed, NotAnAnswer
from devices.gate.relay.modules import DAM, MODULES, PLAIN, WAVESHARE
from devices.gate.relay.simulator import RelaySimulator
from tests.support.thorough import examples

GOLDEN = [(module, *golden) for module in MODULES.values() for golden in module.golden]


@pytest.mark.parametrize(("module", "unit", "relay", "tenths", "frame"), GOLDEN)
def test_a_pulse_is_said_as_the_maker_says_it(module, unit, relay, tenths, frame):
    assert codec.frame(codec.pulse(module, relay, tenths), "rtu", unit) == bytes.fromhex(frame)


def test_reading_inputs_is_the_standards_own_example():
    """V1.1b3, 6.2: inputs 197 to 218, answer AC DB 35; 7: exceptions."""
    question = codec.read_bits(2, 0x00C4, 22)
    assert question.pdu == bytes.fromhex("02 00 C4 00 16")
    answer = bytes.fromhex("02 03 AC DB 35")
    told = codec.answer(bytes.fromhex("0007 0000 0006 01") + answer, question, "tcp", 1, 7)
    assert told == answer
    assert codec.bits(answer, 22)[:9] == [False, False, True, True, False, True, False, True, True]
    assert codec.bits(answer, 22)[21] is True
    with pytest.raises(Failed, match="illegal data address"):
        codec.answer(bytes.fromhex("0007 0000 0003 01 82 02"), question, "tcp", 1, 7)


def test_the_check_is_the_serial_line_standards():
    assert codec.crc(bytes.fromhex("02 07")) == bytes.fromhex("41 12")  # V1.02, 6.2.2


@pytest.mark.parametrize("framing", ["rtu", "tcp"])
def test_pymodbus_reads_our_questions_and_we_read_its_answers(framing):
    framer = {"rtu": FramerRTU, "tcp": FramerSocket}[framing]
    question = codec.read_bits(2, 3, 12)
    _, heard = framer(DecodePDU(True)).handleFrame(codec.frame(question, framing, 9, 77), 9, 0)
    assert (heard.function_code, heard.address, heard.count, heard.dev_id) == (2, 3, 12, 9)
    bits = [at % 3 == 0 for at in range(12)]
    reply = ReadDiscreteInputsResponse(dev_id=9, transaction_id=77, bits=bits)
    said = framer(DecodePDU(False)).buildFrame(reply)
    pdu = codec.answer(said, question, framing, 9, 77)
    assert pdu is not None
    assert codec.bits(pdu, 12) == bits


def test_pymodbus_reads_a_pulse_of_two_registers():
    _, heard = FramerRTU(DecodePDU(True)).handleFrame(codec.frame(codec.pulse(DAM, 2, 30), "rtu", 1), 1, 0)
    assert (heard.function_code, heard.address, list(heard.registers)) == (16, 8, [4, 30])


QUESTION = codec.read_bits(2, 0, 3)
READ = bytes.fromhex("01 02 01 05 61 8B")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("02 02 01 05 61 CF", "unit 2"),
        ("01 01 01 05 91 8B", "function 1"),
        ("01 02 01 05 61 8C", "CRC"),
        ("01 02 01 05 61 8B 00", "too many"),
        ("01 02 02 05 91 8B", "byte count|CRC"),
    ],
)
def test_an_answer_to_something_else_is_none(wrong, said):
    with pytest.raises(NotAnAnswer, match=said):
        codec.answer(bytes.fromhex(wrong), QUESTION, "rtu", 1)


@pytest.mark.parametrize("wrong", ["0008 0000 0004 01 02 01 05", "0000 0000 0004 01 02 01 05", "0007 0001 0004 01 02"])
def test_an_answer_of_another_transaction_is_none(wrong):
    with pytest.raises(NotAnAnswer):
        codec.answer(bytes.fromhex(wrong), QUESTION, "tcp", 1, 7)


def test_an_echo_with_another_time_is_no_confirmation():
    question = codec.pulse(WAVESHARE, 1, 30)
    other = codec.frame(codec.pulse(WAVESHARE, 1, 31), "rtu", 1)
    with pytest.raises(NotAnAnswer, match="echo"):
        codec.answer(other, question, "rtu", 1)


@pytest.mark.parametrize("tenths", [0, -1, 601])
def test_a_time_the_board_cannot_do_is_refused(tenths):
    with pytest.raises(ValueError, match="releases for"):
        codec.pulse(WAVESHARE, 1, tenths)


def test_a_board_without_a_pulse_has_no_frame():
    with pytest.raises(ValueError, match="no timed pulse"):
        codec.pulse(PLAIN, 1, 10)


framings = st.sampled_from(["rtu", "tcp"])


@settings(max_examples=examples(500), deadline=None)
@given(framings, st.binary(max_size=24), st.integers(0, 3))
def test_noise_is_never_an_answer(framing, noise, unit):
    """Nothing but NotAnAnswer, Failed or "more" comes of any bytes; and only a right check makes an answer."""
    try:
        told = codec.answer(noise, QUESTION, framing, unit, 7)
    except (NotAnAnswer, Failed):
        return
    if told is not None:
        assert noise[:4] == b"\x00\x07\x00\x00" if framing == "tcp" else codec.crc(noise[:-2]) == noise[-2:]


def test_one_flipped_bit_is_always_noticed():
    for at in range(8 * len(READ)):
        wrong = bytearray(READ)
        wrong[at // 8] ^= 1 << at % 8
        with pytest.raises(NotAnAnswer):
            codec.answer(bytes(wrong), QUESTION, "rtu", 1)


@settings(max_examples=examples(500), deadline=None)
@given(framings, st.integers(1, 247), st.integers(1, 8), st.integers(1, 600), st.sampled_from([WAVESHARE, DAM]))
def test_every_pulse_is_understood_by_the_board_and_confirmed_byte_by_byte(framing, unit, relay, tenths, module):
    board = RelaySimulator(module, framing, unit)
    question = codec.pulse(module, relay, tenths)
    board.receive(codec.frame(question, framing, unit, 5), 100.0)
    said = board.transmit(100.0)
    for end in range(len(said)):
        assert codec.answer(said[:end], question, framing, unit, 5) is None
    assert codec.answer(said, question, framing, unit, 5) == question.echo
    assert board.closed(relay, 100.0 + tenths / 10 - 0.01)
    assert not board.closed(relay, 100.0 + tenths / 10)
    assert sum(board.closed(other, 100.0) for other in range(1, 9)) == 1
