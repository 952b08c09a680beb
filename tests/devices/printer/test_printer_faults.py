"""Every fault of the ticket printer: the right verdict, within 3 s of the fault, never two originals, and nothing of a
failed slip for the next visitor."""

import random

import pytest

from devices.printer.escpos import driver
from devices.printer.profiles import BT_T080, GENERIC_58, GENERIC_80, KP_628E, TM_T88VI
from devices.printer.slip import QrCode, Slip, Text
from devices.printer.verdict import Doubtful, NotPrinted, Printed, PrinterHealth, Reason, SlipState
from tests.devices.printer.stage import OTHER, PROMISED, Stage, whole_and_true


@pytest.mark.parametrize("profile", [GENERIC_80, GENERIC_58, TM_T88VI, BT_T080, KP_628E], ids=lambda p: p.name)
def test_a_healthy_printer_prints_exactly_one_slip_and_says_so(profile):
    stage = Stage(profile)
    assert stage.print() == Printed("status" if profile.process_id is False else "process-id")
    assert stage.whole() == len(stage.sim.papers) == 1
    assert stage.sim.papers[0].cut


def test_a_generic_model_without_process_ids_is_found_out_by_asking():
    stage = Stage(GENERIC_80, process_id=False)
    assert stage.print() == Printed("status")
    assert stage.whole() == 1


BEFORE = {
    Reason.COVER_OPEN: lambda sim, now: sim.open_cover(now),
    Reason.PAPER_END: lambda sim, now: sim.paper_out(now),
    Reason.OVERHEATED: lambda sim, now: sim.overheat(now),
    Reason.UNRECOVERABLE: lambda sim, now: sim.break_down(now),
}
AFTER = {
    Reason.COVER_OPEN: lambda sim, now: sim.close_cover(now),
    Reason.PAPER_END: lambda sim, now: sim.refill(now),
    Reason.OVERHEATED: lambda sim, now: sim.overheat(now, False),
    Reason.UNRECOVERABLE: lambda sim, now: sim.power_cycle(now) or sim.break_down(now, False),
}


@pytest.mark.parametrize("reason", BEFORE)
@pytest.mark.parametrize("profile", [TM_T88VI, KP_628E], ids=lambda p: p.name)
def test_a_printer_that_cannot_print_is_not_asked_to(reason, profile):
    stage = Stage(profile)
    BEFORE[reason](stage.sim, stage.world.now)
    assert stage.print() == NotPrinted(reason)
    assert stage.driver.health() == PrinterHealth(False, stage.reasons())
    assert reason in stage.reasons()
    AFTER[reason](stage.sim, stage.world.now)
    stage.world.sleep(3)
    assert stage.sim.papers == []
    assert isinstance(stage.print(), Printed)
    assert stage.whole() == 1


@pytest.mark.parametrize("reason", BEFORE)
@pytest.mark.parametrize("millimetres", [0.5, 20, 60, 90])
def test_a_fault_in_the_middle_is_proved_not_printed_and_never_comes_out_for_the_next_visitor(reason, millimetres):
    stage = Stage()
    stage.at_mm(millimetres, lambda now: BEFORE[reason](stage.sim, now))
    assert stage.print() == NotPrinted(reason, partial=True)
    stage.world.happened_at = None
    AFTER[reason](stage.sim, stage.world.now)
    stage.world.sleep(5)
    assert stage.whole() == 0
    assert isinstance(stage.print(OTHER), Printed)
    assert stage.whole() == 0
    assert stage.sim.papers[-1].text() == ["下一位", "B001", "请到二号窗口"]
    assert isinstance(stage.print(), Printed)
    assert stage.whole() == 1


@pytest.mark.parametrize("profile", [GENERIC_58, BT_T080], ids=lambda p: p.name)
def test_an_older_model_that_cannot_confirm_the_clearing_is_doubtful_but_cleared(profile):
    stage = Stage(profile)
    stage.at_mm(40, stage.sim.paper_out)
    assert stage.print() == Doubtful(Reason.PAPER_END)
    stage.world.happened_at = None
    stage.sim.refill(stage.world.now)
    stage.world.sleep(5)
    assert isinstance(stage.print(OTHER), Printed)
    assert stage.whole() == 0
    assert stage.sim.papers[-1].text() == ["下一位", "B001", "请到二号窗口"]


