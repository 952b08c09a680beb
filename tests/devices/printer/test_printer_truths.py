"""The faults and habits of single models and lines that no other test meets, each ending in a true verdict."""

from collections.abc import Callable

import pytest

from devices.errors import Silent
from devices.printer.escpos import driver
from devices.printer.escpos.driver import EscposPrinter
from devices.printer.escpos.liar import ModelPrinter
from devices.printer.escpos.simulator import EscposSimulator
from devices.printer.profiles import BT_T080, BTP_M300, GENERIC_80, KP_628E, TM_T88VI, XPRINTER_80
from devices.printer.slip import QrCode, Slip, Text
from devices.printer.verdict import Doubtful, NotPrinted, Printed, PrinterHealth, Reason
from tests.devices.printer.slips import QUEUE_SLIP
from tests.devices.printer.stage import OTHER, PROMISED, Stage, whole_and_true
from tests.devices.printer.wire import Wire, World
from tests.support.escpos_reader import read

PROFILES = pytest.mark.parametrize("profile", [TM_T88VI, GENERIC_80, KP_628E], ids=lambda p: p.name)


# --- the line ---------------------------------------------------------------------------------------------------------


@PROFILES
def test_at_9600_baud_a_slip_takes_its_time_and_is_proved(profile):
    stage = Stage(profile, baud=9600)
    assert isinstance(stage.print(), Printed)
    assert stage.whole() == len(stage.sim.papers) == 1


@pytest.mark.parametrize("hand", ["open_cover", "paper_out", "overheat", "power_cycle"])
@pytest.mark.parametrize("tenths", range(0, 30, 4))
def test_at_9600_baud_the_verdict_is_as_quick_and_as_true(hand, tenths):
    stage = Stage(TM_T88VI, baud=9600)
    stage.driver.health()
    stage.world.after(tenths / 10, lambda: getattr(stage.sim, hand)(stage.world.now))
    verdict = stage.print()
    for mend in (stage.sim.close_cover, stage.sim.refill, lambda now: stage.sim.overheat(now, False)):
        mend(stage.world.now)
    stage.world.sleep(6)
    whole_and_true(verdict, stage)


class Shouting(EscposSimulator):
    """Sends an automatic status before every answer, asked or not: batches of one model differ."""

    shout = b"\x10\x00\x00\x0f"

    def transmit(self, now: float) -> bytes:
        out = super().transmit(now)
        return self.shout + out + self.shout if out else b""


@pytest.mark.parametrize(
    "shout", ["10 00 00 0f", "10 00 03 0f", "14 00 00 0f", "38 00 00 0f", "10 00 0c 0f", "18 28 0f 0f"]
)
@pytest.mark.parametrize("profile", [TM_T88VI, XPRINTER_80, KP_628E], ids=lambda p: p.name)
def test_automatic_status_nobody_asked_for_neither_stops_nor_proves_anything(profile, shout):
    """Also where it lies: XPrinter's batches differ, so the four questions decide."""
    sim = Shouting(profile)
    sim.shout = bytes.fromhex(shout)
    stage = Stage(profile, sim=sim)
    assert stage.driver.health() == PrinterHealth(True)
    assert isinstance(stage.print(OTHER), Printed)
    sim.paper_out(stage.world.now, after_mm=10)
    verdict = stage.print()
    sim.refill(stage.world.now)
    stage.world.sleep(5)
    whole_and_true(verdict, stage)
    assert not isinstance(verdict, Printed)


@pytest.mark.parametrize("profile", [TM_T88VI, KP_628E], ids=lambda p: p.name)
@pytest.mark.parametrize("hundredths", range(0, 100, 12))
def test_bit_7_that_comes_up_in_the_middle_proves_nothing(profile, hundredths):
    stage = Stage(profile)
    stage.driver.health()

    def parity() -> None:
        stage.world.garble = lambda data: bytes(byte | 0x80 for byte in data)

    stage.world.after(hundredths / 100, parity)
    verdict = stage.print()
    stage.world.garble = lambda data: data
    stage.world.sleep(5)
    assert verdict != Printed("status") or stage.whole() == 1
    assert stage.whole() <= 1


