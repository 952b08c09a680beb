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
from hall.contract.parts import CardsWantedPart, CardWanted, WentInto, WhereaboutsPart
from hall.contract.report import CardShown, DoorTold, EntryTold, PassageTold
from kiosk.kit.tools import Tools
from kiosk.ledger.parts import written
from kiosk.ledger.store import Ledger
from kiosk.machine import DoorAnswered, DoorSaid, Stands
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


# -- what lasts --------------------------------------------------------------------------------------------------------


def again(post: Post, path: Path, grants: Grants) -> Post:
    """The power was cut, and is back: the same file, another program. The hall's word is the same."""
    post.close()
    post = Post(path)
    post.hall(grants)
    return post


def test_wrong_pins_count_on_behind_a_power_cut(post: Post, tmp_path: Path):
    rules = held(pin="normal")
    post.hall(rules)
    for n in range(3):
        assert post.lays() is Sign.PIN
        post.said(PinTyped(Side.IN, f"111{n}", time.monotonic()))
    with closing(again(post, tmp_path, rules)) as after:
        assert after.lays() is Sign.DENIED
        assert after.told(EntryTold)[-1].cause == "pin_tries"


def test_who_opened_today_and_who_waits_for_a_second_are_known_behind_a_power_cut(post: Post, tmp_path: Path):
    colleague = Card(32, 0x0BADCAFE)
    base = held(two=True)
    other = base.credentials[0].model_copy(update={"key": said_card("0BADCAFE", KEY), "person": "other"})
    person = base.people[0].model_copy(update={"id": "other", "department": "fire"})
    right = base.grants[0].model_copy(update={"id": "g9", "person": "other"})
    rules = changed(
        base.model_copy(update={
            "credentials": (*base.credentials, other), "people": (*base.people, person),
            "grants": (*base.grants, right),
        }), "people", "host", department="water",
    )  # fmt: skip
    post.hall(rules)
    assert post.lays() is Sign.AGAIN
    with closing(again(post, tmp_path, rules)) as after:
        assert after.lays(colleague) is Sign.GRANTED


def test_who_is_inside_is_not_let_in_again_until_he_went_out_also_behind_a_power_cut(post: Post, tmp_path: Path):
    rules = held(passback="hard", stale="hard")
    post.hall(rules)
    assert post.lays() is Sign.GRANTED
    with closing(again(post, tmp_path, rules)) as after:
        assert after.lays() is Sign.DENIED
        assert after.told(EntryTold)[-1].cause == "passback"
        assert after.lays(side=Side.OUT) is Sign.GRANTED
        assert after.lays() is Sign.GRANTED


# -- what others know --------------------------------------------------------------------------------------------------


def hears(post: Post, **of_host: Any) -> None:
    went = {"host": WentInto(**of_host)} if of_host else {}
    post.tell(PartsCame(WORD.at, written({"whereabouts": WhereaboutsPart(went=went)})), HallSeen(WORD.at))


def test_anti_passback_counts_over_other_stations_doors_and_is_lenient_where_nobody_can_know(post: Post):
    post.hall(held(passback="hard"))
    hears(post, zone="back_f1", at=WORD.at - timedelta(minutes=5))
    assert post.lays() is Sign.DENIED, "he came in by another station's door"
    hears(post, zone="", at=WORD.at - timedelta(minutes=1))
    assert post.lays() is Sign.GRANTED, "and left by it"
    hears(post, zone="back_f1", at=WORD.at + timedelta(minutes=5))
    post.tools.hall_seen = WORD.at - timedelta(minutes=2)
    assert post.lays() is Sign.GRANTED, "the line is down: it lets in, and says so"
    assert post.told(EntryTold)[-1].cause == "passback_seen"


def test_of_two_doors_at_one_station_one_opens_only_while_the_other_is_seen_shut(post: Post):
    rules = held(interlock=("air",))
    air = rules.door_by_id["back"].model_copy(update={"id": "air", "interlock": ("back",), "to_zone": "safe"})
    right = rules.grants[0].model_copy(update={"doors": ("back", "air")})
    post.hall(rules.model_copy(update={"doors": (*rules.doors, air), "grants": (right,)}))
    assert post.lays() is Sign.DENIED
    assert post.told(EntryTold)[-1].cause == "interlock_unseen", "its line is down"
    post.table.leaves["air"] = True
    assert post.lays() is Sign.AGAIN
    assert post.told(EntryTold)[-1].cause == "interlock"
    post.table.leaves |= {"air": False, "back": False}
    assert post.lays() is Sign.GRANTED
    post.tell(DoorSaid("air", CardRead(Side.IN, CARD, time.monotonic())))
    assert post.told(EntryTold)[-1].cause == "interlock", "the lock of the first was asked and has not answered yet"
    post.tell(DoorAnswered("back", locks.NotReleased(post.table.unlocked[-1][1], locks.Why.BUSY)))
    post.tell(DoorSaid("air", CardRead(Side.IN, CARD, time.monotonic())))
    assert post.told(EntryTold)[-1].cause == "granted"


def test_a_door_whose_partner_is_another_stations_says_that_it_cannot_see_it(post: Post):
    post.hall(held(interlock=("elsewhere",)))
    assert post.lays() is Sign.DENIED
    entry = post.told(EntryTold)[-1]
    assert (entry.cause, "看不到那道门" in entry.zh) == ("interlock_unseen", True)


def test_what_a_board_did_by_itself_is_written_once_before_it_may_forget_it(post: Post):
    at = WORD.at - timedelta(minutes=7)
    let_in = doors.Recorded(12, True, 1, Side.IN, 0x04A1B2C3, at, "granted", let_in=True)
    post.hall(changed(held(), "credentials", held().credentials[0].key, key=said_card(str(0x04A1B2C3), KEY)))
    for _ in range(2):
        post.said(let_in)
    (entry,) = post.told(EntryTold)
    assert (entry.cause, entry.admitted, entry.person, entry.door) == ("by_board", True, "host", "back")
    assert [one.became for one in post.told(PassageTold)] == ["unseen"]
    assert post.table.remembered == [("back", 12), ("back", 12)]
    assert post.table.unlocked == []


def test_a_new_card_is_told_once_to_whoever_waits_for_it_at_that_reader_and_opens_nothing(post: Post):
    until = WORD.at + timedelta(minutes=1)
    for door, id in (("front", "a" * 24), ("back", "b" * 24)):
        part = CardsWantedPart(wanted=(CardWanted(id=id, door=door, until=until),))
        post.tell(PartsCame(WORD.at, written({"cards_wanted": part})))
        assert post.lays() is (Sign.GRANTED if door == "front" else Sign.AGAIN)
    (shown,) = post.told(CardShown)
    assert (shown.key, shown.door, shown.card, shown.last4) == ("b" * 24, "back", said_card("04A1B2C3", KEY), "B2C3")
    assert len(post.table.unlocked) == 1
    assert post.lays() is Sign.GRANTED, "presented again it is a card like any other"


def test_nobody_waits_for_a_card_beyond_the_minute(post: Post):
    part = CardsWantedPart(wanted=(CardWanted(id="b" * 24, door="back", until=WORD.at - timedelta(seconds=1)),))
    post.tell(PartsCame(WORD.at, written({"cards_wanted": part})))
    assert post.lays() is Sign.GRANTED
    assert post.told(CardShown) == []


def test_a_door_that_opens_and_shuts_is_told_plainly(post: Post):
    post.tell(Stands("back", True), Stands("back", False))
    assert [(one.door, one.what) for one in post.told(DoorTold)] == [("back", "opened"), ("back", "closed")]