def test_paper_that_ends_in_the_last_line_leaves_a_doubt_and_no_second_copy():
    stage = Stage()
    length = _length()
    stage.at_mm(length - 22, stage.sim.paper_out)
    verdict = stage.print()
    assert verdict in (Doubtful(Reason.PAPER_END), NotPrinted(Reason.PAPER_END, partial=True))
    stage.sim.refill(stage.world.now)
    stage.world.sleep(5)
    assert stage.whole() == 0 or verdict == Doubtful(Reason.PAPER_END)


@pytest.mark.parametrize("tenths", range(0, 1300, 37))
@pytest.mark.parametrize("profile", [TM_T88VI, GENERIC_80, KP_628E, GENERIC_58], ids=lambda p: p.name)
def test_wherever_the_paper_ends_the_verdict_is_true(profile, tenths):
    stage = Stage(profile)
    stage.sim.paper_out(stage.world.now, after_mm=tenths / 10 or 0.1)
    verdict = stage.print()
    stage.sim.refill(stage.world.now)
    stage.world.sleep(5)
    whole_and_true(verdict, stage)


@pytest.mark.parametrize("hundredths", range(0, 130, 6))
@pytest.mark.parametrize("profile", [TM_T88VI, KP_628E], ids=lambda p: p.name)
def test_whenever_the_cover_is_opened_the_verdict_is_true(profile, hundredths):
    stage = Stage(profile)
    stage.driver.health()
    stage.world.after(hundredths / 100, lambda: stage.sim.open_cover(stage.world.now))
    verdict = stage.print()
    stage.sim.close_cover(stage.world.now)
    stage.world.sleep(5)
    whole_and_true(verdict, stage)


@pytest.mark.parametrize("hundredths", range(0, 130, 6))
@pytest.mark.parametrize("boot", [1.2, 6.0])
@pytest.mark.parametrize("profile", [TM_T88VI, KP_628E], ids=lambda p: p.name)
def test_whenever_the_power_is_cycled_the_verdict_is_true(profile, boot, hundredths):
    stage = Stage(profile, boot=boot)
    stage.driver.health()
    stage.world.after(hundredths / 100, lambda: stage.sim.power_cycle(stage.world.now))
    verdict = stage.print()
    stage.world.sleep(8)
    stage.world.happened_at = None
    whole_and_true(verdict, stage)
    assert isinstance(stage.print(OTHER), Printed)
    assert stage.sim.papers[-1].text() == ["下一位", "B001", "请到二号窗口"]


@pytest.mark.parametrize("hundredths", range(0, 130, 6))
@pytest.mark.parametrize("out_for", [0.3, 10.0])
@pytest.mark.parametrize("profile", [TM_T88VI, KP_628E], ids=lambda p: p.name)
def test_whenever_the_cable_is_pulled_the_verdict_is_true(profile, out_for, hundredths):
    stage = Stage(profile)
    stage.driver.health()

    def pull() -> None:
        stage.world.plugged = False
        stage.world.after(out_for, lambda: setattr(stage.world, "plugged", True))

    stage.world.after(hundredths / 100, pull)
    verdict = stage.print()
    stage.world.sleep(12)
    whole_and_true(verdict, stage)
    stage.world.happened_at = None
    assert isinstance(stage.print(OTHER), Printed)
    assert stage.sim.papers[-1].text() == ["下一位", "B001", "请到二号窗口"]


@pytest.mark.parametrize("hundredths", range(0, 100, 6))
@pytest.mark.parametrize("profile", [TM_T88VI, KP_628E], ids=lambda p: p.name)
@pytest.mark.parametrize("deaf", [False, True], ids=["still hears", "deaf too"])
def test_whenever_the_printer_goes_mute_the_verdict_is_true(profile, hundredths, deaf):
    stage = Stage(profile)
    stage.driver.health()

    def hush() -> None:
        stage.world.mute, stage.world.deaf = True, deaf

    stage.world.after(hundredths / 100, hush)
    whole_and_true(stage.print(), stage)
    stage.world.happened_at = None
    stage.world.mute = stage.world.deaf = False
    assert isinstance(stage.print(OTHER), Printed)
    assert stage.sim.papers[-1].text() == ["下一位", "B001", "请到二号窗口"]


def _length() -> float:
    stage = Stage()
    stage.print()
    return stage.sim.fed_mm


