"""What a door's contact means: told for every order of events, without any wire."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.gate.gate import (
    ClosedAgain,
    Decision,
    ExitPressed,
    FireInput,
    Forced,
    HeldOpen,
    Inputs,
    NotPassed,
    Passed,
    Unseen,
)
from devices.gate.passage import TRAVEL, Passage

TICK = 0.08


class Door:
    """A passage read every 80 ms. ``until`` lets time pass and gathers what is told."""

    def __init__(self, held=20.0, **state):
        self.passage, self.now = Passage(held), 1000.0
        self.state = {"open": False, "exit": False, "fire": False, **state}
        self.wait(3 * TICK)

    def wait(self, seconds, **state):
        self.state |= state
        told, end = [], self.now + seconds
        while self.now < end:
            self.now += TICK
            told += self.passage.read(Inputs(**self.state), self.now)
        return told

    def unlock(self, seconds=3.0, name="d1"):
        decision = Decision(name, "p", "r", self.now)
        self.passage.released(decision, seconds, self.now)
        return decision


def test_a_door_opened_in_time_is_passed_and_told_within_two_readings():
    door = Door()
    decision = door.unlock()
    assert door.wait(1.0) == []
    assert door.wait(2 * TICK, open=True) == [Passed(decision)]
    assert door.wait(3.0) == []
    assert door.wait(5.0, open=False) == []


def test_a_door_left_shut_is_not_passed_when_the_time_is_over():
    door = Door()
    decision = door.unlock(3.0)
    assert door.wait(3.0) == []
    assert door.wait(TRAVEL + 2 * TICK) == [NotPassed(decision)]
    assert door.wait(1.0, open=True) == [Forced()]


def test_a_door_pulled_at_the_very_end_is_passed():
    door = Door()
    decision = door.unlock(3.0)
    door.wait(3.0)
    assert door.wait(0.3, open=True) == [Passed(decision)]


def test_a_door_opened_without_reason_is_forced_and_told_when_it_shuts():
    door = Door()
    assert door.wait(1.0, open=True) == [Forced()]
    assert door.wait(1.0, open=False) == [ClosedAgain()]


def test_the_exit_button_excuses_an_opening():
    door = Door()
    assert door.wait(0.3, exit=True) == [ExitPressed()]
    assert door.wait(2.0, exit=False) == []
    assert door.wait(1.0, open=True) == []
    assert door.wait(6.0, open=False) == []
    assert door.wait(1.0, open=True) == [Forced()]


def test_a_door_held_open_is_told_once():
    door = Door(held=5)
    door.unlock()
    door.wait(1.0, open=True)
    assert door.wait(10.0) == [HeldOpen()]
    assert door.wait(10.0) == []
    assert door.wait(1.0, open=False) == [ClosedAgain()]


def test_fire_is_told_at_once_and_makes_nobody_a_burglar():
    door = Door(held=5)
    assert door.wait(TICK, fire=True) == [FireInput(True)]
    assert door.wait(60.0, open=True) == []
    assert door.wait(TICK, fire=False) == [FireInput(False)]
    assert door.wait(6.0) == [HeldOpen()]


def test_fire_found_at_the_first_reading_is_told():
    passage = Passage()
    assert passage.read(Inputs(False, False, True), 1.0) == [FireInput(True)]


def test_a_bouncing_contact_is_no_break_in():
    door = Door()
    door.unlock()
    door.wait(1.0, open=True)
    for _ in range(5):
        assert door.wait(TICK, open=False) == []
        assert door.wait(TICK, open=True) == []
    assert door.wait(1.0, open=False) == []


def test_nothing_is_concluded_across_a_gap():
    door = Door()
    decision = door.unlock(3.0)
    door.now += 1.5
    assert door.wait(TICK) == [Unseen(decision)]
    assert door.wait(10.0) == []


def test_a_line_lost_while_somebody_is_let_in_says_so_and_does_not_accuse_him():
    door = Door()
    decision = door.unlock(5.0)
    assert door.passage.lost() == [Unseen(decision)]
    door.now += 2.0
    assert door.wait(1.0, open=True) == []
    assert door.wait(1.0, open=False) == []


def test_a_door_found_open_after_a_gap_was_opened_by_somebody_nobody_saw():
    door = Door()
    assert door.passage.lost() == []
    door.now += 60
    assert door.wait(1.0, open=True) == [Forced(seen=False)]


def test_a_door_that_stood_open_before_we_began_is_only_held_open():
    door = Door(held=5, open=True)
    assert door.wait(10.0) == [HeldOpen()]


def test_who_is_let_in_at_an_open_door_is_not_seen():
    door = Door()
    door.unlock(name="first")
    door.wait(1.0, open=True)
    second = door.unlock(2.0, name="second")
    assert door.wait(4.0) == [Unseen(second)]


def test_without_a_contact_nobody_is_said_to_have_passed():
    door = Door(open=None)
    decision = door.unlock(2.0)
    assert door.wait(4.0) == [Unseen(decision)]


@pytest.mark.parametrize("missing", ["id", "person", "reason"])
def test_no_decision_without_its_parts(missing):
    parts = {"id": "1", "person": "p", "reason": "r"} | {missing: " "}
    with pytest.raises(ValueError, match=missing):
        Decision(**parts, at=0.0)


steps = st.lists(
    st.tuples(
        st.sampled_from(["unlock", "open", "shut", "exit", "fire", "calm", "lost", "wait"]),
        st.floats(0.05, 4.0),
    ),
    max_size=25,
)


@settings(max_examples=300, deadline=None)
@given(steps)
def test_every_release_has_exactly_one_end_and_alarms_come_only_from_open_doors(script):
    door = Door(held=3)
    asked, told = [], []
    for what, seconds in script:
        state = {"open": {"open": True}, "shut": {"open": False}, "exit": {"exit": True}, "fire": {"fire": True},
                 "calm": {"fire": False, "exit": False}}.get(what, {})  # fmt: skip
        if what == "unlock" and not door.passage.waiting:
            asked.append(door.unlock(2.0, f"d{len(asked)}"))
        if what == "lost":
            told += door.passage.lost()
        told += door.wait(seconds, **state)
    told += door.wait(4.0, open=False)
    ends = [event.decision for event in told if isinstance(event, Passed | NotPassed | Unseen)]
    assert ends == asked
    if not any(what == "open" for what, _ in script):
        assert not any(isinstance(event, Passed | Forced | HeldOpen | ClosedAgain) for event in told)
    alarms = [event for event in told if isinstance(event, Forced | HeldOpen | ClosedAgain)]
    assert not alarms or isinstance(alarms[-1], ClosedAgain)