@PROFILES
def test_an_answer_that_is_lost_is_doubt_not_a_second_slip(profile):
    class Losing(EscposSimulator):
        lost = 0

        def transmit(self, now: float) -> bytes:
            out, whole = super().transmit(now), len(self.papers) and self.papers[-1].cut
            if whole and out:
                self.lost += 1
                return b""
            return out

    stage = Stage(profile, sim=Losing(profile))
    stage.driver.health()
    verdict = stage.print()
    assert stage.whole() == 1
    assert verdict in (Printed("process-id"), Doubtful(Reason.SILENT))
    assert stage.sim.lost  # pyright: ignore[reportAttributeAccessIssue]


def test_xoff_that_never_ends_is_silence_within_3_s():
    class Stopped(EscposSimulator):
        def transmit(self, now: float) -> bytes:
            out = super().transmit(now)
            return out.replace(b"\x11", b"")

    stage = Stage(TM_T88VI, sim=Stopped(TM_T88VI, flow=True, buffer=400, speed=60.0))
    verdict = stage.print()
    assert stage.sim.lost_bytes == 0
    whole_and_true(verdict, stage)


class Full(Wire):
    """Takes no more bytes once ``world.printer`` has heard ``most``: hardware flow control of a printer that stands."""

    most = 10**9

    def write(self, data: bytes, deadline: float) -> None:
        if len(self._world.said) >= self.most:
            self._world.advance(deadline)
            raise Silent("the wire takes no bytes")
        super().write(data, deadline)


@pytest.mark.parametrize("most", [0, 20, 60, 300, 700])
def test_a_line_that_takes_no_bytes_is_told_and_not_waited_for(most):
    world = World(EscposSimulator(TM_T88VI))

    def opened() -> Full:
        wire = Full(world)
        wire.most = most
        return wire

    printer = EscposPrinter(opened, TM_T88VI, clock=world.clock, sleep=world.sleep)
    before = world.now
    verdict = printer.print(QUEUE_SLIP, 1)
    assert world.now - before < PROMISED + 2.0  # the slip's first 700 bytes and their paper take some of it
    assert verdict in (NotPrinted(Reason.SILENT), Doubtful(Reason.SILENT), NotPrinted(Reason.SILENT, partial=True))


HALVES = {
    "a raster": bytes.fromhex("1d763000 4800 1800") + bytes(700),
    "a code": bytes.fromhex("1d286b 8000 315030") + b"half a code",
    "a process id": bytes.fromhex("1d284806003030 20"),
    "a character": bytes.fromhex("1c26 b4"),
    "a real-time command": bytes.fromhex("10"),
    "half a clear": bytes.fromhex("1014080103"),
    "text without an end": "上一位的号".encode("gbk"),
}


@PROFILES
@pytest.mark.parametrize("half", HALVES)
def test_whatever_half_command_a_reconnect_finds_is_gone_before_the_slip(profile, half):
    stage = Stage(profile)
    stage.driver.health()
    stage.world.plugged = False
    stage.driver.health()
    stage.sim.receive(HALVES[half], stage.world.now)
    stage.world.plugged = True
    assert isinstance(stage.print(OTHER), Printed)
    assert [paper.text() for paper in stage.sim.papers] == [["下一位", "B001", "请到二号窗口"]]


# --- single models ----------------------------------------------------------------------------------------------------


def test_a_btp_m300_tells_an_open_cover_as_missing_paper_so_either_is_said_and_it_prints_when_it_is_shut():
    stage = Stage(BTP_M300)
    stage.sim.open_cover(stage.world.now)
    assert stage.driver.health().reasons == {Reason.PAPER_OR_COVER}
    assert stage.print() == NotPrinted(Reason.PAPER_OR_COVER)
    stage.sim.close_cover(stage.world.now)
    assert isinstance(stage.print(OTHER), Printed)


@pytest.mark.parametrize("millimetres", [5, 40, 80])
def test_a_btp_m300_whose_cover_is_opened_in_the_middle_leaves_nothing_for_the_next(millimetres):
    stage = Stage(BTP_M300)
    stage.at_mm(millimetres, stage.sim.open_cover)
    assert stage.print() == Doubtful(Reason.PAPER_OR_COVER), "it cannot confirm the clearing"
    stage.world.happened_at = None
    stage.sim.close_cover(stage.world.now)
    assert isinstance(stage.print(OTHER), Printed)
    assert stage.sim.papers[-1].text() == ["下一位", "B001", "请到二号窗口"]


