"""The simulated printer has the habits of real ones, the bad ones too; and nothing one sends it makes it fall over."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.printer.escpos import codec
from devices.printer.escpos.simulator import EscposSimulator
from devices.printer.profiles import BT_T080, GENERIC_80, TM_T88VI
from devices.printer.slip import Slip, Text
from tests.devices.printer.slips import QUEUE_SLIP
from tests.support.thorough import examples

SLIP = codec.encode(QUEUE_SLIP, TM_T88VI)
LATER = 60.0


def printed(sim: EscposSimulator) -> list[str]:
    return [line for paper in sim.papers for line in paper.text()]


def test_it_prints_at_paper_speed_and_says_when_it_will_have_something_to_do():
    sim = EscposSimulator(TM_T88VI, speed=100.0)
    sim.receive(SLIP, 0.0)
    assert sim.papers == [] or not sim.papers[0].cut
    now = 0.0
    while (due := sim.wake_at()) is not None:
        assert due >= now
        now = due
        sim.transmit(now)
    assert sim.papers[0].cut
    assert now == pytest.approx(sim.fed_mm / 100.0 + sim.cut_time)


def test_the_bytes_of_a_paper_are_those_that_made_it():
    sim = EscposSimulator(TM_T88VI)
    sim.receive(SLIP, 0.0)
    sim.transmit(LATER)
    assert sim.papers[0].data == SLIP


def test_what_is_buffered_at_an_open_cover_comes_out_when_it_closes():
    sim = EscposSimulator(TM_T88VI)
    sim.open_cover(0.0)
    sim.receive(SLIP, 0.0)
    assert sim.transmit(LATER) == b""
    assert sim.papers == []
    sim.close_cover(LATER)
    sim.transmit(2 * LATER)
    assert "A012" in printed(sim)


def test_a_clear_is_answered_and_leaves_nothing_to_come_out():
    sim = EscposSimulator(TM_T88VI)
    sim.paper_out(0.0)
    sim.receive(SLIP + bytes.fromhex("10140801031401060208"), 0.0)  # DLE DC4 fn 8
    assert sim.transmit(0.0) == bytes.fromhex("372500")
    sim.refill(1.0)
    sim.transmit(LATER)
    assert sim.papers == []


def test_a_real_time_command_inside_a_picture_is_executed():
    raster = bytes.fromhex("1d763000 0800 0100") + bytes.fromhex("0000 100401 000000")  # GS v 0 holding DLE EOT 1
    sim = EscposSimulator()
    sim.receive(raster, 0.0)
    assert sim.transmit(0.0) == b"\x12"


def test_a_real_time_command_is_understood_in_pieces_and_its_first_byte_alone_is_not_lost():
    sim = EscposSimulator()
    sim.receive(b"\x10", 0.0)
    sim.receive(b"\x04", 0.0)
    sim.receive(b"\x04", 0.0)
    assert sim.transmit(0.0) == b"\x12"
    sim.receive(b"ab\x10\x10\x04\x01c\n", 0.0)
    assert sim.transmit(LATER) == b"\x12"
    assert printed(sim) == ["abc"]


def test_only_the_latest_process_id_is_answered_and_only_when_the_paper_has_moved():
    sim = EscposSimulator(TM_T88VI)
    ask = bytes.fromhex("1d284806003030")
    sim.receive(b"one\n" + ask + b"aaaa" + b"two\n" + ask + b"bbbb", 0.0)
    assert sim.transmit(0.0) == b""
    assert sim.transmit(LATER) == bytes.fromhex("3722") + b"bbbb" + b"\x00"


def test_a_model_without_process_ids_keeps_silent_but_answers_gs_r_in_turn():
    sim = EscposSimulator(BT_T080)
    sim.receive(b"one\n" + bytes.fromhex("1d284806003030") + b"aaaa" + bytes.fromhex("1d7201"), 0.0)
    assert sim.transmit(0.0) == b""
    assert sim.transmit(LATER) == b"\x00"


def test_gs_r_is_not_answered_while_offline_but_dle_eot_is():
    sim = EscposSimulator()
    sim.open_cover(0.0)
    sim.receive(bytes.fromhex("1d7201 100402"), 0.0)
    assert sim.transmit(1.0) == b"\x16"
    sim.close_cover(2.0)
    assert sim.transmit(2.0) == b"\x00"


def test_automatic_status_is_sent_when_switched_on_and_on_change():
    sim = EscposSimulator()
    sim.receive(bytes.fromhex("1d610e"), 0.0)
    assert sim.transmit(0.0) == bytes.fromhex("1000000f")
    sim.open_cover(1.0)
    assert sim.transmit(1.0) == bytes.fromhex("3800000f")
    assert sim.transmit(2.0) == b""


def test_gs_i_names_the_model():
    sim = EscposSimulator(TM_T88VI)
    sim.receive(bytes.fromhex("1d4943"), 0.0)
    assert sim.transmit(0.0) == b"\x5fTM-T88VI\x00"


def test_power_off_forgets_everything_but_the_paper():
    sim = EscposSimulator(TM_T88VI, boot=1.0)
    sim.receive(SLIP, 0.0)
    sim.transmit(0.3)
    sim.power_cycle(0.3)
    sim.receive(bytes.fromhex("100401"), 0.5)
    assert sim.transmit(LATER) == b""
    assert not any(paper.cut for paper in sim.papers)
    sim.receive(bytes.fromhex("100401"), LATER)
    assert sim.transmit(LATER) == b"\x12"


def test_the_yen_trap():
    """``81 30 84 36`` is U+00A5 in GB18030, and "0 6" to a printer with a GBK font."""
    sim = EscposSimulator(GENERIC_80)
    sim.receive(bytes.fromhex("1c26 81308436 0a"), 0.0)
    sim.transmit(LATER)
    assert [char for char in printed(sim)[0] if char.isdigit()] == ["0", "6"]
    sim = EscposSimulator(GENERIC_80)
    sim.receive(codec.encode(Slip((Text("¥30"),)), GENERIC_80), 0.0)
    sim.transmit(LATER)
    assert printed(sim) == ["￥30"]


def test_without_fs_ampersand_chinese_is_not_chinese():
    sim = EscposSimulator()
    sim.receive("窗口\n".encode("gbk"), 0.0)
    sim.transmit(LATER)
    assert printed(sim) != ["窗口"]


def test_fs_a_selects_a_font_and_no_encoding():
    """``1C 28 41 02 00 30 m``: whoever takes it for GB18030 prints rubbish."""
    sim = EscposSimulator()
    sim.receive(bytes.fromhex("1b40 1c28410200 3001") + "审批".encode("gb18030") + b"\n", 0.0)
    sim.transmit(5.0)
    assert sim.papers[0].text() != ["审批"]


def test_a_cut_in_the_middle_of_a_line_is_not_obeyed():
    sim = EscposSimulator()
    sim.receive(b"half a line\x1dV\x01\n", 0.0)
    sim.transmit(LATER)
    assert [paper.cut for paper in sim.papers] == [False]


def test_what_does_not_fit_the_buffer_of_a_stopped_printer_is_lost():
    sim = EscposSimulator(buffer=100)
    sim.open_cover(0.0)
    sim.receive(b"x" * 300, 0.0)
    assert sim.lost_bytes == 200


COMMANDS = st.sampled_from([
    b"\x1b@", b"\x1ba\x01", b"\x1bd\xff", b"\x1d!\x77", b"\x1dV\x42\x00", b"\x1c&", b"\xb4\xb0", b"\n",
    b"\x1dv0\x03\x02\x00\x02\x00", b"\x1d(k\x05\x001P0ab", b"\x1d(k\x03\x001Q0", b"\x1d(H\x06\x0000abcd",
    b"\x10\x04\x01", b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08",
])  # fmt: skip
HANDS = st.sampled_from(["open_cover", "close_cover", "paper_out", "refill", "jam_cutter"])
NONSENSE = st.lists(st.one_of(COMMANDS, st.binary(max_size=12)), max_size=20).map(b"".join)


@settings(max_examples=examples(1000), deadline=None)
@given(NONSENSE)
def test_nonsense_neither_crashes_nor_hangs_it(data):
    sim = EscposSimulator(boot=0.0)
    sim.receive(data, 0.0)
    sim.transmit(1e6)
    assert sim.wake_at() is None
    sim.receive(bytes.fromhex("10140801031401060208") * 2, 1e6)
    assert sim.transmit(1e6).endswith(bytes.fromhex("372500"))


@settings(max_examples=300, deadline=None)
@given(NONSENSE, st.lists(HANDS, max_size=5))
def test_faults_in_any_order_neither_crash_nor_hang_it(data, hands):
    sim = EscposSimulator()
    for now, hand in enumerate(hands):
        sim.receive(data, now)
        getattr(sim, hand)(now)
    sim.power_cycle(100.0)
    sim.receive(b"", 200.0)
    sim.transmit(200.0)
    assert sim.wake_at() is None
