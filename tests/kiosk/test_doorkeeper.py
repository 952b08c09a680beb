"""A station without a glass: a card at a door's reader, its PIN, the way out, a code at the gate."""

import time
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from devices.door import door as doors
from devices.door.door import Card, CardRead, PinTyped, Side, Sign
from devices.gate import gate as locks
from hall.contract.access import Door, Grants, said_card, said_pin
from hall.contract.report import DoorTold, EntryTold, PassageTold
from kiosk.kit.tools import Tools
from kiosk.ledger.parts import written
from kiosk.ledger.store import Ledger
from kiosk.machine import DoorAnswered, DoorSaid
from kiosk.news import HallSeen, PartsCame
from kiosk.visit import Doorkeeper, Started
from kiosk.visit.gatehouse import sample_grants
from tests.support.doors import changed
from tests.support.snapshots import came, snapshot
from tests.support.stage import KEY, Table

WORD = snapshot()
CARD = Card(32, 0x04A1B2C3)


def held(**door: Any) -> Grants:
    """``back``: the back office, in and out; the host has a card and a PIN."""
    grants = sample_grants("ZZ-02", WORD.at)
    back = Door(id="back", name_zh="后台门", station="ZZ-02", from_zone="za", to_zone="back_f1").model_copy(update=door)
    out = Door(id="back_out", name_zh="后台门", station="ZZ-02", from_zone="back_f1", to_zone="za", leaves=True)
    card = grants.credentials[0].model_copy(
        update={"key": said_card("04A1B2C3", KEY), "kind": "card", "person": "host", "document": ""}
    )
    right = grants.grants[1].model_copy(update={"doors": ("back",)})
    more = {"doors": (back, out), "grants": (right,), "credentials": (card,)}
    return changed(grants.model_copy(update=more), "people", "host", pin=said_pin("host", "2468", KEY))


class Signs(Table):
    def __init__(self) -> None:
        super().__init__()
        self.signs: list[tuple[str, Side, Sign]] = []

    def tell(self, door: str, side: Side, sign: Sign) -> None:
        self.signs.append((door, side, sign))


class Post:
    def __init__(self, path: Path) -> None:
        self.table, self.ledger = Signs(), Ledger(path / "ledger.db")
        machine: Any = self.table
        self.tools = Tools(self.ledger, machine, machine, KEY, locks=machine)
        self.tools.clock.set(WORD.at)
        self.keeper = Doorkeeper(self.tools, self.table, self.table, ("back",))
        self.tell(Started(clean=True), came(WORD), HallSeen(WORD.at))
        self.hall(held())

    def hall(self, grants: Grants) -> None:
        self.tell(PartsCame(WORD.at, written({"grants": grants})))

    def tell(self, *events: object) -> None:
        for event in events:
            self.keeper.handle(event)

    def said(self, event: doors.DoorEvent) -> None:
        self.tell(DoorSaid("back", event))

    def lays(self, card: Card = CARD, side: Side = Side.IN, *, ago: float = 0.0) -> Sign:
        self.said(CardRead(side, card, time.monotonic() - ago))
        return self.table.signs[-1][2]

    def told(self, kind: type) -> list[Any]:
        return [report.body for report in self.ledger.outbox.reader()(1000) if isinstance(report.body, kind)]

    def close(self) -> None:
        self.ledger.close()


@pytest.fixture
def post(tmp_path: Path) -> Iterator[Post]:
    with closing(Post(tmp_path)) as post:
        yield post


def test_a_card_opens_its_door(post: Post):
    assert post.lays() is Sign.GRANTED
    ((seconds, decision),) = post.table.unlocked
    assert (seconds, decision.person) == (5.0, "host")
    post.tell(DoorAnswered("back", locks.Released(decision)))
    post.said(locks.Passed(decision))
    (entry,) = post.told(EntryTold)
    assert (entry.key, entry.door, entry.shown, entry.admitted) == (decision.id, "back", "card", True)
    assert [(one.door, one.became) for one in post.told(PassageTold)] == [("back", "released"), ("back", "passed")]


def test_a_stranger_is_refused_and_told(post: Post):
    assert post.lays(Card(32, 0xDEADBEEF)) is Sign.DENIED
    assert post.table.unlocked == []
    assert [one.cause for one in post.told(EntryTold)] == ["unknown"]


def test_a_pin_counts_behind_its_card_alone(post: Post):
    post.hall(held(pin="normal"))
    post.said(PinTyped(Side.IN, "2468", time.monotonic()))
    assert post.table.signs[-1][2] is Sign.AGAIN
    assert post.lays() is Sign.PIN
    post.said(PinTyped(Side.IN, "1111", time.monotonic()))
    assert post.table.signs[-1][2] is Sign.DENIED
    assert post.lays() is Sign.PIN
    post.said(PinTyped(Side.IN, "2468", time.monotonic()))
    assert post.table.signs[-1][2] is Sign.GRANTED
    assert [one.cause for one in post.told(EntryTold)] == ["pin_wanted", "pin_wrong", "pin_wanted", "granted"]


def test_whoever_leaves_is_let_out_by_the_lock_of_the_door(post: Post):
    assert post.lays(Card(32, 0xDEADBEEF), Side.OUT) is Sign.GRANTED
    assert [entry.door for entry in post.told(EntryTold)] == ["back_out"]
    assert len(post.table.unlocked) == 1


def test_a_card_that_lay_there_a_while_ago_is_not_decided_about(post: Post):
    assert post.lays(ago=2.5) is Sign.AGAIN
    post.said(doors.PresentAgain(Side.IN))
    assert post.told(EntryTold) == []
    assert post.table.unlocked == []


def test_a_door_that_the_hall_does_not_know_opens_to_nobody(post: Post):
    post.hall(held(id="front"))
    assert post.lays() is Sign.OUT_OF_ORDER
    assert post.table.unlocked == []


def test_what_a_door_says_is_told(post: Post):
    post.said(locks.Forced())
    post.said(doors.Tampered("reader", True))
    post.said(doors.PowerFailed("board", True))
    assert [(one.door, one.what) for one in post.told(DoorTold)] == [
        ("back", "forced"), ("back", "tamper"), ("back", "battery_low")]  # fmt: skip


def test_a_letter_that_ends_closes_the_door(post: Post):
    post.hall(changed(held(), "documents", "l1", ends=WORD.at - timedelta(seconds=1)))
    assert post.lays() is Sign.DENIED
    assert [one.cause for one in post.told(EntryTold)] == ["document_ended"]
