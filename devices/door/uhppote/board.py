"""What can be read and written at one board. Every write is read back; what reads back otherwise is ``Refused``."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from devices.door import board as deciding
from devices.door.board import DOORS, FIRST, LAST, BoardCard, BoardProfile, Drift, Policy, drift
from devices.door.uhppote import codec
from devices.door.uhppote.client import Asked, Patient
from devices.door.uhppote.codec import NotAnAnswer, Question
from devices.door.uhppote.words import Control, Identity, Listener, Record, Status
from devices.errors import Garbled, Refused

Read = TypeVar("Read")
_CLOCK = 3.0  # seconds its clock may differ right after it was set


class UhppoteBoard:
    """Any thread. Everything raises ``DeviceError``."""

    def __init__(self, client: Asked) -> None:
        self._client = client

    def patiently(self) -> "UhppoteBoard":
        """The same board for what asks it a thousand times, so that looking and unlocking go on between."""
        return UhppoteBoard(Patient(self._client))

    @property
    def serial(self) -> int:
        return self._client.serial

    def close(self) -> None:
        self._client.close()

    def identity(self) -> Identity:
        return codec.identity(self._ask(Question(codec.IDENTIFY)), self.serial)

    def status(self, *, once: bool = False) -> Status:
        """``once``: not asked again where no answer comes."""
        return codec.status(self._client.ask(Question(codec.STATUS), once=once))

    def open(self, door: int) -> bool:
        """Said once. True: it says that it did."""
        return codec.yes(self._client.ask(codec.plain(codec.OPEN, door, 1), once=True))

    # -- settings ------------------------------------------------------------------------------------------------------

    def control(self, door: int) -> Control:
        return codec.control(self._ask(codec.about(codec.GET_CONTROL, door, 1)))

    def set_control(self, door: int, control: Control) -> None:
        self._ask(codec.set_control(door, control))
        self._same(f"door {door}'s control", control, self.control(door))

    def set_time(self, now: datetime) -> None:
        """``now``: local time, without a zone: the board knows none."""
        self._ask(codec.set_time(now))
        read = codec.clock(self._ask(Question(codec.GET_TIME)))
        if read is None or abs((read - now).total_seconds()) > _CLOCK:
            raise Refused(f"the clock was set to {now} and says {read}", 0)

    def listener(self) -> Listener:
        return codec.listener(self._ask(Question(codec.GET_LISTENER)))

    def set_listener(self, listener: Listener) -> None:
        self._yes("to tell what happens", codec.set_listener(listener))
        self._same("whom it tells", listener, self.listener())

    def record_everything(self) -> None:
        """Doors and buttons too."""
        self._yes("to record doors and buttons", codec.plain(codec.RECORD_ALL, 1, 1))

    def clear_passcodes(self) -> None:
        """The supervisors' codes open everything and are known to many. They cannot be read: it says that it did, and
        a record of one used is told as a contradiction."""
        for door in range(1, DOORS + 1):
            self._yes(f"to forget the codes of door {door}", codec.no_passcodes(door))

    def set_host_control(self, on: bool) -> None:
        """Cards are told to us and decided here as long as we are heard every half minute; then it decides by itself.
        Cannot be read back: what it lets in by itself meanwhile is recorded, and told."""
        self._yes("to being decided for", codec.host_control(on))

    def passback(self) -> int:
        return self._ask(Question(codec.GET_PASSBACK))[0]

    def set_passback(self, mode: int) -> None:
        self._yes("to an anti-passback mode", codec.plain(codec.SET_PASSBACK, mode, 1))
        self._same("anti-passback", mode, self.passback())

    def set_interlock(self, mode: int) -> None:
        """Cannot be read back."""
        self._yes("to an interlock", codec.plain(codec.INTERLOCK, mode, 1))

    # -- its memory ----------------------------------------------------------------------------------------------------

    def record(self, index: int) -> Record | None:
        """None: there is none of that number any more, or yet. ``codec.FIRST_EVENT`` and ``LAST_EVENT`` are the oldest
        and the newest."""
        ends = index in (codec.FIRST_EVENT, codec.LAST_EVENT)
        ask = codec.plain if ends else codec.about
        return self._read(codec.event, ask(codec.GET_EVENT, index))

    def kept(self) -> int:
        """The number it was told last by ``keep``."""
        return codec.number(self._ask(Question(codec.GET_INDEX)))

    def keep(self, index: int) -> None:
        """It remembers up to where its records were fetched. Says no if it was told that before."""
        self._ask(codec.plain(codec.SET_INDEX, index, rest=codec.MAGIC))
        self._same("up to where it was read", index, self.kept())

    # -- what it decides by --------------------------------------------------------------------------------------------

    def held(self) -> Policy:
        return Policy(self.cards(), self.profiles())

    def cards(self) -> frozenset[BoardCard]:
        count = self.count()
        cards, at = set[BoardCard](), 1
        while len(cards) < count and at <= 2 * count + 64:  # deleted ones leave holes
            found = self._read(codec.card, codec.plain(codec.GET_CARD_AT, at))
            cards |= {found} if found else set()
            at += 1
        if len(cards) != count:
            raise Garbled(f"it counts {count} cards and has {len(cards)}")
        return frozenset(cards)

    def count(self) -> int:
        """Of its cards."""
        return codec.number(self._ask(Question(codec.COUNT_CARDS)))

    def card(self, number: int) -> BoardCard | None:
        return self._read(codec.card, codec.about(codec.GET_CARD, number))

    def profiles(self) -> frozenset[BoardProfile]:
        found = (self.profile(id) for id in range(FIRST, LAST + 1))
        return frozenset(one for one in found if one is not None)

    def profile(self, id: int) -> BoardProfile | None:
        return self._read(codec.profile, codec.about(codec.GET_PROFILE, id, 1))

    def write(self, policy: Policy) -> None:
        """Cards are deleted before the profiles they name are touched, and written after those were read back: a card
        that names a profile which is not there opens."""
        _refuse_dangling(policy)
        held = self.held()
        change = drift(policy, held)
        if not change:
            return
        touched = {one.id for one in change.missing.profiles | change.foreign.profiles}
        for card in sorted(held.cards):
            if card in change.foreign.cards or touched & _named(card, held):
                self._delete(card.number)
        self._write_profiles(policy, change)
        present = self.cards()
        for card in sorted(policy.cards - present):
            self._yes("to a card", codec.put_card(card))
            self._same("a card", card, self.card(card.number))
        self._compare(policy)

    def _write_profiles(self, policy: Policy, change: Drift) -> None:
        intended = {one.id for one in policy.profiles}
        writing = change.missing.profiles
        if any(one.id not in intended for one in change.foreign.profiles):  # they can only be cleared all together
            for card in sorted(self.cards()):
                if any(FIRST <= door <= LAST for door in card.doors):
                    self._delete(card.number)
            self._yes("to clear its profiles", Question(codec.CLEAR_PROFILES, codec.MAGIC))
            writing = policy.profiles
        for profile in sorted(writing):
            self._yes("to a profile", codec.put_profile(profile))
            self._same(f"profile {profile.id}", profile, self.profile(profile.id))

    def _delete(self, number: int) -> None:
        self._yes("to forget a card", codec.plain(codec.DELETE_CARD, number))
        self._same("a deleted card", None, self.card(number))

    def _compare(self, policy: Policy) -> None:
        left = drift(policy, self.held())
        if left:
            raise Refused("the board holds something else: " + "; ".join(left.sentences()), 0)

    # -- asking --------------------------------------------------------------------------------------------------------

    def _ask(self, question: Question) -> bytes:
        return self._client.ask(question)

    def _read(self, read: Callable[[bytes], Read], question: Question) -> Read:
        try:
            return read(self._ask(question))
        except NotAnAnswer as error:
            raise Garbled(str(error)) from None

    def _yes(self, what: str, question: Question) -> None:
        if not codec.yes(self._ask(question)):
            raise Refused(f"the board says no {what}", 0)

    def _same(self, what: str, written: object, read: object) -> None:
        if written != read:
            raise Refused(f"{what} was written and reads back otherwise", 0)


def _named(card: BoardCard, held: Policy) -> set[int]:
    """Profiles a card hangs on, also through links."""
    todo, seen = [id for id in card.doors if FIRST <= id <= LAST], set[int]()
    while todo:
        id = todo.pop()
        found = held.profile(id)
        if id not in seen and found is not None and found.link:
            todo.append(found.link)
        seen.add(id)
    return seen


def _refuse_dangling(policy: Policy) -> None:
    """Raises ``ValueError``."""
    ids = {one.id for one in policy.profiles}
    named = {id for card in policy.cards for id in card.doors if id not in (deciding.NONE, deciding.ALWAYS)}
    named |= {one.link for one in policy.profiles if one.link}
    if missing := named - ids:
        raise ValueError(f"profiles {sorted(missing)} are named and not there: those cards would open always")
    if len(ids) != len(policy.profiles) or len({card.number for card in policy.cards}) != len(policy.cards):
        raise ValueError("a card or a profile is there twice")
