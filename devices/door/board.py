"""Boards that decide for themselves: what they are told, what they would do with it, and what differs. Pure.

Their rules are poorer than ours: whole days, three spans a profile, no holidays, no person. So a policy is compiled for
them that is never wider than the intended one, and is compared with what they hold.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Protocol, runtime_checkable

NONE, ALWAYS = 0, 1
FIRST, LAST = 2, 254
"""Numbers a profile may have."""
DOORS = 4
MOST_LINKS = 32
"""Profiles in a chain; a circle ends there too."""


@dataclass(frozen=True, order=True)
class BoardCard:
    """``doors``: for each of the board's four NONE, ALWAYS or the number of a profile. Valid from the first day to the
    last, both whole. ``pin`` 0: none."""

    number: int = field(repr=False)
    first: date
    last: date
    doors: tuple[int, int, int, int]
    pin: int = field(default=0, repr=False)


@dataclass(frozen=True, order=True)
class BoardProfile:
    """``days``: seven, from Monday on. ``spans``: up to three, both minutes included. ``link``: another profile that is
    asked where this one says no; 0: none."""

    id: int
    first: date
    last: date
    days: tuple[bool, ...]
    spans: tuple[tuple[time, time], ...]
    link: int = 0


@dataclass(frozen=True)
class Policy:
    """All a board is to know."""

    cards: frozenset[BoardCard] = frozenset()
    profiles: frozenset[BoardProfile] = frozenset()

    def profile(self, id: int) -> BoardProfile | None:
        return next((one for one in self.profiles if one.id == id), None)

    def card(self, number: int) -> BoardCard | None:
        return next((one for one in self.cards if one.number == number), None)


def admits(policy: Policy, number: int, door: int, at: datetime) -> bool:
    """What a board with this policy does when a card is presented at a door (from 1). **A card that names a
    profile which is not there opens**, at any hour: seen, and the reason for the order in which things are written."""
    card = policy.card(number)
    if card is None or not card.first <= at.date() <= card.last:
        return False
    profile = card.doors[door - 1]
    if profile in (NONE, ALWAYS):
        return profile == ALWAYS
    for _ in range(MOST_LINKS):
        found = policy.profile(profile)
        if found is None:
            return True
        if _within(found, at):
            return True
        if not found.link:
            return False
        profile = found.link
    return False


def _within(profile: BoardProfile, at: datetime) -> bool:
    minute = at.time().replace(second=0, microsecond=0, tzinfo=None)
    return (
        profile.first <= at.date() <= profile.last
        and profile.days[at.weekday()]
        and any(begin <= minute <= end for begin, end in profile.spans)
    )


@dataclass(frozen=True)
class Drift:
    """What a board holds beside what it should. Empty: nothing."""

    missing: Policy
    """Should be there and is not, or is there otherwise."""
    foreign: Policy
    """Is there and should not be, or should be otherwise. What is worth an alarm."""

    def __bool__(self) -> bool:
        return any((self.missing.cards, self.missing.profiles, self.foreign.cards, self.foreign.profiles))

    def counted(self) -> str:
        """2 cards and 1 profile missing, 1 card and 0 profiles too many."""
        missing, foreign = (
            f"{len(one.cards)} cards and {len(one.profiles)} profiles" for one in (self.missing, self.foreign)
        )
        return f"{missing} missing, {foreign} too many"

    def sentences(self) -> Iterator[str]:
        """Plain English for the staff log; cards by their last digits."""
        for words, policy in (("is missing", self.missing), ("should not be there", self.foreign)):
            for card in sorted(policy.cards):
                yield f"card …{card.number % 1000:03d} for doors {card.doors} until {card.last} {words}"
            for profile in sorted(policy.profiles):
                yield f"profile {profile.id} {words}"


def drift(intended: Policy, held: Policy) -> Drift:
    return Drift(
        Policy(intended.cards - held.cards, intended.profiles - held.profiles),
        Policy(held.cards - intended.cards, held.profiles - intended.profiles),
    )


class BoardFailed(Exception):
    """What was wanted of a board was not done, or not known to be. ``why``: as troubles are named (``silent``)."""

    def __init__(self, why: str, said: str) -> None:
        super().__init__(said)
        self.why = why


class Board(Protocol):
    """The role of a board that decides for itself where nobody is heard that decides for it. Any thread; the doors that
    hang on it are looked at and unlocked meanwhile. May take seconds. Raises :class:`BoardFailed`."""

    @property
    def name(self) -> str:
        """``board 405419896``."""
        ...

    def awaited(self) -> None:
        """What it is to hold will be written: what it holds now stays until then. Raises nothing."""
        ...

    def held(self) -> Policy:
        """What it holds now, read from it."""
        ...

    def write(self, policy: Policy) -> None:
        """Make it hold that: revoked before granted, every write read back, and the whole compared at the end. Raises
        ``ValueError`` for a policy that opens more than it says."""
        ...


@runtime_checkable
class AtBoard(Protocol):
    """A door that hangs on such a board, as its ``number`` from 1."""

    @property
    def board(self) -> Board: ...
    @property
    def number(self) -> int: ...