def test_a_btp_m300_whose_memory_switch_is_on_tells_its_cover():
    stage = Stage(TM_T88VI, BTP_M300)
    stage.sim.open_cover(stage.world.now)
    assert stage.reasons() == {Reason.COVER_OPEN}


class AntiJam(ModelPrinter):
    """DLE EOT 3 bit 2, always; and the error bit of DLE EOT 2 when something else is wrong."""

    def status(self, n: int) -> bytes:
        told = super().status(n)
        return bytes([told[0] | 0x04]) if n == 3 else told


def test_the_anti_jam_module_of_a_bt_t080_is_no_error_even_beside_one():
    stage = Stage(BT_T080, sim=AntiJam(BT_T080))
    assert stage.driver.health() == PrinterHealth(True)
    assert stage.print(OTHER) == Printed("status")
    stage.sim.jam_cutter(stage.world.now)
    assert stage.print() == Doubtful(Reason.CUTTER)
    assert stage.reasons() == {Reason.CUTTER}


def test_the_same_bit_stops_a_printer_whose_profile_does_not_explain_it_only_beside_an_error():
    stage = Stage(TM_T88VI, sim=AntiJam(TM_T88VI))
    assert stage.driver.health() == PrinterHealth(True)
    stage.sim.overheat(stage.world.now)
    assert stage.reasons() == {Reason.OVERHEATED, Reason.UNRECOVERABLE}


class WakesInChinese(EscposSimulator):
    """Powers up with Chinese on, as some do; and applies FS & only from the next line, as SPRT does."""

    def _volatile(self) -> None:
        super()._volatile()
        self.receive(b"\x1c&", 0.0)


@pytest.mark.parametrize("kind", [EscposSimulator, WakesInChinese])
def test_it_does_not_matter_whether_it_wakes_up_with_chinese_on(kind):
    stage = Stage(GENERIC_80, sim=kind(GENERIC_80))
    slip = Slip((Text("Ab1 é 中文"), Text("结尾")))
    for cycle in (False, True):
        if cycle:
            stage.sim.power_cycle(stage.world.now)
            stage.world.sleep(2)
        assert isinstance(stage.print(slip), Printed)
        assert stage.sim.papers[-1].text()[-1] == "结尾"


def test_a_dollar_stays_a_dollar_and_a_yen_a_yen():
    """``ESC R 15`` (China) would print ``$`` as ¥: it is never said, and ESC @ undoes it."""
    stage = Stage(TM_T88VI)
    stage.sim.receive(b"\x1bR\x0f", stage.world.now)
    stage.print(Slip((Text("$5 ¥30 ￥7"), Text("完"))))
    assert stage.sim.papers[-1].text()[0] == "$5 ￥30 ￥7"
    assert b"\x1bR" not in stage.world.said


def test_no_real_time_command_is_hidden_in_anything_that_is_sent():
    stage = Stage(TM_T88VI)
    slip = Slip((QrCode("\x10\x04\x01"), QrCode("x" * 100), Text("王龑䶮﨎"), Text("完")))
    assert isinstance(stage.print(slip), Printed)
    said = stage.world.said
    hidden = (b"\x10\x04", b"\x10\x05", b"\x10\x14")
    found = {said[at : at + 3] for at in range(len(said)) if said[at : at + 2] in hidden}
    assert found <= {b"\x10\x04\x01", b"\x10\x04\x02", b"\x10\x04\x03", b"\x10\x04\x04", b"\x10\x14\x08"}
    assert len(stage.sim.papers) == 1


@pytest.mark.parametrize("baud", [9600, 115200])
def test_status_is_asked_only_between_commands(baud):
    """Read back by the witness, which shares no code with us: nothing real-time inside data, nothing it cannot read."""
    stage = Stage(TM_T88VI, baud=baud)
    lines = (*(Text(f"第{n}行 䶮") for n in range(12)), QrCode("https://example.invalid/" + "x" * 90), Text("完"))
    assert isinstance(stage.print(Slip(lines)), Printed)
    found = read(bytes(stage.world.said))
    assert (found.embedded, found.unknown) == ([], [])
    assert sum(ask.what == "DLE EOT" for ask in found.asks) > 6
    assert b"\x1c(A" not in stage.world.said, "it selects a font, not an encoding"


