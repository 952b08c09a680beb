"""Whether the visitor took the slip: told by the printers that can tell, and only as far as they can."""

import time
from dataclasses import replace

import pytest

from devices.bench.pty import PtyHost
from devices.links.serial import serial_factory
from devices.printer.escpos.driver import EscposPrinter
from devices.printer.escpos.liar import ModelPrinter
from devices.printer.escpos.mouth import Mouth
from devices.printer.escpos.status import Automatic, Full, Plain, RealTime, StatusMachine
from devices.printer.profiles import CUSTOM_KPM, CUSTOM_TPTCM, KP_628E, TM_T88VI
from devices.printer.verdict import Doubtful, NotPrinted, Printed, PrinterHealth, Reason, SlipState
from tests.devices.printer.stage import OTHER, Stage

WAITING = PrinterHealth(True, frozenset({Reason.SLIP_NOT_TAKEN}), SlipState.WAITING)
RETRACTED = PrinterHealth(True, frozenset({Reason.SLIP_RETRACTED}), SlipState.RETRACTED)
TIMED = replace(CUSTOM_KPM, retract_s=10.0)
PATIENT = replace(CUSTOM_KPM, retract_s=0.0)
POLL = 1.0


def watched(stage, seconds):
    """Health once a second, as the kiosk asks, until the slip is gone; the states told, each once."""
    told = []
    for _ in range(int(seconds / POLL)):
        state = stage.driver.health().slip
        if not told or told[-1] is not state:
            told.append(state)
        stage.world.sleep(POLL)
    return told


@pytest.mark.parametrize("profile", [CUSTOM_KPM, CUSTOM_TPTCM, KP_628E], ids=lambda p: p.name)
def test_a_slip_nobody_takes_is_told_to_wait(profile):
    stage = Stage(profile, taken_after=None)
    assert stage.driver.health() == PrinterHealth(True)
    assert isinstance(stage.print(OTHER), Printed)
    assert stage.driver.health() == WAITING
    assert stage.sim.papers[-1].fate == "waiting"


@pytest.mark.parametrize("profile", [TIMED, PATIENT], ids=["pulls back after 10 s", "never pulls back"])
def test_a_visitor_who_takes_it_has_taken_it(profile):
    stage = Stage(profile, taken_after=4.0)
    stage.print(OTHER)
    assert watched(stage, 7) == [SlipState.WAITING, SlipState.TAKEN]
    assert stage.sim.papers[-1].fate == "taken"
    assert stage.driver.health() == PrinterHealth(True, frozenset(), SlipState.TAKEN)


def test_a_slip_left_behind_is_pulled_back_and_told():
    stage = Stage(TIMED, taken_after=None)
    stage.print(OTHER)
    assert watched(stage, 13) == [SlipState.WAITING, SlipState.RETRACTED]
    assert stage.sim.papers[-1].fate == "retracted"
    assert stage.driver.health() == RETRACTED
    stage.print(OTHER)
    assert stage.driver.health() == WAITING, "the next one is not called lost"


@pytest.mark.parametrize("profile", [CUSTOM_KPM, KP_628E], ids=lambda p: p.name)
def test_where_nobody_knows_whether_it_pulls_back_gone_is_all_that_is_said(profile):
    stage = Stage(profile, taken_after=3.0)
    stage.print(OTHER)
    assert watched(stage, 5) == [SlipState.WAITING, SlipState.GONE]


def test_a_plain_mouth_cannot_pull_back_so_gone_is_taken():
    stage = Stage(replace(KP_628E, presenter=False), taken_after=3.0)
    stage.print(OTHER)
    assert watched(stage, 5) == [SlipState.WAITING, SlipState.TAKEN]


def test_the_next_slip_begins_a_new_tale():
    stage = Stage(TIMED, taken_after=2.0)
    for _ in range(2):
        stage.print(OTHER)
        assert watched(stage, 4) == [SlipState.WAITING, SlipState.TAKEN]


def test_a_slip_that_hung_there_before_us_is_told_and_its_going_is_no_more_than_gone():
    stage = Stage(TIMED)
    stage.sim.leave_slip(stage.world.now)
    stage.world.sleep(5)
    assert watched(stage, 12) == [SlipState.WAITING, SlipState.GONE]


