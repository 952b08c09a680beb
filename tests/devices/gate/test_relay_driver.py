"""The gate's role against a board with a door, over a wire inside the process: what goes wrong, and what must never
happen then."""

import time

import pytest

from devices.gate.gate import (
    Decision,
    ExitPressed,
    FireInput,
    Forced,
    GateBack,
    GateTrouble,
    HeldOpen,
    Inputs,
    MaybeReleased,
    NotPassed,
    NotReleased,
    Passed,
    Released,
    Trouble,
    Unseen,
    Why,
)
from devices.gate.relay.driver import RelayGate
from devices.gate.relay.modules import DAM, PLAIN, WAVESHARE
from devices.gate.relay.simulator import RelaySimulator
from devices.gate.wiring import Wiring
from devices.links.loopback import Loopback
from tests.support.wires import await_event, nothing_said

WIRING = Wiring(exit=2, fire=3)


@pytest.fixture
def framing():
    return "rtu"


both = pytest.mark.parametrize("framing", ["rtu", "tcp"])


@pytest.fixture
def door(framing):
    door = Loopback(RelaySimulator(framing=framing))
    yield door
    door.stop()


@pytest.fixture
def gate(door, framing):
    gate = RelayGate(door.open, WAVESHARE, WIRING, framing=framing, held=1.0, baud=1_000_000)
    watch(gate)
    yield gate
    gate.close()


def watch(gate):
    """Until it has read its contacts."""
    while gate.inputs() is None:
        assert gate.poll() is None


def decision(name="d1", age=0.0):
    return Decision(name, "person-7", "a test", time.monotonic() - age)


def hand(door, what, *arguments):
    with door.device() as board:
        return getattr(board, what)(time.monotonic(), *arguments)


def writes(door):
    with door.device() as board:
        return [pdu for pdu in board.heard if pdu[0] not in (1, 2)]


