"""A door at a UHPPOTE board, over UDP and TCP: what it tells, what it never does, and its memory without a gap."""

import time
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from devices.door.board import BoardCard
from devices.door.door import CardRead, Conflict, Contradiction, Hole, PresentAgain, Recorded, Side
from devices.door.uhppote import codec
from devices.door.uhppote.words import Listener
from devices.gate.gate import (
    ExitPressed,
    FireInput,
    Forced,
    GateBack,
    GateTrouble,
    HeldOpen,
    Leaf,
    MaybeReleased,
    NotReleased,
    Passed,
    Released,
    Unseen,
    Why,
)
from devices.links.udp import UdpEar
from tests.devices.door.boards import standing_board
from tests.devices.door.doors import all_told, decision, standing, told, until
from tests.devices.door.test_uhppote_board import FROM, POLICY, TO


@pytest.fixture(params=["udp", "tcp"])
def board(request):
    with standing_board(request.param) as board:
        yield board


@pytest.fixture
def door(board):
    watch, door = board.door(1, delay=1, held=1.0)
    standing(door)
    yield door
    watch.close()


@pytest.fixture
def udp():
    with standing_board("udp") as board:
        yield board


@pytest.fixture
def udp_door(udp):
    watch, door = udp.door(1, delay=1, held=1.0)
    standing(door)
    yield door
    watch.close()


def test_he_who_is_let_in_passes_and_the_board_locks_by_itself(board, door):
    one = decision()
    assert not board.hand("push")
    assert door.unlock(2, one) == Released(one)
    assert board.hand("push")
    assert told(door, Passed).decision is one
    board.hand("shut")
    until(door, lambda _: not board.hand("free"))
    assert len(board.heard(codec.OPEN)) == 1


def test_another_time_is_set_and_read_back_before_it_opens(board, door):
    assert isinstance(door.unlock(4, decision()), Released)
    with board.host.device() as device:
        assert device.doors[0].delay == 4


@pytest.mark.parametrize("seconds", [0, 0.5, 1.5, 256, -1])
def test_a_time_the_board_cannot_do_is_refused_before_anything_is_said(udp, udp_door, seconds):
    with pytest.raises(ValueError, match="whole seconds"):
        udp_door.unlock(seconds, decision())
    assert udp.heard(codec.OPEN) == []


def test_a_decision_out_of_its_time_or_used_opens_nothing(udp, udp_door):
    for age in (2.1, -5.0):
        assert udp_door.unlock(1, decision("old", age)).why is Why.EXPIRED
    one = decision()
    udp_door.unlock(1, one)
    assert udp_door.unlock(1, decision("second")).why is Why.BUSY
    udp.hand("push")
    told(udp_door, Passed)
    assert udp_door.unlock(1, one).why is Why.USED
    assert len(udp.heard(codec.OPEN)) == 1


def test_a_forced_door_held_open_exit_and_fire_are_told(udp, udp_door):
    udp.hand("force")
    assert told(udp_door, Forced) == Forced(seen=True)
    told(udp_door, HeldOpen)
    udp.hand("shut")
    standing(udp_door)
    udp.hand("tap_exit")
    told(udp_door, ExitPressed)
    assert udp.hand("push")
    standing(udp_door, Leaf.OPEN)
    udp.hand("shut")
    standing(udp_door)
    udp.hand("set_fire")
    assert told(udp_door, FireInput).active
    assert udp.hand("push")
    assert udp.heard(codec.OPEN) == []


def test_a_card_the_board_does_not_know_is_for_us_to_decide(board, door):
    board.hand("swipe", 704_711, 1, True)
    read = told(door, CardRead)
    assert (read.side, read.card.number) == (Side.OUT, 704_711)
    assert "704711" not in repr(read)


def test_whom_the_board_lets_in_by_itself_is_recorded_and_no_burglar(udp, udp_door):
    with udp.host.device() as device:
        device.cards[11] = BoardCard(11, FROM, TO, (1, 0, 0, 0))
    assert udp.hand("swipe", 11)
    assert udp.hand("push")
    events = all_told(udp_door, 1.0)
    assert next(event.granted for event in events if isinstance(event, Recorded)) is True
    assert not [event for event in events if isinstance(event, Forced | Contradiction | CardRead)]


