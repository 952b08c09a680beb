"""Boards are given what they decide by while this station is silent, and looked after: a board on a real UDP port."""

import queue
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

import pytest

from devices.door.board import BoardCard
from devices.door.uhppote import client
from hall.contract.access import Door, Grants, said_card
from kiosk import boardwork
from kiosk.boardwork import BoardDrifted, BoardSays, BoardWill, Boardwork
from kiosk.visit.gatehouse import sample_grants
from tests.devices.door.boards import Standing, standing_board
from tests.support.doors import changed
from tests.support.house import until
from tests.support.stage import KEY

NOW = datetime.now(UTC)
TODAY = NOW.date()
HOST, STRANGER = 704_711, 666


def word(**letter: Any) -> Grants:
    """The host's card opens ``back``, at any hour, by a letter."""
    grants = sample_grants("ZZ-02", NOW)
    back = Door(id="back", name_zh="后台门", station="ZZ-02", from_zone="za", to_zone="back_f1")
    card = grants.credentials[0].model_copy(
        update={"key": said_card(str(HOST), KEY), "kind": "card", "person": "host", "document": ""}
    )
    right = grants.grants[1].model_copy(update={"doors": ("back",)})
    more = {"doors": (back,), "grants": (right,), "credentials": (card,)}
    return changed(grants.model_copy(update=more), "documents", "l1", **letter)


class Post:
    """The clerk, as boards see him: writes down what they will hold, and hears what they say."""

    def __init__(self, *, writes: bool = True) -> None:
        self.kept: dict[str, str] = {}
        self.heard: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._writes = writes

    def __call__(self, event: object) -> None:
        if not isinstance(event, BoardWill):
            self.heard.put(event)
        elif self._writes:
            self.kept[event.board] = event.digest
            event.done.set()

    def drifts(self) -> list[BoardDrifted]:
        found = [self.heard.get() for _ in range(self.heard.qsize())]
        return [one for one in found if isinstance(one, BoardDrifted)]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boardwork, "REST", 0.02)
    monkeypatch.setattr(client, "_REST", 0.0)
    monkeypatch.setattr(boardwork, "MEETING", 0.1)


@pytest.fixture
def board() -> Iterator[Standing]:
    with standing_board() as board:
        yield board


@contextmanager
def station(board: Standing, post: Post) -> Iterator[Boardwork]:
    """One run of it, with the door's own lane looking all the time."""
    _, door = board.door(1)
    work, ending = Boardwork({"back": door}, KEY, post, dict(post.kept)), threading.Event()

    def look() -> None:
        while not ending.is_set():
            door.poll()

    lane = threading.Thread(target=look, daemon=True)
    lane.start()
    work.start()
    yield work
    work.stop()
    ending.set()
    lane.join()
    door.close()


def cards(board: Standing) -> set[int]:
    with board.host.device() as device:
        return set(device.cards)


def _until(board: Standing) -> date:
    with board.host.device() as device:
        return max(card.last for card in device.cards.values()) if device.cards else date.max


def given(board: Standing, number: int) -> None:
    """By somebody else's hand."""
    with board.host.device() as device:
        device.cards[number] = BoardCard(number, date(2020, 1, 1), date(2099, 12, 31), (1, 1, 1, 1))
        device.slots.append(number)


def test_a_card_that_was_shown_here_is_let_in_by_the_board_alone_while_nobody_is_heard(board: Standing):
    with station(board, Post()) as work:
        work.hear(word(), TODAY)
        work.learn(STRANGER, said_card(str(STRANGER), KEY))  # not in the word: never
        work.learn(HOST, said_card(str(HOST), KEY))
        until("the list", lambda: cards(board) == {HOST})
        assert not board.hand("swipe", HOST), "as long as the station is heard it decides, by the whole rule"
    with board.host.device() as device:
        device.host_seconds = 0.0
    assert board.hand("swipe", HOST)
    assert not board.hand("swipe", STRANGER)
    with station(board, Post()) as work:
        work.hear(word(state="withdrawn"), TODAY)
        until("a letter that ended", lambda: cards(board) == set())


@pytest.mark.says("kiosk.boardwork", "card …")
def test_its_numbers_are_read_from_the_board_again_and_what_somebody_else_put_there_is_told_and_mended(board: Standing):
    post = Post()
    with station(board, post) as work:
        work.hear(word(), TODAY)
        work.learn(HOST, said_card(str(HOST), KEY))
        until("the list", lambda: cards(board) == {HOST} and all(post.kept.values()))
    with station(board, post) as work:  # as it was left: nothing to tell, and nothing forgotten
        work.hear(word(), TODAY)
        until("looked at", lambda: not post.heard.empty())
        assert post.heard.get() == BoardSays("board 405419896")
        assert cards(board) == {HOST}
    given(board, STRANGER)
    with station(board, post) as work:
        work.hear(word(), TODAY)
        until("mended", lambda: cards(board) == {HOST})
    (told,) = post.drifts()
    assert (told.board, told.doors) == ("board 405419896", ("back",))
    assert told.what == "0 cards and 0 profiles missing, 1 cards and 0 profiles too many"


@pytest.mark.says("kiosk.boardwork", "card …")
def test_a_new_day_compares_too_and_a_writing_that_was_cut_off_is_no_reproach(board: Standing):
    post = Post()
    with station(board, post) as work:
        work.hear(word(), TODAY)
        work.learn(HOST, said_card(str(HOST), KEY))
        until("the list", lambda: cards(board) == {HOST} and all(post.kept.values()))
        post.drifts()
        with board.host.device() as device:  # as many cards as before, and one opens for ever
            device.cards[HOST] = BoardCard(HOST, date(2020, 1, 1), date(2099, 12, 31), (1, 1, 1, 1))
        work.hear(word(), date.fromordinal(TODAY.toordinal() + 1))
        until("told", lambda: post.drifts())
        until("mended", lambda: _until(board) <= date.fromordinal(TODAY.toordinal() + 3))
        until("kept", lambda: all(post.kept.values()))
    post.kept = dict.fromkeys(post.kept, "")  # a power cut in the middle of the next one
    with board.host.device() as device:
        device.profiles.clear()
    with station(board, post) as work:
        work.hear(word(), TODAY)
        until("written", lambda: all(post.kept.values()))
    assert post.drifts() == []


@pytest.mark.says("kiosk.boardwork", "card …")
def test_a_board_of_another_owner_is_told_of_at_the_first_meeting(board: Standing):
    given(board, STRANGER)
    post = Post()
    with station(board, post) as work:
        work.hear(word(), TODAY)
        until("taken away", lambda: cards(board) == set())
    assert len(post.drifts()) == 1


def test_what_cannot_be_written_down_is_not_given(board: Standing, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(boardwork, "KEPT_WITHIN", 0.1)
    post = Post(writes=False)
    with station(board, post) as work:
        work.hear(word(), TODAY)
        work.learn(HOST, said_card(str(HOST), KEY))
        until("said", lambda: not post.heard.empty())
        assert post.heard.get().why == "unwritten"
        assert cards(board) == set()
