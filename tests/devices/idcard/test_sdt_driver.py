"""The reader's role, against the simulator over a wire inside the process: each event told once, and the right one."""

import threading
import time

import pytest

from devices.bench.people import PEOPLE
from devices.idcard.card import CardGone, CardTrouble, IdCard, ReaderBack, Trouble
from devices.idcard.sdt import codec
from devices.idcard.sdt.codec import ModuleState, Status
from devices.idcard.sdt.driver import Module, SdtReader
from devices.idcard.sdt.simulator import SdtSimulator
from devices.links.loopback import Loopback
from tests.support.wires import await_event, nothing_said

CARD = PEOPLE["zhang"].text
INTERVAL = 0.02


@pytest.fixture
def desk():
    desk = Loopback(SdtSimulator(work=0.002))
    yield desk
    desk.stop()


@pytest.fixture
def reader(desk):
    reader = SdtReader(desk.open, interval=INTERVAL)
    yield reader
    reader.close()


def lay(desk, text=CARD):
    with desk.device() as device:
        device.lay(text)


def change(desk, **state):
    with desk.device() as device:
        for name, value in state.items():
            setattr(device, name, value)


def take_away(desk):
    with desk.device() as device:
        device.take_away()


def test_an_empty_reader_says_nothing(reader):
    assert nothing_said(reader.poll, 0.2)


@pytest.mark.parametrize("left_card", ["found_again", "hidden"])
def test_a_card_is_told_once_and_its_leaving_once_whatever_the_module_says_of_a_card_left_lying(
    desk, reader, left_card
):
    change(desk, left_card=left_card)
    for _ in range(2):
        lay(desk)
        card = await_event(reader.poll, IdCard)
        assert (card.name, card.number) == ("张样例", "310117199001010013")
        assert nothing_said(reader.poll, 0.4)
        take_away(desk)
        assert type(await_event(reader.poll, CardGone)) is CardGone
        assert nothing_said(reader.poll, 0.15)


def test_two_cards_after_each_other_are_two_cards(desk, reader):
    lay(desk)
    await_event(reader.poll, IdCard)
    take_away(desk)
    await_event(reader.poll, CardGone)
    lay(desk, PEOPLE["lin"].text)
    assert await_event(reader.poll, IdCard).number == PEOPLE["lin"].number


@pytest.mark.parametrize(
    ("status", "trouble"),
    [
        (0x81, Trouble.LAY_AGAIN), (0x41, Trouble.LAY_AGAIN), (0x31, Trouble.LAY_AGAIN), (0x32, Trouble.LAY_AGAIN),
        (0x33, Trouble.LAY_AGAIN), (0x47, Trouble.LAY_AGAIN), (0x40, Trouble.UNKNOWN_CARD),
    ],
)  # fmt: skip
def test_an_unreadable_card_is_told_once_and_read_when_it_becomes_readable(desk, reader, status, trouble):
    change(desk, unreadable=status)
    lay(desk)
    assert await_event(reader.poll, CardTrouble) == CardTrouble(trouble)
    assert nothing_said(reader.poll, 0.2)
    change(desk, unreadable=None)
    await_event(reader.poll, IdCard)


def test_an_unreadable_card_laid_again_is_told_again(desk, reader):
    change(desk, unreadable=0x41)
    for _ in range(2):
        lay(desk)
        await_event(reader.poll, CardTrouble)
        take_away(desk)
        assert nothing_said(reader.poll, 0.2)


def test_a_card_pulled_while_it_is_read_asks_to_be_laid_again(desk, reader):
    with desk.device() as device:
        device.pull_at_next_read()
    lay(desk)
    assert await_event(reader.poll, CardTrouble) == CardTrouble(Trouble.LAY_AGAIN)
    assert nothing_said(reader.poll, 0.2)
    lay(desk)
    await_event(reader.poll, IdCard)


def test_a_text_that_is_no_card_is_unknown(desk, reader):
    lay(desk, bytes(256))
    assert await_event(reader.poll, CardTrouble) == CardTrouble(Trouble.UNKNOWN_CARD)


@pytest.mark.parametrize(
    ("status", "trouble"),
    [
        (0x66, Trouble.NOT_AUTHORISED), (0x60, Trouble.READER_FAULT), (0x10, Trouble.READER_FAULT),
        (0x11, Trouble.READER_FAULT), (0x21, Trouble.READER_FAULT), (0x24, Trouble.READER_FAULT),
        (0x23, Trouble.READER_FAULT), (0x3F, Trouble.READER_FAULT),
    ],
)  # fmt: skip
def test_a_module_out_of_order_is_told_once_and_its_return_once(desk, reader, status, trouble):
    assert nothing_said(reader.poll, 0.05)
    change(desk, sam=status)
    assert await_event(reader.poll, CardTrouble) == CardTrouble(trouble)
    assert nothing_said(reader.poll, 0.3)
    change(desk, sam=None)
    await_event(reader.poll, ReaderBack)
    assert nothing_said(reader.poll, 0.1)


