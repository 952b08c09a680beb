"""The profile follows from what the printer says it is, or from the setting; and nothing else is taken for its word."""

import time
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from devices.bench.pty import PtyHost
from devices.open import open_printer
from devices.printer.escpos.driver import EscposPrinter
from devices.printer.escpos.liar import ModelPrinter
from devices.printer.escpos.simulator import EscposSimulator
from devices.printer.escpos.status import Info, StatusMachine
from devices.printer.identity import Identity, choose
from devices.printer.profile_file import write_profile
from devices.printer.profiles import BT_T080, CUSTOM_KPM, GENERIC_80, KP_628E, PROFILES, TM_T88V, TM_T88VI, unknown
from devices.printer.slip import QrCode, Slip, Text
from devices.printer.verdict import NotPrinted, Printed, PrinterHealth, Reason, SlipState
from tests.devices.printer.stage import OTHER, PROMISED, Stage, whole_and_true

KNOWN = {name: one for name, one in PROFILES.items() if one.model}
WONDER = replace(GENERIC_80, name="wonder", model="WONDER 80X")
ASK = b"\x1dI"


@pytest.mark.parametrize("name", KNOWN)
def test_a_printer_without_a_setting_gets_the_profile_of_the_model_it_names(name):
    stage = Stage(KNOWN[name], None)
    assert stage.driver.identity() is None
    assert stage.driver.health() == PrinterHealth(True)
    choice = stage.driver.identity()
    assert choice is not None
    assert (choice.profile, choice.why, choice.identity.maker) == (KNOWN[name], "model", "ONEDOOR")
    assert stage.sim.papers == []
    assert stage.print(OTHER) == Printed("status" if KNOWN[name].process_id is False else "process-id")
    assert stage.whole(OTHER) == len(stage.sim.papers) == 1


def test_the_first_slip_of_all_is_set_for_the_printer_that_was_just_met():
    stage = Stage(TM_T88VI, None)
    assert stage.print(Slip((Text("䶮"),))) == Printed("process-id")
    assert "䶮".encode("gb18030") in stage.world.said, "unknown printers get it drawn, this one has the glyph"


def test_a_model_nobody_knows_is_named_and_treated_with_care():
    stage = Stage(WONDER, None)
    assert stage.driver.health() == PrinterHealth(True)
    choice = stage.driver.identity()
    assert choice is not None
    assert (choice.profile, choice.why) == (unknown("WONDER 80X"), "unknown")
    assert choice.sentence() == "none for 'WONDER 80X'"
    assert stage.print(Slip((QrCode("x"), Text("〇"), Text("END")))) == Printed("process-id")
    assert b"\x1da" not in stage.world.said, "automatic status is left alone"
    assert b"\x1d(k" not in stage.world.said, "the code is drawn"
    assert "〇".encode("gbk") not in stage.world.said


def test_a_printer_that_does_not_say_what_it_is_is_asked_three_times_and_left_in_peace():
    stage = Stage(TM_T88VI, None, faults=("no-identity",))
    for _ in range(3):
        assert stage.driver.identity() is None
        before = stage.world.now
        assert stage.driver.health().able
        assert stage.world.now - before < 1.0
    choice = stage.driver.identity()
    assert choice is not None
    assert (choice.profile.name, choice.sentence()) == ("unknown", "it does not say what it is")
    asked = stage.world.said.count(ASK)
    stage.driver.health()
    assert stage.world.said.count(ASK) == asked == 3
    assert stage.print() == Printed("process-id")


def test_a_setting_wins_and_a_printer_that_contradicts_it_is_told():
    stage = Stage(TM_T88VI, BT_T080)
    assert stage.driver.health() == PrinterHealth(True, frozenset({Reason.OTHER_MODEL}))
    choice = stage.driver.identity()
    assert choice is not None
    assert (choice.profile, choice.contradicts) == (BT_T080, True)
    assert choice.sentence() == "set to bt-t080, but it calls itself 'TM-T88VI', which we know as tm-t88vi"
    assert stage.print() == Printed("status"), "by the rules of the setting"


@pytest.mark.parametrize("told", [replace(TM_T88VI, name="tm-t88vi-probed"), CUSTOM_KPM])
def test_a_setting_of_the_same_model_or_of_one_that_names_nothing_we_know_is_no_contradiction(told):
    stage = Stage(TM_T88VI if told.model else told, told)
    assert stage.driver.health() == PrinterHealth(True)
    choice = stage.driver.identity()
    assert choice is not None
    assert (choice.profile, choice.why) == (told, "setting")


def test_a_slip_that_hangs_at_the_first_contact_does_not_hide_the_model_that_says_so():
    stage = Stage(KP_628E, None)
    stage.sim.leave_slip(stage.world.now)
    assert stage.driver.health() == PrinterHealth(True, frozenset({Reason.SLIP_NOT_TAKEN}), SlipState.WAITING)
    choice = stage.driver.identity()
    assert choice is not None
    assert choice.profile == KP_628E