@pytest.mark.parametrize("free", [True, False], ids=["freed", "still jammed"])
def test_a_cutter_is_set_free_by_itself_once_the_jam_is_gone(free):
    stage = Stage(TM_T88VI)
    stage.print(OTHER)
    stage.sim.jam_cutter(stage.world.now)
    stage.print(OTHER)
    assert stage.reasons() == {Reason.CUTTER}
    if free:
        stage.sim.free_cutter(stage.world.now)
    stage.world.sleep(driver.CUTTER_RETRY)
    stage.driver.health()
    assert stage.driver.health().able is free
    assert b"\x10\x05\x01" not in stage.world.said, "to resume at the failed line is to print for the next visitor"


def test_a_hot_head_cools_and_the_slip_that_was_stopped_does_not_come_out_by_itself():
    stage = Stage(TM_T88VI)
    stage.at_mm(40, stage.sim.overheat)
    assert stage.print() == NotPrinted(Reason.OVERHEATED, partial=True)
    stage.sim.overheat(stage.world.now, False)
    stage.world.sleep(20)
    assert stage.whole() == 0
    stage.world.happened_at = None
    assert isinstance(stage.print(), Printed)
    assert stage.whole() == 1


def _at_the_cut(stage: Stage, action: Callable[[], object]) -> None:
    stage.world.when(lambda: any(paper.cut for paper in stage.sim.papers), action)


EACH: dict[str, Callable[[Stage], object]] = {
    "healthy": lambda s: None,
    "mute": lambda s: s.at_mm(25, lambda now: setattr(s.world, "mute", True)),
    "paper out before": lambda s: s.sim.paper_out(s.world.now),
    "paper out mid": lambda s: s.at_mm(25, s.sim.paper_out),
    "paper out after the cut": lambda s: _at_the_cut(s, lambda: s.sim.paper_out(s.world.now)),
    "cover mid": lambda s: s.at_mm(25, s.sim.open_cover),
    "cutter": lambda s: s.sim.jam_cutter(s.world.now),
    "heat mid": lambda s: s.at_mm(25, s.sim.overheat),
    "cable pulled mid": lambda s: s.at_mm(25, lambda now: setattr(s.world, "plugged", False)),
    "power cycled mid": lambda s: s.at_mm(25, s.sim.power_cycle),
    "answer lost": lambda s: _at_the_cut(s, lambda: setattr(s.world, "mute", True)),
    "half a command left behind": lambda s: s.sim.receive(HALVES["a raster"], s.world.now),
    "bit 7 set": lambda s: s.sim.leave_slip(s.world.now),
}
"""The rows of the truth table (tests/bench/bench_truth.py) that a stage can play without a printer of its own."""


@pytest.mark.parametrize("row", EACH)
@pytest.mark.parametrize("setting", ["same", None], ids=["set", "auto"])
@pytest.mark.parametrize(
    ("profile", "ids"),
    [(TM_T88VI, None), (GENERIC_80, False), (KP_628E, None)],
    ids=["tm-t88vi", "no GS ( H", "kp-628e"],
)
def test_each_row_of_the_truth_table_ends_in_one_original(profile, ids, setting, row):
    stage = Stage(profile, setting, process_id=ids)
    EACH[row](stage)
    verdict = stage.print()
    stage.world.sleep(5)
    stage.world.plugged, stage.world.mute, stage.world.happened_at = True, False, None
    for mend in (stage.sim.close_cover, stage.sim.refill, stage.sim.free_cutter):
        mend(stage.world.now)
    stage.sim.overheat(stage.world.now, False)
    stage.world.sleep(5)
    whole_and_true(verdict, stage)
    for _ in range(3):
        if isinstance(verdict, Printed) or stage.whole():
            break
        verdict = stage.print()
        stage.world.sleep(driver.CUTTER_RETRY)
    assert stage.whole() == 1
