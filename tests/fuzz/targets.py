"""What must be true of any bytes. Each target takes them and raises if it is not."""

import unicodedata
from collections.abc import Callable, Iterable

from devices.documents.ipp import codec as ipp
from devices.gate.relay import codec as modbus
from devices.gate.relay.modules import MODULES
from devices.gate.relay.simulator import RelaySimulator
from devices.idcard.sdt import codec as sdt
from devices.idcard.sdt.simulator import SdtSimulator
from devices.idcard.sdt.text import LAYOUTS, SIZE, read_card
from devices.printer.escpos import codec, lexer, status
from devices.printer.escpos.picture import rows_of
from devices.printer.escpos.simulator import EscposSimulator
from devices.printer.profiles import BT_T080, GENERIC_58, GENERIC_80, KP_628E, PROFILES, TM_T88VI
from devices.printer.slip import Pair, QrCode, Slip, Text
from devices.scanner.lines import codec as lines
from tests.fuzz.adversary import print_against
from tests.support.escpos_reader import Image, Line, read

PRINTERS = (TM_T88VI, GENERIC_80, GENERIC_58, BT_T080, KP_628E)
CLEAR = bytes.fromhex("10140801031401060208")  # DLE DC4 fn 8


def printer_status(data: bytes) -> None:
    """However the bytes are cut, the same is heard; and after any nonsense a process id is understood."""
    for slip_bit in (False, True):
        machine = status.StatusMachine(slip_bit)
        heard = machine.feed(data)
        again = status.StatusMachine(slip_bit)
        assert heard == [event for byte in data for event in again.feed(bytes([byte]))]
        machine.feed(b"\x12\x12")
        assert machine.feed(b"\x37\x22abcd\0") == [status.ProcessId(b"abcd")]
    replies = dict(enumerate(data[:4].ljust(4, b"\x12"), 1))
    for profile in PROFILES.values():
        found = status.reasons(replies, profile)
        assert bool(found & status.BLOCKING.keys()) == (status.worst(found) is not None)
        assert not status.offline(replies[1]) or status.worst(found), "offline without a reason"


def printer_simulator(data: bytes) -> None:
    """It neither crashes nor hangs, whatever is sent and done to it, and a clear always clears it. First byte: model;
    then a byte of what hands do, a length, so many bytes."""
    sim = EscposSimulator(PRINTERS[data[0] % len(PRINTERS)] if data else TM_T88VI, boot=0.5)
    hands = ("open_cover", "close_cover", "paper_out", "refill", "jam_cutter", "free_cutter", "overheat", "power_cycle")
    now, at = 0.0, 1
    while at < len(data):
        hand, size = data[at], data[at + 1] if at + 1 < len(data) else 0
        sim.receive(data[at + 2 : at + 2 + size], now)
        if hand & 1:
            getattr(sim, hands[hand >> 1 & 7])(now)
        sim.transmit(now)
        at, now = at + 2 + size, now + (hand >> 4) / 16
    sim.transmit(now + 1e4)
    for mend in (sim.close_cover, sim.refill, sim.free_cutter):
        mend(now + 1e4)
    sim.overheat(now + 1e4, False)
    sim.receive(CLEAR * 2, now + 2e4)
    said = sim.transmit(now + 2e4)
    heard = status.StatusMachine(sim.profile.slip_not_taken_bit).feed(said)  # an ASB packet may follow the answer
    assert not sim.profile.clear or status.Cleared() in heard
    sim.power_cycle(now + 3e4)
    sim.receive(b"", now + 4e4)
    sim.transmit(now + 4e4)
    assert sim.wake_at() is None


def printer_lexer(data: bytes) -> None:
    """No byte is lost or made up in splitting, nor by the independent reader; rows stay within the paper."""
    whole = b"".join(command.data for command in lexer.split(data))
    assert data.startswith(whole)
    assert all(row.height >= 0 for row in rows_of(data))
    read(data)
    read(data, "gbk")


def printer_codec(data: bytes) -> None:
    """Any text is printed as it is, drawn, or told as lost; it reads back, and holds no real-time command. First byte:
    model and kind of line."""
    profile, kind = PRINTERS[data[0] % len(PRINTERS)] if data else TM_T88VI, data[0] >> 4 if data else 0
    text = data[1:].decode("utf-8", "ignore")
    line = QrCode(text, 1 + kind) if kind < 4 else Pair(text, text[::-1]) if kind < 8 else Text(text, kind - 7)
    try:
        sheet = codec.encode_steps(Slip((line,)), profile)
    except codec.Unprintable:
        return
    found = read(b"".join((*sheet.head, *sheet.tail, sheet.cut)), profile.charset)
    assert found.plain, (found.unknown, found.unreadable, found.embedded)
    assert all(item.width <= profile.dots for item in found.items if isinstance(item, Line | Image))
    assert len(found.cuts) == 1
    if isinstance(line, Text) and not found.images and not sheet.lost:
        assert _visible("".join(found.lines)) == _visible(text)


def _visible(text: str) -> str:
    text = unicodedata.normalize("NFC", text).replace("\u00a5", "￥").replace("–", "-")
    return "".join(char for char in text if not char.isspace() and unicodedata.category(char) not in ("Cc", "Cf"))


def printer_driver(data: bytes) -> None:
    """Whatever a printer answers, and whenever it falls silent or is unplugged: see :mod:`tests.fuzz.adversary`."""
    print_against(data)