@pytest.mark.parametrize("setting", [None, TM_T88VI, KP_628E], ids=["auto", "tm-t88vi", "kp-628e"])
def test_a_line_with_a_parity_bit_is_garbled_whatever_the_profile(setting):
    stage = Stage(TM_T88VI, setting, faults=("bit7",))
    for _ in range(5):
        assert stage.driver.health() == PrinterHealth(None, frozenset({Reason.GARBLED}))
    assert stage.print() == NotPrinted(Reason.GARBLED)
    assert stage.sim.papers == []


def test_a_stopped_printer_is_asked_when_it_can_answer():
    stage = Stage(TM_T88VI, None)
    stage.sim.paper_out(stage.world.now)
    assert stage.driver.health() == PrinterHealth(False, frozenset({Reason.PAPER_END, Reason.PAPER_LOW}))
    assert ASK not in stage.world.said
    stage.sim.refill(stage.world.now)
    stage.driver.health()
    choice = stage.driver.identity()
    assert choice is not None
    assert choice.profile == TM_T88VI


def test_a_printer_put_in_the_place_of_another_is_asked_anew():
    stage = Stage(TM_T88VI, None)
    stage.driver.health()
    stage.world.plugged = False
    stage.driver.health()
    stage.world.plugged, stage.world.printer = True, EscposSimulator(KP_628E)
    stage.world.printer.leave_slip(stage.world.now)
    assert stage.driver.health().reasons == {Reason.SLIP_NOT_TAKEN}
    choice = stage.driver.identity()
    assert choice is not None
    assert choice.profile == KP_628E


# --- time -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("setting", [None, TM_T88VI], ids=["auto", "set"])
def test_a_mute_printer_is_not_waited_for_longer_because_it_might_say_what_it_is(setting):
    stage = Stage(TM_T88VI, setting)
    stage.world.mute = True
    before = stage.world.now
    assert stage.driver.health() == PrinterHealth(None, frozenset({Reason.SILENT}))
    assert stage.world.now - before < 1.0, "clearing and one status, as ever"
    assert ASK not in stage.world.said


def test_a_printer_that_goes_mute_when_it_is_asked_its_name_is_told_within_3_s():
    stage = Stage(TM_T88VI, None)
    stage.world.when(lambda: ASK in stage.world.said, lambda: setattr(stage.world, "mute", True))
    assert stage.print() == NotPrinted(Reason.SILENT)
    assert stage.sim.papers == []


@pytest.mark.parametrize("hand", ["mute", "open_cover", "paper_out", "power_cycle", "pull"])
@pytest.mark.parametrize("hundredths", range(0, 130, 9))
def test_whatever_happens_from_the_first_contact_on_the_verdict_is_true(hand, hundredths):
    stage = Stage((TM_T88VI, KP_628E)[hundredths % 2], None)

    def happen() -> None:
        if hand in ("mute", "pull"):
            setattr(stage.world, *{"mute": ("mute", True), "pull": ("plugged", False)}[hand])
        else:
            getattr(stage.sim, hand)(stage.world.now)

    stage.world.after(hundredths / 100, happen)
    verdict = stage.print()
    stage.world.sleep(2)
    stage.world.mute, stage.world.plugged, stage.world.happened_at = False, True, None
    stage.sim.close_cover(stage.world.now)
    stage.sim.refill(stage.world.now)
    stage.world.sleep(5)
    whole_and_true(verdict, stage)
    assert isinstance(stage.print(OTHER), Printed)
    assert stage.sim.papers[-1].text() == ["下一位", "B001", "请到二号窗口"]


# --- what is not its word ---------------------------------------------------------------------------------------------


class Spoilt(EscposSimulator):
    """Its answers to GS I go through ``spoil``, once each in turn; then they are clean."""

    def __init__(self, spoil) -> None:
        super().__init__(TM_T88VI)
        self.spoil = list(spoil)

    def _identify(self, n: int) -> None:
        before = len(self._out)
        super()._identify(n)
        if self.spoil and len(self._out) > before:
            self._out[before:] = self.spoil.pop(0)(bytes(self._out[before:]))


def chosen(spoil):
    stage = Stage(sim=Spoilt(spoil), setting=None)
    for _ in range(4):
        health = stage.driver.health()
    assert stage.driver.identity() is not None
    assert health.able
    return stage.driver.identity().profile