def test_nobody_looked_while_it_vanished():
    stage = Stage(TIMED, taken_after=None)
    stage.print(OTHER)
    assert stage.driver.health() == WAITING
    stage.world.plugged = False
    assert stage.driver.health() == PrinterHealth(False, frozenset({Reason.UNPLUGGED}))
    stage.world.sleep(20)
    stage.world.plugged = True
    assert stage.driver.health() == PrinterHealth(True, frozenset(), SlipState.GONE)


def test_a_printer_without_a_sensor_says_nothing_of_it():
    stage = Stage(TM_T88VI, taken_after=None)
    stage.print(OTHER)
    assert stage.driver.health() == PrinterHealth(True)
    assert b"\x10\x04\x14" not in stage.world.said


def test_one_that_does_not_answer_is_well_and_soon_not_asked_any_more():
    stage = Stage(replace(TM_T88VI, full_status=False), replace(TM_T88VI, full_status=True))
    for _ in range(4):
        before = stage.world.now
        assert stage.driver.health() == PrinterHealth(True)
        assert stage.world.now - before < 1.0
    assert stage.world.said.count(b"\x10\x04\x14") == 2
    assert stage.print(OTHER) == Printed("process-id")


@pytest.mark.parametrize("hundredths", range(0, 100, 7))
def test_a_presenter_that_goes_mute_is_told_within_3_s_like_any(hundredths):
    stage = Stage(TIMED, taken_after=None)
    stage.driver.health()
    stage.world.after(hundredths / 100, lambda: setattr(stage.world, "mute", True))
    assert isinstance(stage.print(OTHER), NotPrinted | Doubtful | Printed)
    stage.world.sleep(1)
    assert stage.driver.health().able is None


FULL = bytes.fromhex("10 0f 20 02 11 13")  # errors whose bits make XON and XOFF


def test_six_bytes_that_were_asked_for_are_one_answer_however_they_come():
    machine = StatusMachine()
    machine.expect_full()
    assert machine.feed(b"\x12" + FULL[:3]) == [RealTime(0x12)]
    assert machine.feed(FULL[3:] + b"\x12") == [Full(bytes.fromhex("20 02 11 13")), RealTime(0x12)]
    assert Full(bytes.fromhex("20 02 00 00")).slip_in_presenter
    assert not Full(bytes.fromhex("5f 02 00 00")).slip_in_presenter


def test_the_same_bytes_unasked_are_an_automatic_status_and_a_real_one_is_still_one():
    assert StatusMachine().feed(bytes.fromhex("10 0f 20 02 00 00")) == [
        Automatic(bytes.fromhex("10 0f 20 02")), Plain(0), Plain(0)
    ]  # fmt: skip
    machine = StatusMachine()
    machine.expect_full()
    assert machine.feed(bytes.fromhex("10 00 00 0f")) == [Automatic(bytes.fromhex("10 00 00 0f"))]


def test_an_answer_that_broke_off_swallows_nothing_that_comes_later():
    machine = StatusMachine()
    machine.expect_full()
    machine.feed(FULL[:4])
    machine.expect_full(False)
    assert machine.feed(b"\x12\x12") == [RealTime(0x12), RealTime(0x12)]


def test_a_sensor_that_outlives_the_timer_is_not_believed_to_have_pulled_back():
    mouth = Mouth(TIMED)
    mouth.printed(0.0)
    for now in range(1, 20):
        mouth.saw(True, float(now))
    mouth.saw(False, 20.0)
    assert mouth.state is SlipState.GONE


# --- on a wire --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("taken", [True, False], ids=["taken", "left behind"])
def test_a_slip_waits_and_is_taken_or_pulled_back_on_a_pty(tmp_path, taken):
    profile = replace(CUSTOM_TPTCM, retract_s=2.5)
    host = PtyHost(ModelPrinter(profile, speed=1500.0, cut_time=0.01, taken_after=None), tmp_path / "printer", 0)
    driver = EscposPrinter(serial_factory(str(tmp_path / "printer")), profile)
    try:
        assert isinstance(driver.print(OTHER, 1), Printed)
        assert driver.health() == WAITING
        if taken:
            with host.device() as printer:
                printer.take_slip(time.monotonic())
        ends = time.monotonic() + 5
        while (health := driver.health()).slip is SlipState.WAITING:
            assert time.monotonic() < ends
            time.sleep(0.1)  # the pace of whoever polls
        assert health == (PrinterHealth(True, frozenset(), SlipState.TAKEN) if taken else RETRACTED)
    finally:
        driver.close()
        host.stop()
