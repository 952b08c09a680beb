"""What is written to a board is read back; cards and profiles in the order that never opens a door; strangers' answers
are none; and the public library drives the same simulator."""

from datetime import date, datetime, time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from uhppoted.uhppote import Uhppote

from devices.door.board import BoardCard, BoardProfile, Policy, admits, drift
from devices.door.uhppote import codec
from devices.door.uhppote.simulator import SAMPLE_SERIAL
from devices.door.uhppote.words import Control, Listener, Mode
from devices.errors import Garbled, Refused, Silent
from tests.devices.door.boards import standing_board
from tests.support.thorough import examples

WEEK = (True, True, True, True, True, False, False)
FROM, TO = date(2026, 1, 1), date(2026, 12, 31)
OFFICE = BoardProfile(2, FROM, TO, WEEK, ((time(8, 30), time(11, 59)), (time(13, 0), time(17, 29))))
EVENING = BoardProfile(3, FROM, TO, WEEK, ((time(18, 0), time(20, 59)),), 2)
LI = BoardCard(100_001, FROM, TO, (2, 0, 0, 0))
WANG = BoardCard(100_002, FROM, date(2026, 11, 30), (1, 3, 0, 0))
POLICY = Policy(frozenset({LI, WANG}), frozenset({OFFICE, EVENING}))


@pytest.fixture(params=["udp", "tcp"])
def standing(request):
    with standing_board(request.param) as standing:
        yield standing


@pytest.fixture
def udp():
    with standing_board("udp") as standing:
        yield standing


def theirs(standing):
    where = (SAMPLE_SERIAL, standing.host.address, standing.link)
    return Uhppote(bind="127.0.0.1", broadcast=standing.host.address), where


def test_everything_is_written_and_read_back(standing):
    board = standing.board()
    assert board.identity().serial == SAMPLE_SERIAL
    board.set_time(datetime(2026, 11, 30, 10, 0))
    board.set_control(2, Control(Mode.CONTROLLED, 7))
    board.set_listener(Listener("127.0.0.1", 60001))
    board.set_passback(1)
    board.set_interlock(2)
    board.record_everything()
    board.clear_passcodes()
    with standing.host.device() as device:
        assert [door.passcodes for door in device.doors] == [[0, 0, 0, 0]] * 4
        assert (device.doors[1].mode, device.doors[1].delay, device.records_all) == (3, 7, True)
        assert (device.passback, device.interlock) == (1, 2)
        assert not device.type_code(1.0, 123_456)  # what every installer knows opens nothing any more


@pytest.mark.parametrize(
    ("function", "write"),
    [
        (codec.SET_CONTROL, lambda board: board.set_control(2, Control(Mode.ALWAYS_SHUT, 7))),
        (codec.SET_LISTENER, lambda board: board.set_listener(Listener("127.0.0.1", 60001))),
        (codec.SET_PASSBACK, lambda board: board.set_passback(3)),
        (codec.PUT_CARD, lambda board: board.write(POLICY)),
        (codec.SET_PROFILE, lambda board: board.write(POLICY)),
    ],
)
def test_what_reads_back_otherwise_is_refused(udp, function, write):
    with udp.host.device() as device:
        device.forgets.add(function)
    with pytest.raises((Refused, Garbled)):
        write(udp.board())


@pytest.mark.parametrize("function", [codec.PASSCODES, codec.RECORD_ALL, codec.PUT_CARD, codec.SET_PROFILE])
def test_a_no_is_refused(udp, function):
    with udp.host.device() as device:
        device.refuses.add(function)
    with pytest.raises(Refused, match="says no"):
        {codec.PASSCODES: lambda b: b.clear_passcodes(), codec.RECORD_ALL: lambda b: b.record_everything()}.get(
            function, lambda b: b.write(POLICY)
        )(udp.board())


def test_a_policy_is_written_whole_and_compared(standing):
    board = standing.board()
    board.write(POLICY)
    assert board.held() == POLICY
    with standing.host.device() as device:
        device.heard.clear()
    board.write(POLICY)  # nothing to do
    assert standing.heard(codec.PUT_CARD, codec.SET_PROFILE, codec.DELETE_CARD) == []


def test_drift_is_named(udp):
    board = udp.board()
    board.write(POLICY)
    with udp.host.device() as device:
        device.cards[666] = BoardCard(666, FROM, TO, (1, 1, 1, 1))
        device.slots.append(666)
        del device.cards[LI.number]
        device.slots[device.slots.index(LI.number)] = 0
    found = drift(POLICY, board.held())
    assert found.missing.cards == {LI}
    assert {card.number for card in found.foreign.cards} == {666}
    assert any("…666" in sentence and "should not be there" in sentence for sentence in found.sentences())
    board.write(POLICY)
    assert board.held() == POLICY


def test_a_card_that_names_a_missing_profile_opens_so_it_is_never_written(udp):
    """The board's trap, and the refusal."""
    dangling = Policy(frozenset({LI}))
    assert admits(dangling, LI.number, 1, datetime(2026, 11, 29, 3, 0))
    with pytest.raises(ValueError, match="would open always"):
        udp.board().write(dangling)
    assert udp.heard() == []


policies = st.sampled_from(
    [
        POLICY,
        Policy(),
        Policy(frozenset({LI}), frozenset({OFFICE})),
        Policy(frozenset({BoardCard(LI.number, FROM, TO, (4, 0, 0, 0)), WANG}),
               frozenset({EVENING, OFFICE, BoardProfile(4, FROM, TO, WEEK, ((time(9), time(9, 30)),))})),
        Policy(frozenset({LI, WANG}),
               frozenset({BoardProfile(2, FROM, TO, WEEK, ((time(10), time(10, 59)),)), EVENING})),
    ]
)  # fmt: skip
NIGHT = datetime(2026, 11, 30, 3, 0)