def test_passcodes_are_zeroed_before_anything_else_and_one_that_opens_is_a_contradiction(udp, udp_door):
    assert [packet[1] for packet in udp.heard() if packet[1] != codec.STATUS][:4] == [codec.PASSCODES] * 4
    with udp.host.device() as device:
        device.doors[0].passcodes[0] = 777  # somebody else's hand
    assert udp.hand("type_code", 777)
    assert told(udp_door, Contradiction).what in (Conflict.CODE_USED, Conflict.DRAWN_UNASKED)


def test_a_board_is_given_the_halls_hours_wherever_this_machine_thinks_it_is(udp, udp_door):
    """It decides by its own clock: eight hours off, and an office card opens until two at night."""
    with udp.host.device() as device:
        clock = device.clock(time.monotonic())
    off = clock - datetime.now(ZoneInfo("Asia/Shanghai")).replace(tzinfo=None)
    assert abs(off.total_seconds()) < 5


def test_a_clock_that_was_moved_is_told_and_set_back(udp, udp_door):
    udp.board().set_time(datetime(2020, 1, 6, 9, 0))
    assert told(udp_door, Contradiction).what is Conflict.CLOCK_MOVED
    with udp.host.device() as device:
        assert device.clock(time.monotonic()).year > 2020
    assert not [event for event in all_told(udp_door, 0.4) if isinstance(event, Contradiction)]


def test_cards_that_nobody_here_gave_it_are_taken_from_a_board_and_told(udp):
    """Those of its last owner would open without a decision of ours."""
    with udp.host.device() as device:
        device.cards[11] = BoardCard(11, FROM, TO, (1, 1, 1, 1))
        device.slots.append(11)
    watch, door = udp.door(1)
    assert told(door, Contradiction).what is Conflict.FOREIGN_CARDS
    standing(door)
    assert not udp.hand("swipe", 11)
    watch.close()


def test_a_board_that_was_told_what_to_decide_by_keeps_it(udp, udp_door):
    udp_door._watch.write(POLICY)
    udp_door._watch._counted_at = float("-inf")  # now
    assert not [event for event in all_told(udp_door, 0.5) if isinstance(event, Contradiction)]
    with udp.host.device() as device:
        assert device.policy() == POLICY
        device.cards[666] = BoardCard(666, FROM, TO, (1, 1, 1, 1))
        device.slots.append(666)
    udp_door._watch._counted_at = float("-inf")
    assert told(udp_door, Contradiction).what is Conflict.FOREIGN_CARDS
    with udp.host.device() as device:
        assert device.policy() == POLICY


def test_an_open_that_nobody_here_said_is_a_contradiction(udp, udp_door):
    udp.board().open(1)  # another host on the network: no authentication at all
    assert told(udp_door, Contradiction).what is Conflict.DRAWN_UNASKED


def test_a_board_that_says_yes_and_does_nothing_is_contradicted(udp, udp_door):
    with udp.host.device() as device:
        device.doors[0].dead = True
    assert isinstance(udp_door.unlock(1, decision()), MaybeReleased)
    assert told(udp_door, Contradiction).what is Conflict.SAID_AND_NOT_DONE


def test_a_lost_answer_is_not_repeated_and_the_door_tells_the_rest(udp, udp_door):
    udp.host.faults.mute = True
    one = decision()
    assert isinstance(udp_door.unlock(1, one), MaybeReleased)
    udp.host.faults.mute = False
    assert len(udp.heard(codec.OPEN)) == 1
    assert udp_door.unlock(1, one).why in (Why.USED, Why.EXPIRED)


def test_neither_loss_nor_return_of_the_line_releases_anything(board, door):
    board.host.unplug()
    answer = door.unlock(1, decision("lost"))
    assert isinstance(answer, NotReleased | MaybeReleased)
    told(door, GateTrouble)
    assert door.state().leaf is Leaf.UNKNOWN
    assert door.unlock(1, decision("blind")).why is Why.NO_WATCH
    board.host.plug()
    told(door, GateBack)
    assert board.heard(codec.OPEN) == []
    assert not board.hand("push")


def test_who_was_let_in_while_the_line_broke_is_unseen(udp, udp_door):
    one = decision()
    assert udp_door.unlock(1, one) == Released(one)
    udp.host.unplug()
    assert told(udp_door, Unseen).decision is one