def pump(gate, seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        gate.poll()


@both
@pytest.mark.parametrize("module", [WAVESHARE, DAM], ids=lambda module: module.name)
def test_he_who_is_let_in_passes_and_the_board_locks_by_itself(module, framing):
    door = Loopback(RelaySimulator(module, framing))
    gate = RelayGate(door.open, module, WIRING, framing=framing, baud=1_000_000)
    watch(gate)
    one = decision()
    assert not hand(door, "push")
    assert gate.unlock(0.6, one) == Released(one)
    assert hand(door, "push")
    assert await_event(gate.poll, Passed).decision is one
    hand(door, "shut")
    pump(gate, 0.6)
    assert not hand(door, "push")
    gate.close()
    door.stop()


def test_he_who_does_not_go_has_not_passed(door, gate):
    one = decision()
    gate.unlock(0.3, one)
    assert await_event(gate.poll, NotPassed).decision is one


def test_a_forced_door_is_told_within_a_fifth_of_a_second(door, gate):
    hand(door, "force")
    began = time.monotonic()
    assert await_event(gate.poll, Forced) == Forced(seen=True)
    assert time.monotonic() - began < 0.4  # two looks 80 ms apart, and a busy machine
    await_event(gate.poll, HeldOpen, 3.0)


def test_exit_button_and_fire_are_told_and_need_no_software(door, gate):
    hand(door, "press_exit")
    await_event(gate.poll, ExitPressed)
    assert hand(door, "push")
    hand(door, "shut")
    hand(door, "press_exit", False)
    hand(door, "set_fire")
    assert await_event(gate.poll, FireInput) == FireInput(True)
    assert hand(door, "push")
    assert writes(door) == []


def test_contacts_are_looked_at_ten_times_a_second(door, gate):
    with door.device() as board:
        board.heard.clear()
    pump(gate, 1.0)
    with door.device() as board:
        assert len(board.heard) >= 10


@pytest.mark.parametrize(("age", "why"), [(2.1, Why.EXPIRED), (-5.0, Why.EXPIRED)], ids=["too old", "from the future"])
def test_a_decision_out_of_its_time_opens_nothing(door, gate, age, why):
    assert gate.unlock(1.0, decision(age=age)).why is why
    assert writes(door) == []


def test_a_decision_opens_once(door, gate):
    one = decision()
    gate.unlock(0.2, one)
    await_event(gate.poll, NotPassed)
    assert gate.unlock(0.2, one) == NotReleased(one, Why.USED)
    assert len(writes(door)) == 1


def test_the_second_waits_until_the_first_has_passed(door, gate):
    gate.unlock(3.0, decision("first"))
    second = decision("second")
    assert gate.unlock(3.0, second) == NotReleased(second, Why.BUSY)
    hand(door, "push")
    await_event(gate.poll, Passed)
    hand(door, "shut")
    pump(gate, 0.3)
    assert isinstance(gate.unlock(3.0, second), Released)


def test_a_board_without_a_pulse_never_opens(door, framing):
    gate = RelayGate(door.open, PLAIN, WIRING, framing=framing, baud=1_000_000)
    pump(gate, 0.5)
    assert gate.unlock(1.0, decision()).why is Why.NO_PULSE
    assert writes(door) == []
    gate.close()


@pytest.mark.parametrize("seconds", [0, -1, 61, 0.04])
def test_nonsense_seconds_are_refused_with_a_sentence(door, gate, seconds):
    with pytest.raises(ValueError, match="releases for"):
        gate.unlock(seconds, decision())
    assert writes(door) == []


# -- what goes wrong on the line -------------------------------------------------------------------------------------


@both
def test_a_mute_board_is_told_once_opens_nothing_and_comes_back(door, gate):
    door.faults.mute = True
    assert await_event(gate.poll, GateTrouble) == GateTrouble(Trouble.SILENT)
    assert gate.unlock(1.0, decision()).why is Why.NO_WATCH
    assert gate.inputs() is None
    assert nothing_said(gate.poll, 0.4)
    door.faults.mute = False
    await_event(gate.poll, GateBack)
    assert gate.inputs() == Inputs(open=False, exit=False, fire=False)
    assert writes(door) == []


@both
def test_an_unplugged_board_is_told_and_its_return_releases_nothing(door, gate):
    door.unplug()
    assert await_event(gate.poll, GateTrouble) == GateTrouble(Trouble.UNPLUGGED)
    assert gate.unlock(1.0, decision()).why is Why.NO_WATCH
    assert gate.unlock(1.0, decision("d2", age=1.5)).why is Why.NO_WATCH
    door.plug()
    await_event(gate.poll, GateBack)
    pump(gate, 0.3)
    assert writes(door) == []
    assert not hand(door, "push")


def test_a_line_that_garbles_everything_is_told(door, gate):
    door.faults.garble = 0.5
    trouble = await_event(gate.poll, GateTrouble).trouble
    assert trouble in (Trouble.GARBLED, Trouble.SILENT)
    door.faults.garble = 0.0
    while not isinstance(gate.poll(), GateBack):
        pass
    assert writes(door) == []


def test_some_noise_costs_no_word_and_invents_nothing(door, gate):
    door.faults.garble = 0.004
    end = time.monotonic() + 1.5
    while time.monotonic() < end:
        assert isinstance(gate.poll(), None | GateTrouble | GateBack)


@both
def test_another_unit_is_not_believed(door, gate):
    with door.device() as board:
        board.answers_as, board.open = 9, True
    assert await_event(gate.poll, GateTrouble) == GateTrouble(Trouble.GARBLED)


@both
def test_an_exception_is_told_as_what_it_is(door, gate):
    with door.device() as board:
        board.failing = 4
    assert await_event(gate.poll, GateTrouble) == GateTrouble(Trouble.REFUSED)
    with door.device() as board:
        board.failing = None
    await_event(gate.poll, GateBack)


@pytest.mark.parametrize(("code", "released"), [(2, False), (6, False), (4, True), (11, True)])
def test_an_exception_to_the_pulse_is_no_or_perhaps(door, gate, code, released):
    with door.device() as board:
        board.failing = code
    one = decision()
    told = gate.unlock(0.5, one)
    assert told == (MaybeReleased(one, Trouble.REFUSED) if released else NotReleased(one, Why.REFUSED))


@both
def test_a_cable_cut_in_the_middle_of_an_unlock_leaves_a_doubt_and_no_second_pulse(door, gate):
    door.faults.cut_after = 5
    one = decision()
    assert gate.unlock(1.0, one) == MaybeReleased(one, Trouble.UNPLUGGED)
    assert await_event(gate.poll, Unseen) == Unseen(one)
    await_event(gate.poll, GateTrouble)
    door.plug()
    await_event(gate.poll, GateBack)
    pump(gate, 0.3)
    assert writes(door) == []
    assert not hand(door, "push")


def test_a_confirmation_lost_is_a_doubt_and_what_the_door_does_is_still_told(door, gate):
    door.faults.mute = True
    one = decision()
    assert gate.unlock(1.5, one) == MaybeReleased(one, Trouble.SILENT)
    door.faults.mute = False
    assert len(writes(door)) == 1
    assert hand(door, "push")
    assert await_event(gate.poll, Passed).decision is one
    assert len(writes(door)) == 1


@both
def test_an_answer_that_comes_too_late_is_never_taken_for_the_next_one(door, framing):
    """RTU answers do not say what they answer. A board that is always slower than we wait is silent, not stale."""
    gate = RelayGate(door.open, WAVESHARE, WIRING, framing=framing, baud=1_000_000)
    door.faults.delay = 0.15  # each way: 0.3 s
    assert await_event(gate.poll, GateTrouble, 8.0).trouble in (Trouble.SILENT, Trouble.GARBLED)
    hand(door, "force")
    assert nothing_said(gate.poll, 1.2)
    assert gate.inputs() is None
    gate.close()


def test_a_door_opened_while_the_line_was_down_is_told_as_not_seen(door, gate):
    door.unplug()
    await_event(gate.poll, GateTrouble)
    hand(door, "force")
    time.sleep(1.0)
    door.plug()
    await_event(gate.poll, GateBack)
    assert await_event(gate.poll, Forced) == Forced(seen=False)


def test_closing_touches_no_relay(door, gate):
    gate.close()
    assert gate.poll() is None
    assert writes(door) == []