@settings(max_examples=examples(6), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(policies, min_size=2, max_size=3))
def test_at_no_moment_of_a_change_does_a_card_open_that_neither_policy_lets_in(udp, steps):
    """Looked at after every single packet: whatever is cut off here stays so until the next night."""
    board = udp.board()
    held = udp.host._simulator.policy()
    seen, answer = [], type(udp.host._simulator)._answer

    def watched(simulator, packet, now):
        answer(simulator, packet, now)
        seen.append(simulator.policy())

    type(udp.host._simulator)._answer = watched
    try:
        for policy in steps:
            seen.clear()
            board.write(policy)
            before, held = held, policy
            for moment in {frozenset((one.cards, one.profiles)): one for one in seen}.values():
                for card in moment.cards:
                    for door in (1, 2):
                        for at in (NIGHT, NIGHT.replace(hour=10), NIGHT.replace(hour=19)):
                            if admits(moment, card.number, door, at):
                                assert admits(before, card.number, door, at) or admits(policy, card.number, door, at)
    finally:
        type(udp.host._simulator)._answer = answer


# -- who answers -------------------------------------------------------------------------------------------------------


def test_another_boards_answer_is_none(standing):
    with standing.host.device() as device:
        device.says = SAMPLE_SERIAL + 1
    board = standing.board()
    with pytest.raises(Garbled, match="board 405419897"):
        board.status()
    with pytest.raises(Garbled):
        board.open(1)
    assert len(standing.heard(codec.OPEN)) == 1  # once, whatever came back


def test_a_lost_answer_is_asked_for_again(udp):
    board = udp.board()
    answer = type(udp.host._simulator)._answer
    lost = []

    def losing(simulator, packet, now):
        if len(lost) < 2:
            lost.append(packet)
        else:
            answer(simulator, packet, now)

    type(udp.host._simulator)._answer = losing
    try:
        assert board.identity().version == "8.92"
    finally:
        type(udp.host._simulator)._answer = answer
    assert len(lost) == 2


def test_a_late_answer_is_not_taken_for_the_next_one(udp):
    """A status that was true some time ago, for a question asked now."""
    board = udp.board()
    board.status()
    udp.host.faults.delay = 0.4  # each way: later than it is waited for
    with pytest.raises(Silent):
        board.status()
    udp.hand("force", 1)
    udp.host.faults.delay = 0.0
    assert board.status().open[0] is True


def test_a_mute_board_is_silent_and_an_answer_twice_is_one(udp):
    board = udp.board()
    udp.host.faults.mute = True
    with pytest.raises(Silent):
        board.status()
    udp.host.faults.mute = False
    udp.host.faults.duplicate = True
    assert board.control(1).mode == 3
    assert board.status().open == (False,) * 4


# -- the witness -------------------------------------------------------------------------------------------------------


def test_the_public_library_drives_our_simulator(standing):
    library, where = theirs(standing)
    assert library.get_controller(where).version == "v8.92"
    assert library.set_time(where, datetime(2026, 11, 30, 10, 0)).datetime == datetime(2026, 11, 30, 10, 0)
    assert library.set_door_control(where, 3, 3, 4).delay == 4
    assert library.get_door_control(where, 3).mode == 3
    assert library.put_card(where, 8_165_538, FROM, TO, 0, 1, 29, 0, 7531).stored
    card = library.get_card(where, 8_165_538)
    assert (card.door_3, card.pin, card.end_date) == (29, 7531, TO)
    assert library.get_cards(where).cards == 1
    assert library.get_card_by_index(where, 1).card_number == 8_165_538
    assert library.set_time_profile(
        where, 29, FROM, TO, *WEEK, time(8, 30), time(11, 30), None, None, None, None, 0
    ).stored
    assert library.get_time_profile(where, 29).segment_1_end == time(11, 30)
    assert library.record_special_events(where, True).updated
    assert library.set_door_passcodes(where, 1, 0, 0, 0, 0).ok
    assert library.open_door(where, 3).opened
    standing.hand("push", 3)
    status = library.get_status(where)
    assert (status.door_3_open, status.relays, status.event_reason) == (True, 4, 23)
    assert library.get_event(where, 1).reason == 44
    assert library.set_event_index(where, 1).updated
    assert library.get_event_index(where).event_index == 1
    assert library.delete_card(where, 8_165_538).deleted
    assert library.delete_all_time_profiles(where)


def test_the_public_library_and_we_say_the_same_packet_for_packet(standing):
    library, where = theirs(standing)
    board = standing.board()
    board.identity()
    board.status()
    board.set_control(2, Control(3, 7))
    board._yes("", codec.put_card(LI))
    board.card(LI.number)
    board._yes("", codec.put_profile(OFFICE))
    board.profile(2)
    board.record_everything()
    board.open(2)
    board.record(1)
    board.keep(1)
    ours = standing.heard()
    with standing.host.device() as device:
        device.heard.clear()
    library.get_controller(where)
    library.get_status(where)
    library.set_door_control(where, 2, 3, 7)
    library.get_door_control(where, 2)
    library.put_card(where, LI.number, FROM, TO, *LI.doors, 0)
    library.get_card(where, LI.number)
    hours = [at for span in OFFICE.spans for at in span]
    library.set_time_profile(where, 2, FROM, TO, *WEEK, *hours, None, None, 0)
    library.get_time_profile(where, 2)
    library.record_special_events(where, True)
    library.open_door(where, 2)
    library.get_event(where, 1)
    library.set_event_index(where, 1)
    library.get_event_index(where)
    assert standing.heard() == ours