def test_a_card_presented_while_the_line_was_cut_is_to_be_presented_again(udp, udp_door):
    udp.host.unplug()
    told(udp_door, GateTrouble)
    udp.hand("swipe", 704_711)
    udp.host.plug()
    event = told(udp_door, (CardRead, PresentAgain))
    assert event == PresentAgain(Side.IN)


def test_a_card_behind_a_thousand_old_records_is_heard_at_once(udp):
    """A good card still opens, however much there is to be caught up with."""
    for card in range(1, 1001):
        udp.hand("swipe", card)
    watch, door = udp.door(1)
    standing(door)
    udp.hand("swipe", 704_711)
    began = time.monotonic()
    read = until(door, lambda event: event if isinstance(event, CardRead) else None)
    assert read.card.number == 704_711
    assert time.monotonic() - began < 1.0  # 0.3 s, and a busy machine's slack
    assert isinstance(door.unlock(1, decision()), Released)
    watch.close()


def test_a_card_is_told_once_and_its_record_in_its_turn(udp, udp_door):
    udp.hand("swipe", 704_711)
    events = all_told(udp_door, 0.6)
    assert [event.card.number for event in events if isinstance(event, CardRead)] == [704_711]
    assert indices(events) == [1]


def test_a_board_that_is_not_there_holds_nobody_up(udp, udp_door):
    udp.host.faults.mute = True
    told(udp_door, GateTrouble)
    began = time.monotonic()
    udp_door.poll()
    assert time.monotonic() - began < 1.5  # 0.8 s, and a busy machine's slack


# -- its memory --------------------------------------------------------------------------------------------------------


def indices(events):
    return [event.index for event in events if isinstance(event, Recorded)]


def test_what_happened_while_we_were_away_is_told_in_order_and_once(udp):
    for card in range(1, 13):
        udp.hand("swipe", card)
    watch, door = udp.door(1)
    standing(door)
    events = all_told(door, 0.6)
    known = indices(events)
    seen = set(known)
    assert seen <= set(range(1, 13))
    watch.close()
    watch, door = udp.door(1, at=4)
    events = []
    until(door, lambda event: events.append(event) or 12 in indices(events))
    assert indices(events) == list(range(5, 13))
    door.kept(12)
    watch.close()
    watch, door = udp.door(1, at=None)  # as the board itself remembers
    udp.hand("swipe", 99)
    assert told(door, Recorded).index == 13
    watch.close()


def test_a_hole_in_its_memory_is_named():
    with standing_board("udp", memory=5) as udp:
        for card in range(1, 21):
            udp.hand("swipe", card)
        watch, door = udp.door(1, at=3)
        events = []
        until(door, lambda event: events.append(event) or 20 in indices(events))
        assert [event for event in events if isinstance(event, Hole)] == [Hole(4, 12)]
        assert indices(events) == [16, 17, 18, 19, 20]
        watch.close()


def test_a_wiped_memory_is_told(udp, udp_door):
    for card in range(1, 6):
        udp.hand("swipe", card)
    until(udp_door, lambda event: isinstance(event, Recorded) and event.index == 5)
    udp.hand("wipe")
    udp.hand("swipe", 6)
    assert told(udp_door, Hole) == Hole(1, 0)
    assert told(udp_door, Recorded).index == 1


def test_what_is_pushed_makes_the_look_come_sooner_and_is_not_believed(udp):
    ear = UdpEar("127.0.0.1", 0)
    watch, door = udp.door(1, ear=ear, tell=Listener("127.0.0.1", ear.port))
    standing(door)
    with udp.host.device() as device:  # somebody else says that a card was let in
        head = b"\x17\x20\0\0" + device.serial.to_bytes(4, "little")
        forged = (head + b"\xff\0\0\0\x01\x01\x01\x01").ljust(64, b"\0")
        device.pushes.append((("127.0.0.1", ear.port), forged))
    assert not [event for event in all_told(door, 0.5) if isinstance(event, Recorded | Contradiction)]
    udp.hand("swipe", 42)
    began = time.monotonic()
    assert told(door, CardRead).card.number == 42
    assert time.monotonic() - began < 0.5
    watch.close()
