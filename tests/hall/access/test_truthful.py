"""What a change is said to do, and who is said to be let in, is what the rule does: for any rules, at any moment."""

import re
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from hall.access.asking import Question, answer, read
from hall.access.changing.changes import Change, changes
from hall.access.granting import asked_as
from hall.access.may import BESIDES, why
from hall.contract.access import (
    Calendar,
    Credential,
    Document,
    Door,
    DoorGroup,
    DoorState,
    Grant,
    Grants,
    OtherDay,
    Person,
    Presented,
    Span,
    TimeProfile,
    decide,
)
from hall.contract.access.grants import DocumentState
from hall.kit import Clock

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=ZONE)  # a Tuesday
TODAY = NOW.date()
CLOCK = Clock("Asia/Shanghai", lambda: NOW)
STATES: tuple[DocumentState, ...] = ("living", "living", "living", "suspended")
DOORS, GROUPS, PROFILES = ("d1", "d2"), ("g1", "g2"), ("t1", "t2")

times = st.builds(time, st.integers(0, 23), st.sampled_from([0, 30]))
weekdays = st.sets(st.integers(1, 7), min_size=1).map(lambda days: tuple(sorted(days)))
spans = st.builds(Span, days=weekdays, begins=times, ends=times)
days = st.integers(-1, 40).map(lambda n: TODAY + timedelta(days=n))
midnights = st.integers(-20, 40).map(lambda n: datetime.combine(TODAY + timedelta(days=n), time(), ZONE))


@st.composite
def rules(draw: st.DrawFn) -> dict[str, Any]:
    others = st.dictionaries(days, st.lists(spans, max_size=1), max_size=2)
    calendar = Calendar(
        holidays=tuple(draw(st.sets(days, max_size=8))),
        made_up=draw(st.dictionaries(days, st.integers(1, 7), max_size=2)),
    )
    return {
        "doors": tuple(Door(id=id, name_zh=f"门 {id}", first=draw(st.sampled_from(["", "t1"]))) for id in DOORS),
        "groups": tuple(DoorGroup(id=id, doors=tuple(draw(st.sets(st.sampled_from(DOORS))))) for id in GROUPS),
        "profiles": tuple(
            TimeProfile(
                id=id,
                spans=tuple(draw(st.lists(spans, max_size=2))),
                holidays=draw(st.booleans()),
                others=tuple(OtherDay(day=day, spans=tuple(of)) for day, of in draw(others).items()),
            )
            for id in PROFILES
        ),
        "calendar": calendar,
    }


@st.composite
def papers(draw: st.DrawFn) -> dict[str, tuple]:
    begins = st.one_of(st.just(NOW - timedelta(days=60)), midnights)
    ends = st.one_of(st.just(NOW + timedelta(days=400)), midnights)
    states, people = st.sampled_from(STATES), range(3)

    def letter(n: int) -> Document:
        return Document(id=f"l{n}", kind="letter", begins=draw(begins), ends=draw(ends), state=draw(states))

    return {
        "people": tuple(Person(id=f"p{n}", label="张*", department="b") for n in people),
        "documents": tuple(letter(n) for n in people),
        "grants": tuple(
            Grant(id=f"r{n}", person=f"p{n}", document=f"l{n}", groups=(draw(st.sampled_from(GROUPS)),),
                  profile=draw(st.sampled_from(["", *PROFILES])), first=n == 0)
            for n in people
        ),
        "credentials": tuple(Credential(key=asked_as(f"p{n}"), kind="card", person=f"p{n}") for n in people),
    }  # fmt: skip


def opens(grants: Grants, person: str, door: str, at: datetime) -> bool:
    said = decide(Presented("card", asked_as(person)), grants, DoorState(door, heard=at), at)
    return said.admitted or said.cause in BESIDES


def otherwise(*sets: Grants) -> set[date]:
    """Days that are not as the week says."""
    return {
        day
        for one in sets
        for day in (*one.calendar.holidays, *one.calendar.made_up, *(o.day for p in one.profiles for o in p.others))
    }


def told(change: Change, at: datetime, special: set[date]) -> bool:
    """As somebody reads the sentence."""
    for part in change.hours.split("；"):
        named, _, hours = part.rpartition(" ")
        if any(_in_hours(one, at.time()) for one in hours.split("、")) and _on_day(named, at.date(), special):
            return True
    return False


def _in_hours(span: str, clock: time) -> bool:
    begins, ends = span.split("–")
    return begins <= f"{clock:%H:%M}" < ends


