"""A board that decides for itself never lets in whom the rule does not: by every kind of paper, hour and holiday, at
moments of every kind. And it is told all that it can know."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.door.board import ALWAYS, admits, drift
from hall.contract.access import (
    Calendar,
    Credential,
    Document,
    Door,
    DoorState,
    Grant,
    Grants,
    OtherDay,
    Person,
    Presented,
    Seen,
    Span,
    TimeProfile,
    decide,
)
from kiosk.boards import Compiled, compile_policy
from tests.support.doors import DAY, LI, NOW, WANG, ZHOU, ZONE, at, changed, grants
from tests.support.thorough import examples

DOORS = ("back", "safe", "gate", "")
NUMBERS = {LI: 704_711, WANG: 704_712, ZHOU: 704_713}
TODAY = NOW.date()


def compiled(held: Grants, days: int = 3) -> Compiled:
    return compile_policy(held, DOORS, NUMBERS, TODAY, days)


def by_rule(held: Grants, key: str, door: str, when: datetime, **known: Any) -> bool:
    return decide(Presented("card", key), held, DoorState(door, **known), when).admitted


def by_board(one: Compiled, key: str, door: str, when: datetime) -> bool:
    return admits(one.policy, NUMBERS[key], DOORS.index(door) + 1, when.replace(tzinfo=None))


def test_an_office_right_is_an_office_right_on_the_board():
    one = compiled(grants())
    assert by_board(one, LI, "back", at(8))
    assert by_board(one, LI, "back", at(17, 59))
    assert not by_board(one, LI, "back", at(18))
    assert not by_board(one, LI, "back", at(7, 59))
    assert not by_board(one, LI, "gate", at(9))


def test_what_a_board_cannot_know_it_is_not_told():
    one = compiled(grants())
    assert not any(by_board(one, key, "safe", at(10)) for key in NUMBERS)  # two people
    held = changed(grants(), "doors", "back", passback="hard")
    assert not by_board(compiled(held), WANG, "back", at(10))
    held = changed(grants(), "doors", "back", interlock=("gate",))
    assert not by_board(compiled(held), WANG, "back", at(10))
    held = changed(grants(), "grants", "g2", escort=True)
    assert not by_board(compiled(held), WANG, "back", at(10))
    held = changed(grants(), "doors", "back", pin="normal")
    assert not by_board(compiled(held), WANG, "back", at(10))


def test_a_holiday_is_decided_here_for_the_board_knows_none():
    one = compiled(grants())
    assert not by_board(one, LI, "back", at(10, days=2))  # the calendar's
    assert by_board(one, WANG, "back", at(10, days=2))  # without hours
    assert by_board(one, LI, "back", at(10, days=1))


def test_a_paper_that_ends_at_half_past_two_ends_there():
    held = changed(grants(), "documents", "L2", ends=at(14, 30))
    one = compiled(held)
    assert by_board(one, WANG, "back", at(14, 29))
    assert not by_board(one, WANG, "back", at(14, 30))


def test_after_a_few_days_without_a_word_every_card_is_dead():
    one = compiled(grants(), days=3)
    assert {card.doors[0] for card in one.policy.cards if card.number == NUMBERS[WANG]} == {ALWAYS}
    assert by_board(one, WANG, "back", at(23, 59, days=2))
    assert not by_board(one, WANG, "back", at(0, 0, days=3))


def test_a_letter_withdrawn_takes_its_cards_off_the_board_and_that_is_named():
    before = compiled(grants()).policy
    after = compiled(changed(grants(), "documents", "L2", state="withdrawn")).policy
    found = drift(after, before)
    assert {card.number for card in found.foreign.cards} == {NUMBERS[WANG]}
    assert not found.missing.cards


def test_a_lockdown_leaves_those_named_for_it():
    one = compiled(grants(level="lockdown"))
    assert {card.number for card in one.policy.cards} <= {NUMBERS[ZHOU]}


def test_more_hours_than_a_board_has_profiles_are_left_out_and_said():
    profiles = tuple(
        TimeProfile(id=f"p{n}", spans=(Span(begins=time(n // 60, n % 60), ends=time(23)),)) for n in range(300)
    )
    held = grants(
        profiles=profiles,
        grants=tuple(
            Grant(id=f"g{n}", person=f"m{n}", document="L1", doors=("back",), profile=f"p{n}") for n in range(300)
        ),
        people=tuple(Person(id=f"m{n}") for n in range(300)),
        credentials=tuple(Credential(key=f"{n:064x}", kind="card", person=f"m{n}") for n in range(300)),
    )
    one = compile_policy(held, ("back",), {f"{n:064x}": n + 1 for n in range(300)}, TODAY)
    assert len(one.policy.profiles) == 253
    assert len(one.left_out) == 300 - 253
    assert "no profile left" in one.left_out[0]


@pytest.mark.parametrize("days", [0, 8])
def test_a_day_is_known_by_its_weekday_so_seven_are_the_most(days):
    with pytest.raises(ValueError, match="one to seven"):
        compiled(grants(), days)


# -- never wider -------------------------------------------------------------------------------------------------------

hours = st.times().map(lambda one: one.replace(second=0, microsecond=0))
moments = st.datetimes(datetime(2026, 11, 28), datetime(2026, 12, 6)).map(lambda one: one.replace(tzinfo=ZONE))
maybe = st.none() | moments
spans = st.builds(
    lambda days, begins, ends: Span(days=tuple(sorted(days)), begins=begins, ends=ends),
    st.sets(st.integers(1, 7), min_size=1), hours, hours,
)  # fmt: skip
near = st.integers(-1, 8).map(lambda n: TODAY + n * DAY)
others = st.lists(st.builds(OtherDay, day=near, spans=st.lists(spans, max_size=2).map(tuple)), max_size=2,
                  unique_by=lambda one: one.day).map(tuple)  # fmt: skip
profiles = st.builds(
    TimeProfile,
    id=st.just("office"),
    spans=st.lists(spans, max_size=5).map(tuple),
    holidays=st.booleans(),
    others=others,
)
calendars = st.builds(
    Calendar,
    holidays=st.lists(near, max_size=2).map(tuple),
    made_up=st.dictionaries(near, st.integers(1, 7), max_size=2),
)
levels = st.sampled_from(["normal", "heightened", "lockdown", "fire"])


@st.composite
def worlds(draw) -> Grants:
    def papers(id_: str) -> Document:
        kind = draw(st.sampled_from(["letter", "letter", "appointment"]))
        begins, ends = sorted((draw(moments), draw(moments)))
        return Document(
            id=id_, kind=kind, begins=begins, ends=ends, host=draw(st.sampled_from(["", "zhou"])),
            state=draw(st.sampled_from(["living", "living", "living", "withdrawn", "suspended", "closed"])),
            offline_until=draw(maybe),
        )  # fmt: skip

    def right(id_: str, person: str) -> Grant:
        return Grant(
            id=id_, person=person, document=draw(st.sampled_from(["L1", "L2", "L3", "none"])),
            doors=draw(st.sampled_from([("back",), ("safe", "gate"), ("back", "gate")])),
            groups=draw(st.sampled_from([(), ("backoffice",)])), begins=draw(maybe), ends=draw(maybe),
            profile=draw(st.sampled_from(["", "office", "missing"])), level=draw(levels),
            two=draw(st.booleans()), escort=draw(st.booleans()), first=draw(st.booleans()), free=draw(st.booleans()),
        )  # fmt: skip

    base = grants()
    doors = tuple(
        Door(**(door.model_dump() | {
            "two": draw(st.booleans()), "pin": draw(st.none() | levels),
            "passback": draw(st.sampled_from(["off", "soft", "hard", "timed"])),
            "first": draw(st.sampled_from(["", "", "office", "missing"])),
            "interlock": draw(st.sampled_from([(), ("gate",)])), "stale": draw(st.sampled_from(["soft", "hard"])),
        }))
        for door in base.doors
    )  # fmt: skip
    credentials = tuple(
        one.model_copy(update={
            "state": draw(st.sampled_from(["active", "active", "active", "lost"])), "begins": draw(maybe),
            "ends": draw(maybe),
        })
        for one in base.credentials
    )  # fmt: skip
    people = tuple(
        one.model_copy(update={"suspended": draw(st.sampled_from([False, False, True]))}) for one in base.people
    )
    return grants(
        profiles=(draw(profiles),), calendar=draw(calendars), doors=doors, people=people, credentials=credentials,
        documents=tuple(papers(id_) for id_ in ("L1", "L2", "L3")), level=draw(levels),
        grants=tuple(right(f"g{n}", person) for n, person in enumerate(("li", "li", "wang", "zhou"))),
    )  # fmt: skip


@settings(max_examples=examples(60))
@given(worlds(), st.integers(1, 7), st.lists(moments, min_size=5, max_size=20))
def test_the_board_is_never_wider_than_the_rule(held, days, looked):
    """Also in every state of the door: with somebody inside, a hall unheard of, other doors open."""
    one = compiled(held, days)
    opened = [(number, door) for number in NUMBERS for door in ("back", "safe", "gate")]
    edges = [
        datetime.combine(profile.first + n * DAY, hour, ZONE) + extra
        for profile in one.policy.profiles
        for n in range(days)
        for span in profile.spans
        for hour in span
        for extra in (timedelta(), timedelta(seconds=59.9))
    ]
    for when in (*looked, *edges[:200]):
        for key, door in opened:
            if not by_board(one, key, door, when):
                continue
            person = held.credential_by_key[("card", key)].person
            inside = {"where": {person: Seen(held.door_by_id[door].to_zone, when)}}
            for known in ({}, inside, {"heard": when}, {"open_doors": frozenset({"gate", "safe"}), **inside}):
                assert by_rule(held, key, door, when, **known), (key[:2], door, when)


@settings(max_examples=examples(40))
@given(profiles, calendars, moments)
def test_and_a_plain_right_is_as_wide_as_the_rule_in_every_whole_minute(profile, calendar, when):
    held = grants(profiles=(profile,), calendar=calendar)
    when = when.replace(second=0, microsecond=0)
    if TODAY <= when.date() < TODAY + 7 * DAY:
        assert by_board(compiled(held, 7), LI, "back", when) == by_rule(held, LI, "back", when)


def test_the_day_it_is_compiled_for_may_be_any():
    one = compile_policy(grants(), DOORS, NUMBERS, date(2026, 12, 31), 3)
    assert not [card for card in one.policy.cards if card.number == NUMBERS[LI] and card.doors[2]]