def test_a_frame_the_module_misheard_is_sent_again(desk, reader):
    """10: received a wrong checksum. Said once, it is no trouble at all."""
    assert nothing_said(reader.poll, 0.05)
    with desk.device() as device:
        answer = device._answer

        def mishear_once(command):
            device._answer = answer
            return codec.reply(Status.BAD_CHECKSUM)

        device._answer = mishear_once
        device.lay(CARD)
    await_event(reader.poll, IdCard)


def test_a_mute_module_is_told_once_within_three_seconds_and_its_return_with_the_card_again(desk, reader):
    lay(desk)
    await_event(reader.poll, IdCard)
    desk.faults.mute = True
    began = time.monotonic()
    assert await_event(reader.poll, CardTrouble) == CardTrouble(Trouble.SILENT)
    assert time.monotonic() - began < 3
    assert nothing_said(reader.poll, 0.6)
    desk.faults.mute = False
    await_event(reader.poll, ReaderBack)
    await_event(reader.poll, IdCard)


def test_an_unplugged_module_is_told_once_and_comes_back_by_itself(desk, reader):
    assert nothing_said(reader.poll, 0.05)
    desk.unplug()
    assert await_event(reader.poll, CardTrouble) == CardTrouble(Trouble.UNPLUGGED)
    assert nothing_said(reader.poll, 0.1)
    lay(desk)
    desk.plug()
    await_event(reader.poll, ReaderBack)
    await_event(reader.poll, IdCard)


def test_a_reader_that_was_never_there_is_told_once(desk, reader):
    desk.unplug()
    assert await_event(reader.poll, CardTrouble) == CardTrouble(Trouble.UNPLUGGED)
    assert nothing_said(reader.poll, 0.1)


def test_every_answer_twice_still_makes_one_card(desk, reader):
    desk.faults.duplicate = True
    lay(desk)
    await_event(reader.poll, IdCard)
    assert nothing_said(reader.poll, 0.3)
    take_away(desk)
    await_event(reader.poll, CardGone)


def test_garbled_answers_never_make_a_wrong_card(desk, reader):
    """One byte in 500 is wrong: the long reading nearly always. Whatever is told of the card is right."""
    desk.faults.garble = 0.002
    lay(desk)
    end = time.monotonic() + 3
    while time.monotonic() < end:
        said = reader.poll()
        if isinstance(said, IdCard):
            assert (said.name, said.number) == ("张样例", "310117199001010013")
    desk.faults.garble = 0.0
    take_away(desk)


def test_a_line_of_noise_is_garbled_or_silent_and_never_blocks(desk, reader):
    desk.faults.garble = 0.9
    began = time.monotonic()
    said = await_event(reader.poll, CardTrouble)
    assert said.trouble in (Trouble.GARBLED, Trouble.SILENT)
    assert time.monotonic() - began < 3.5


def test_closing_ends_a_poll_under_way(desk):
    reader = SdtReader(desk.open, interval=30)
    reader.poll()
    threading.Timer(0.05, reader.close).start()
    began = time.monotonic()
    assert reader.poll() is None
    assert time.monotonic() - began < 2
    assert reader.poll() is None


def test_nothing_but_our_commands_is_ever_asked(desk, reader):
    lay(desk)
    await_event(reader.poll, IdCard)
    with desk.device() as device:
        asked = {command.hex() for command in device.heard}
    assert asked <= {"11ff", "2001", "2002", "3001"}


def test_the_staff_can_ask_what_the_module_is(desk, reader):
    assert reader.module() == Module(ModuleState.READY, "05.03-20240101-0000123456-1234567890")


@pytest.mark.parametrize(
    ("status", "state"),
    [(0x66, ModuleState.NOT_AUTHORISED), (0x60, ModuleState.SELF_TEST_FAILED), (0x24, ModuleState.UNKNOWN)],
)
def test_a_module_that_may_not_be_used_says_so_and_is_asked_nothing_else(desk, reader, status, state):
    change(desk, sam=status)
    assert reader.module() == Module(state, None)
    with desk.device() as device:
        assert set(device.heard) == {b"\x11\xff"}


def test_a_module_that_says_nothing_of_a_card_left_lying_ends_it_early_and_reads_the_next(desk, reader):
    """Hidden, and a second reading refused: nothing tells it from an empty reader."""
    change(desk, left_card="refused")
    lay(desk)
    await_event(reader.poll, IdCard)
    await_event(reader.poll, CardGone)
    assert nothing_said(reader.poll, 0.3)
    take_away(desk)
    assert nothing_said(reader.poll, 0.1)
    lay(desk, PEOPLE["lin"].text)
    assert await_event(reader.poll, IdCard).number == PEOPLE["lin"].number


def test_a_module_nobody_hears_is_called_anew_now_and_then(desk, reader):
    opened = []
    reader._open_link = lambda: opened.append(1) or desk.open()
    desk.faults.mute = True
    await_event(reader.poll, CardTrouble)
    assert nothing_said(reader.poll, 3.0)
    assert len(opened) > 1