def _on_day(named: str, day: date, special: set[date]) -> bool:
    since = date.min
    for token in named.replace("周一至周五", "周一、周二、周三、周四、周五").split("、"):
        if (found := re.fullmatch(r"(\d+)月(\d+)日起的(周.)", token)) is not None:
            since, token = _dated(found[1], found[2]), found[3]
        if (
            token.startswith("周")
            and day not in special
            and day >= since
            and "一二三四五六日"[day.weekday()] == token[1]
        ):
            return True
        if (found := re.fullmatch(r"(\d+)月(\d+)日", token)) is not None and _dated(found[1], found[2]) == day:
            return True
        if token == "节假日和特殊日" and day in special:
            return True
    return False


def _dated(month: str, day: str) -> date:
    on = date(TODAY.year, int(month), int(day))
    return on if on >= TODAY else on.replace(year=TODAY.year + 1)


moments = st.tuples(st.integers(1, 60), st.integers(0, 47)).map(
    lambda of: (
        datetime.combine(TODAY + timedelta(days=of[0]), time(of[1] // 2, 30 * (of[1] % 2)), ZONE) + timedelta(minutes=7)
    )
)


@settings(max_examples=25, deadline=None)
@given(rules(), rules(), papers(), st.lists(moments, min_size=10, max_size=40))
def test_a_difference_says_what_the_rule_does(was, will, of, asked):
    before, after = Grants(**was, **of), Grants(**will, **of)
    found, special = changes(before, after, CLOCK, NOW), otherwise(before, after)
    overnight = any(0 < _minutes(s.ends) <= _minutes(s.begins) for g in (before, after) for p in g.profiles
                    for s in (*p.spans, *(s for o in p.others for s in o.spans)))  # fmt: skip
    if overnight:
        special = special | {day + timedelta(days=1) for day in special}
    for at in asked:
        for n, document in enumerate(before.documents):
            if any(TODAY < edge.date() <= at.date() for edge in (document.begins, document.ends)):
                continue  # a weekday is said as of the letter's own days; these are looked at below
            for door in DOORS:
                a, b = opens(before, f"p{n}", door, at), opens(after, f"p{n}", door, at)
                mine = [one for one in found if one.door == door and f"p{n}" in one.people]
                assert any(told(one, at, special) for one in mine if one.gains) == (b and not a), (at, mine)
                assert any(told(one, at, special) for one in mine if not one.gains) == (a and not b), (at, mine)


@settings(max_examples=6, deadline=None)
@given(rules(), rules(), papers())
def test_whoever_gains_at_any_time_is_named(was, will, of):
    """Also by a letter that begins in some weeks: one of the two who make a change must not gain by it."""
    before, after = Grants(**was, **of), Grants(**will, **of)
    named = {(one.gains, one.door, person) for one in changes(before, after, CLOCK, NOW) for person in one.people}
    for n in range(3):
        for door in DOORS:
            found = {True: False, False: False}
            for hour in range(24, 24 * 60):
                at = datetime.combine(TODAY, time(), ZONE) + timedelta(hours=hour, minutes=7)
                a, b = opens(before, f"p{n}", door, at), opens(after, f"p{n}", door, at)
                found[True], found[False] = found[True] or (b and not a), found[False] or (a and not b)
            for gains, there in found.items():
                assert not there or (gains, door, f"p{n}") in named


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute


@settings(max_examples=25, deadline=None)
@given(rules(), papers(), moments)
def test_the_search_box_says_what_the_rule_says(will, of, at):
    grants = Grants(**will, **of)
    names = {f"p{n}": f"样例{n}" for n in range(3)}
    said = answer(grants, names, Question("门 d1", at))
    may = {row["person"] for row in said["rows"] if row["may"]}
    assert may == {id for id in names if opens(grants, id, "d1", at)}
    assert said["may"] == f"{len(may)} 人能开"
    for row in said["rows"]:
        rule = decide(Presented("card", asked_as(row["person"])), grants, DoorState("d1", heard=at), at)
        assert row["cause"] == rule.cause
        assert row["why"] == why(rule)
    assert said["others"] == 3 - len(said["rows"])
    for person, name in names.items():
        rows = answer(grants, names, Question(name, at))["rows"]
        assert {row["door"] for row in rows if row["may"]} == {id for id in DOORS if opens(grants, person, id, at)}


@given(st.integers(0, 300), times)
def test_a_moment_that_is_written_is_the_moment_that_is_asked_about(ahead: int, clock: time):
    day = TODAY + timedelta(days=ahead)
    at = datetime.combine(day, clock, ZONE)
    week = "一二三四五六日"[day.weekday()]
    texts = [
        f"闸机 {day.month}月{day.day}日 {clock:%H:%M}",
        f"{day.isoformat()} {clock.hour}点{clock.minute or ''} 闸机",
    ]
    if ahead < 7:
        texts.append(f"谁周{week} {clock:%H:%M} 能开闸机")
    for text in texts:
        assert read(text, NOW).at == at, text