def idcard_frames(data: bytes) -> None:
    """However the bytes are cut, the same frames come out; each fits; and the next true frame is found, junk or not."""
    reader, single = sdt.FrameReader(), sdt.FrameReader()
    bodies = reader.feed(data)
    assert bodies == [body for byte in data for body in single.feed(bytes([byte]))]
    for body in bodies:
        assert sdt.check((len(body) + 1).to_bytes(2, "big") + body) < 256
        _reply(body)
    reader.clear()
    assert reader.feed(sdt.reply(0x9F, b"abcd")) == [bytearray(b"\0\0\x9fabcd")]
    device = SdtSimulator()
    device.receive(data, 0.0)
    device.transmit(0.0)


def _reply(body: bytearray) -> None:
    try:
        answer = sdt.parse_reply(body)
    except ValueError:
        return
    sdt.sam_number(answer.data)
    sdt.take_text(answer.data)
    assert not any(answer.data), "a person's data lingers"


def idcard_text(data: bytes) -> None:
    """What is taken for a card has a name, a number of its kind, and an expiry that can be."""
    text = data[:SIZE].ljust(SIZE, b" ")
    card = read_card(text)
    assert read_card(data) is None or len(data) == SIZE
    if card is not None:
        assert card.kind in LAYOUTS
        assert card.name.strip(" \0\u3000") == card.name != ""
        assert card.number.isascii()
        assert card.number.isalnum()


def scanner_lines(data: bytes) -> None:
    """However the bytes are cut, the same lines come out, none beyond the limit by more than one; text is printable."""
    reader, single = lines.LineReader(), lines.LineReader()
    found = [*reader.feed(data), reader.flush()]
    assert found == [*(line for byte in data for line in single.feed(bytes([byte]))), single.flush()]
    for line in (*found, data):
        assert line is data or len(line) <= lines.LONGEST + 1
        text = lines.decode(line)
        if text:
            assert text.replace("\u3000", " ").isprintable()
            assert len(line) <= lines.LONGEST


def ipp_messages(data: bytes) -> None:
    """A message is refused by ValueError, or comes back byte for byte."""
    try:
        message = ipp.decode(data)
    except ValueError:
        return
    assert ipp.encode(message) == data


def modbus_answers(data: bytes) -> None:
    """Only the answer that fits the question is believed; a cut-off one is never. First byte: which question."""
    module = MODULES[sorted(MODULES)[data[0] % len(MODULES)]] if data else next(iter(MODULES.values()))
    questions = [modbus.read_bits(1, 0, 8), modbus.read_bits(2, 0, 8)]
    if module.pulse is not None:
        questions.append(modbus.pulse(module, 1, 10))
    for question in questions:
        for framing in ("rtu", "tcp"):
            try:
                pdu = modbus.answer(data[1:], question, framing, 1, 7)
            except (modbus.NotAnAnswer, modbus.Failed):
                continue
            assert pdu is None or (len(pdu) == question.answer_size and pdu[0] == question.pdu[0])
            assert pdu is None or not question.bits or len(modbus.bits(pdu, question.bits)) == question.bits
    for framing in ("rtu", "tcp"):
        board = RelaySimulator(module, framing)
        board.receive(data[1:], 1.0)
        board.transmit(1.0)


TARGETS: dict[str, Callable[[bytes], None]] = {
    target.__name__: target
    for target in (
        printer_status, printer_simulator, printer_lexer, printer_codec, printer_driver, idcard_frames, idcard_text,
        scanner_lines, ipp_messages, modbus_answers,
    )
}  # fmt: skip


def seeds(name: str) -> Iterable[bytes]:
    """Whole examples to begin with, so that the fuzzer need not invent a slip."""
    slip = codec.encode(Slip((Text("窗口 A012", 2), QrCode("OD1.A012"), Pair("前面等候", "3 组"))), TM_T88VI)
    card = bytearray("张样例".encode("utf-16-le").ljust(SIZE, b" "))
    card[122:158] = "310117199001010013".encode("utf-16-le")
    made: dict[str, tuple[bytes, ...]] = {
        "printer_status": (bytes.fromhex("12 1000000f 00 3722616263 6400 372500 5f544d00 11 13 92"),),
        "printer_simulator": (b"\0" + b"".join(b"\x11" + bytes([len(p)]) + p for p in _pieces(slip)),),
        "printer_lexer": (slip,),
        "printer_codec": ("\x80窗口 A012 ¥㎡〇𠮷".encode(), b"\x00OD1.A012"),
        "printer_driver": (bytes([1] * 12 + [2, 1] * 12), bytes([1] * 14 + [6])),
        "idcard_frames": (sdt.reply(0x90, b"\x01\0\x04\0" + bytes(1280)), sdt.request(sdt.Command.READ)),
        "idcard_text": (bytes(card),),
        "scanner_lines": ("OD1.A012\r\n窗口\n".encode(), "窗口\r".encode("gb18030")),
        "ipp_messages": (
            ipp.encode(ipp.Message(0x0B, 1, (ipp.Group(1, (ipp.attribute("a", ipp.Tag.KEYWORD, "b", "c"),)),))),
        ),
        "modbus_answers": (b"\0" + bytes.fromhex("0007 0000 0004 01 02 01 07"), b"\0\x01\x02\x01\x07\xe1\x8a"),
    }
    return made[name]


def _pieces(data: bytes) -> Iterable[bytes]:
    return (data[at : at + 200] for at in range(0, len(data), 200))
