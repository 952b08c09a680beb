"""What holds of every decision, whatever the hall: no paper, no door; later never opens again; nobody is locked in."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from hall.contract.access import LEVELS, Cause, DoorState, Grants, Presented, Seen, Waiting, decide
from tests.support.doors import DAY, FORCED, GUEST, LI, NOW, PIN, WANG, ZHOU, at, grants

HELD = grants()

shown = st.builds(
    Presented,
    kind=st.sampled_from(["card", "pass"]),
    key=st.sampled_from([LI, WANG, ZHOU, GUEST, "f" * 64]),
    pin=st.sampled_from([None, PIN, FORCED, "0" * 64]),
)
moments = st.integers(-40 * 24 * 60, 40 * 24 * 60).map(lambda minutes: NOW + timedelta(minutes=minutes))
people = st.sampled_from(["li", "wang", "zhou", "guest", "nobody"])


@st.composite
def states(draw: st.DrawFn, now=NOW) -> DoorState:
    waiting = st.builds(
        Waiting,
        people,
        st.sampled_from(["", "water", "fire", "hall"]),
        st.sampled_from([now, now - timedelta(seconds=9)]),
    )
    return DoorState(
        draw(st.sampled_from(["back", "gate", "safe", "out", "nowhere"])),
        heard=draw(st.sampled_from([None, now, now - timedelta(hours=1)])),
        level=draw(st.sampled_from(LEVELS)),
        waiting=tuple(draw(st.lists(waiting, max_size=2))),
        where=draw(st.dictionaries(people, st.just(Seen("back_f1", now)), max_size=2)),
        where_known=draw(st.booleans()),
        used=draw(st.sampled_from([{}, {GUEST: 1}])),
        wrong=draw(st.sampled_from([{}, {LI: 3 * (now,)}])),
    )


@st.composite
def halls(draw: st.DrawFn) -> Grants:
    """The small hall, with some of its things otherwise."""
    flags = st.fixed_dictionaries(
        {"two": st.booleans(), "escort": st.booleans(), "level": st.sampled_from(LEVELS), "department": st.just("fire")}
    )
    doors = tuple(
        door.model_copy(update={"passback": draw(st.sampled_from(["off", "soft", "hard", "timed"])), "pin": None})
        for door in HELD.doors
    )
    rights = tuple(grant.model_copy(update=draw(flags)) for grant in HELD.grants)
    return HELD.model_copy(update={"doors": doors, "grants": rights, "level": draw(st.sampled_from(LEVELS))})


@given(halls(), shown, states(), st.data())
def test_less_paper_never_opens_more(held: Grants, card: Presented, door: DoorState, data: st.DataObject):
    part = data.draw(st.sampled_from(["credentials", "documents", "grants", "people"]))
    whole = getattr(held, part)
    kept = data.draw(st.sets(st.integers(0, len(whole) - 1)))
    less = held.model_copy(update={part: tuple(whole[n] for n in sorted(kept))})
    if decide(card, less, door, NOW).admitted:
        assert decide(card, held, door, NOW).admitted


@given(halls(), shown, st.data())
def test_later_than_every_end_never_opens(held: Grants, card: Presented, data: st.DataObject):
    end = max(document.ends for document in held.documents)
    now = end + timedelta(minutes=data.draw(st.integers(0, 10**6)))
    door = data.draw(states(now))
    said = decide(card, held, door, now)
    assert said.admitted == (door.door == "out")


@given(halls(), shown, states(), moments)
def test_an_open_door_has_a_living_document_behind_it(held: Grants, card: Presented, door: DoorState, now):
    said = decide(card, held, door, now)
    if said.admitted and said.cause is not Cause.LEAVING:
        document = held.document_by_id[said.document]
        assert document.state == "living"
        assert document.begins <= now < document.ends
        assert any(grant.id == said.grant and grant.document == said.document for grant in held.grants)
        assert said.person == held.credential_by_key[card.kind, card.key].person


@given(halls(), shown, states(), moments)
def test_it_is_pure(held: Grants, card: Presented, door: DoorState, now):
    before = (held.model_dump_json(), repr(door))
    anew = Grants.model_validate_json(before[0])
    assert decide(card, held, door, now) == decide(card, held, door, now) == decide(card, anew, door, now)
    assert (held.model_dump_json(), repr(door)) == before


@given(halls(), shown, moments, st.sampled_from(LEVELS))
def test_nobody_is_locked_in(held: Grants, card: Presented, now, level):
    assert decide(card, held, DoorState("out", level=level), now).admitted


@given(halls(), shown, states())
def test_a_higher_level_never_opens_more(held: Grants, card: Presented, door: DoorState):
    opens = [decide(card, held, replace(door, level=level), NOW).admitted for level in LEVELS]
    assert opens == sorted(opens, reverse=True)


@given(shown, states(), moments)
def test_a_hall_without_paper_opens_nothing(card: Presented, door: DoorState, now):
    for part in ("credentials", "documents", "grants", "people"):
        said = decide(card, HELD.model_copy(update={part: ()}), door, now)
        assert not said.admitted or said.cause is Cause.LEAVING


@given(shown, states(), st.integers(901, 10**6))
def test_a_hall_that_is_away_prolongs_no_visit(card: Presented, door: DoorState, seconds: int):
    """Past the bound of the appointment no pass opens, however long it was meant to hold."""
    now = at(12) + timedelta(seconds=seconds)
    longer = HELD.model_copy(
        update={"documents": tuple(one.model_copy(update={"ends": one.ends + 90 * DAY}) for one in HELD.documents)}
    )
    door = replace(door, heard=now - timedelta(seconds=seconds) if seconds % 2 else None)
    said = decide(replace(card, kind="pass", key=GUEST), longer, door, now)
    assert not said.admitted or said.cause is Cause.LEAVING