def test_a_jammed_cutter_is_told_and_the_slip_counts_as_printed_because_it_is():
    stage = Stage()
    assert isinstance(stage.print(OTHER), Printed)  # the first slip of a run begins with a cut of its own
    stage.sim.jam_cutter(stage.world.now)
    assert stage.print() == Printed("process-id")
    assert stage.driver.health() == PrinterHealth(False, frozenset({Reason.CUTTER}))
    assert stage.print(OTHER) == NotPrinted(Reason.CUTTER)
    stage.sim.free_cutter(stage.world.now)
    stage.world.sleep(driver.CUTTER_RETRY)
    stage.driver.health()
    assert stage.driver.health().able
    assert isinstance(stage.print(OTHER), Printed)
    assert stage.sim.papers[-1].text() == ["下一位", "B001", "请到二号窗口"]
    assert stage.whole() == 1


def test_a_jammed_cutter_leaves_a_doubt_where_there_are_no_process_ids():
    stage = Stage(BT_T080)
    stage.sim.jam_cutter(stage.world.now)
    assert stage.print() == Doubtful(Reason.CUTTER)


def test_paper_out_at_the_cut_is_printed_and_the_next_slip_is_refused():
    stage = Stage()
    stage.at_mm(_length() - 17, stage.sim.paper_out)
    assert stage.print() == Printed("process-id")
    assert stage.print(OTHER) == NotPrinted(Reason.PAPER_END)


def test_paper_out_after_the_cut_spoils_nothing():
    stage = Stage()
    assert isinstance(stage.print(), Printed)
    stage.sim.paper_out(stage.world.now)
    assert stage.driver.health() == PrinterHealth(False, frozenset({Reason.PAPER_END, Reason.PAPER_LOW}))


def test_near_end_prints_and_is_told():
    stage = Stage()
    stage.sim.paper_low(stage.world.now)
    assert isinstance(stage.print(), Printed)
    assert stage.driver.health() == PrinterHealth(True, frozenset({Reason.PAPER_LOW}))


def test_a_slip_not_taken_is_told_and_does_not_look_like_noise():
    stage = Stage(KP_628E)
    stage.sim.leave_slip(stage.world.now)
    assert stage.driver.health() == PrinterHealth(True, frozenset({Reason.SLIP_NOT_TAKEN}), SlipState.WAITING)


def test_a_mute_printer_is_not_known_to_be_fine():
    stage = Stage()
    stage.world.mute = True
    start = stage.world.now
    assert stage.driver.health() == PrinterHealth(None, frozenset({Reason.SILENT}))
    assert stage.print() == NotPrinted(Reason.SILENT)
    assert stage.world.now - start <= PROMISED


def test_an_unplugged_printer_comes_back_by_itself():
    stage = Stage()
    stage.world.plugged = False
    assert stage.driver.health() == PrinterHealth(False, frozenset({Reason.UNPLUGGED}))
    assert stage.print() == NotPrinted(Reason.UNPLUGGED)
    stage.world.plugged = True
    assert stage.driver.health().able
    assert isinstance(stage.print(), Printed)


def test_a_garbled_line_is_told_and_never_ends_in_a_false_printed():
    stage = Stage()
    stage.driver.health()
    stage.world.garble = lambda data: bytes(byte ^ 0x85 for byte in data)
    assert stage.driver.health().able is None
    assert isinstance(stage.print(), NotPrinted)
    stage.world.garble = lambda data: data
    assert isinstance(stage.print(), Printed)


def test_a_line_garbled_in_the_middle_gives_no_false_proof():
    stage = Stage()
    stage.driver.health()
    stage.world.after(0.2, lambda: setattr(stage.world, "garble", lambda data: bytes(b | 0x80 for b in data)))
    assert stage.print() == Doubtful(Reason.GARBLED)


def test_bytes_of_a_former_owner_are_cleared_before_the_first_slip():
    stage = Stage()
    half = bytes.fromhex("1d7630004800ff00") + bytes(900)
    stage.sim.receive(b"somebody else's slip" + half, stage.world.now)
    assert isinstance(stage.print(), Printed)
    assert stage.sim.papers[0].text()[0] == "松江区工程建设项目审批审查中心"
    assert len(stage.sim.papers) == 1


def test_the_printer_without_a_clearing_command_is_cleared_of_a_half_sent_picture_too():
    stage = Stage(BT_T080)
    stage.sim.receive(bytes.fromhex("1d76300048001800") + bytes(900), stage.world.now)
    assert isinstance(stage.print(), Printed)
    assert stage.sim.papers[-1].text()[0] == "松江区工程建设项目审批审查中心"