ASB = b"\x10\x00\x00\x0f"
SPOILT = {
    "an automatic status before it": [lambda told: ASB + told] * 2,
    "an automatic status behind it": [lambda told: told + ASB] * 2,
    "an automatic status in its middle, once": [lambda told: told[:4] + ASB + told[4:]],
    "its last letter lost: another model": [lambda told: told.replace(b"VI", b"V")],
    "a stray block of another kind": [lambda told: b"\x37\x22abcd\0" + told],
    "noise that opens a block": [lambda told: b"\x5f" + told],
    "XOFF and XON inside": [lambda told: told[:3] + b"\x13\x11" + told[3:]] * 2,
    "a whole foreign block": [lambda told: b"\x5fTM-T88V\0"],
}


@pytest.mark.parametrize("case", SPOILT)
def test_what_comes_between_is_not_taken_for_a_model(case):
    assert chosen(SPOILT[case]) == TM_T88VI


def test_an_automatic_status_inside_every_answer_leaves_the_model_unknown():
    assert chosen([lambda told: told[:4] + ASB + told[4:]] * 6).name == "unknown"


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 10), st.integers(0, 3), st.binary(max_size=6)), max_size=6))
@example([(8, 1, b""), (0, 0, b"")])
def test_no_garbage_makes_it_another_model(wounds):
    def wound(at, lost, foreign):
        return lambda told: told[:at] + foreign + told[at + lost :]

    spoil = [wound(*one) for one in wounds]
    heard = [set(filter(_is_name, StatusMachine(True).feed(one(b"\x5fTM-T88VI\0")))) for one in spoil]
    stage = Stage(sim=Spoilt(spoil), setting=None)
    for _ in range(5):
        stage.driver.health()
    choice = stage.driver.identity()
    twice_alike = any(a & b for a, b in pairwise(heard))
    assert choice is not None
    assert choice.profile.name in {TM_T88VI.name, "unknown"} or twice_alike
    assert stage.print(OTHER) == Printed("process-id")


def _is_name(event) -> bool:
    return isinstance(event, Info)


def test_a_block_nobody_asked_for_is_not_heard():
    stage = Stage(TM_T88VI, None)
    stage.driver.health()
    stage.sim._out += b"\x5fBT-T080\0" * 2
    assert stage.driver.health() == PrinterHealth(True)
    choice = stage.driver.identity()
    assert choice is not None
    assert choice.profile == TM_T88VI


# --- the font ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("profile", "font", "charset"),
    [
        (TM_T88VI, "CHINA GB18030", "gb18030"),
        (TM_T88VI, "CHINA GB2312", "gb2312"),
        (TM_T88VI, "GB-2312", "gb2312"),
        (TM_T88VI, "KANJI JAPANESE", "ascii"),
        (TM_T88VI, "TAIWAN BIG-5", "ascii"),
        (TM_T88VI, "KOREA C-5601C", "ascii"),
        (TM_T88V, "CHINA GB18030", "gb2312"),
        (TM_T88VI, "rev. 7", "gb18030"),
        (TM_T88VI, None, "gb18030"),
    ],
)
def test_what_it_says_of_its_font_may_take_characters_away_and_never_adds_any(profile, font, charset):
    assert choose(None, Identity(model=profile.model, font=font)).profile == replace(profile, charset=charset)
    assert choose(profile, Identity(model=profile.model, font=font)).profile == profile


def test_a_printer_without_chinese_prints_it_all_the_same():
    japanese = replace(TM_T88VI, charset="ascii")
    stage = Stage(japanese, japanese)
    assert stage.print(Slip((Text("王龑 A012"), Text("A012")))) == Printed("process-id")
    assert stage.sim.papers[0].text()[-1] == "A012"
    assert not any("?" in line for line in stage.sim.papers[0].text())


# --- on a wire --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("query", ["", "?profile=auto"])
def test_an_address_without_a_profile_asks(tmp_path, query):
    host = PtyHost(ModelPrinter(TM_T88VI, speed=1500.0, cut_time=0.01), tmp_path / "printer", 0)
    printer = open_printer(f"escpos+serial:{tmp_path / 'printer'}{query}")
    try:
        began = time.monotonic()
        assert printer.print(OTHER, 1) == Printed("process-id")
        assert time.monotonic() - began < PROMISED
        choice = printer.identity()
        assert choice is not None
        assert (choice.profile, choice.why) == (TM_T88VI, "model")
    finally:
        printer.close()
        host.stop()


def test_a_profile_file_is_a_setting(tmp_path):
    write_profile(tmp_path / "mine.toml", replace(BT_T080, name="mine"))
    host = PtyHost(ModelPrinter(TM_T88VI), tmp_path / "printer", 0)
    printer = open_printer(f"escpos+serial:{tmp_path / 'printer'}?profile=file:{tmp_path / 'mine.toml'}")
    try:
        assert printer.health() == PrinterHealth(True, frozenset({Reason.OTHER_MODEL}))
        assert isinstance(printer, EscposPrinter)
    finally:
        printer.close()
        host.stop()