def test_a_slip_nobody_can_print_truthfully_is_refused_before_a_byte_is_sent():
    stage = Stage()
    assert stage.print(Slip((QrCode("x" * 4000),))) == NotPrinted(Reason.UNPRINTABLE)
    assert stage.world.said == b""


def test_a_glyph_that_nobody_has_costs_its_letter_never_the_slip_and_is_told_until_the_next():
    stage = Stage()
    assert isinstance(stage.print(Slip((Text("🏢一区"), Text("A001", scale=4)))), Printed)
    assert stage.sim.papers[0].text() == ["〓一区", "A001"]
    assert (stage.driver.health().able, stage.reasons()) == (True, frozenset({Reason.MISSING_GLYPH}))
    assert isinstance(stage.print(), Printed)
    assert stage.reasons() == frozenset()


def test_process_ids_ascend_from_job_to_job():
    stage = Stage()
    for _ in range(4):
        stage.print(OTHER)
    said = stage.world.said
    found = [said[at + 7 : at + 11] for at in range(len(said)) if said[at : at + 7] == b"\x1d(H\x06\x0000"]
    assert len(found) == 1 + 4 * 3  # the probe, then head, last line and cut of each slip
    assert found == sorted(found)


def test_xoff_is_obeyed():
    stage = Stage(flow=True, buffer=600, speed=90.0)
    assert isinstance(stage.print(), Printed)
    assert stage.sim.lost_bytes == 0


def test_a_printer_that_is_off_while_it_is_asked_for_process_ids_is_not_taken_for_one_without():
    stage = Stage(TM_T88VI, boot=3.0)
    stage.driver.health()
    stage.world.when(lambda: b"\x1d(H" in stage.world.said, lambda: stage.sim.power_cycle(stage.world.now))
    assert stage.print() == NotPrinted(Reason.SILENT)
    stage.world.happened_at = None
    stage.world.sleep(5)
    assert stage.print() == Printed("process-id")
    assert stage.whole() == 1


HANDS = ("open_cover", "paper_out", "overheat", "power_cycle", "jam_cutter", "pull", "mute")


@pytest.mark.parametrize("seed", range(140))
def test_any_fault_at_any_moment_at_any_speed_ends_in_a_true_verdict_and_a_clean_printer(seed):
    dice = random.Random(seed)
    hand, length = HANDS[seed % len(HANDS)], dice.choice((0, 2, 12, 30))
    profile = dice.choice((TM_T88VI, GENERIC_80, KP_628E))
    stage = Stage(profile, boot=dice.choice((1.2, 3.0)), speed=dice.choice((100.0, 150.0, 250.0)))
    slip = Slip((*(Text(f"第 {n} 行") for n in range(length)), Text("结尾")))

    def fault() -> None:
        if hand == "pull":
            stage.world.plugged = False
        elif hand == "mute":
            stage.world.mute, stage.world.deaf = True, dice.random() < 0.5
        else:
            getattr(stage.sim, hand)(stage.world.now)

    stage.world.after(dice.uniform(0, 0.3 + length / 20), fault)
    verdict = stage.print(slip)
    stage.world.sleep(5)
    stage.world.plugged, stage.world.mute, stage.world.deaf = True, False, False
    for mend in (stage.sim.close_cover, stage.sim.refill, stage.sim.free_cutter):
        mend(stage.world.now)
    stage.sim.overheat(stage.world.now, False)
    stage.world.sleep(5)
    whole = stage.whole(slip)
    assert whole <= 1
    assert whole == 1 or not isinstance(verdict, Printed)
    assert whole == 0 or not isinstance(verdict, NotPrinted)
    stage.driver.health()
    stage.world.sleep(driver.CUTTER_RETRY)
    stage.driver.health()
    stage.world.happened_at = None
    assert isinstance(stage.print(OTHER), Printed)
    assert stage.sim.papers[-1].text() == ["下一位", "B001", "请到二号窗口"]


def test_the_torso_of_a_slip_whose_program_was_killed_does_not_hang_on_the_next_one():
    stage = Stage()
    stage.world.after(0.4, lambda: setattr(stage.world, "plugged", False))
    stage.print()
    stage.world.plugged, stage.world.happened_at = True, None
    again = driver.EscposPrinter(stage.world.open, TM_T88VI, clock=stage.world.clock, sleep=stage.world.sleep)
    assert isinstance(again.print(OTHER, 9), Printed)
    assert stage.sim.papers[-1].text() == ["下一位", "B001", "请到二号窗口"]
    assert len(stage.sim.papers) == 2
