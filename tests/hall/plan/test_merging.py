"""Two changes of one plan, made into one."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hall.contract.plan import MOST, Plan
from hall.kit.errors import Problem
from hall.plan.merging import KINDS, merge
from tests.support.plans import added, changed, songjiang, without

PLAN = songjiang()


def a_change(plan: Plan, random: Random, ids: list[tuple[str, str]]) -> Plan:
    """Some of these things moved, some gone."""
    for kind, id in ids:
        plan = (
            without(plan, kind, id)
            if random.random() < 0.3
            else changed(
                plan, kind, id, **({"x": random.randint(0, 50) / 2} if kind in ("nodes", "places") else {"width": 7.25})
            )
        )
    return plan


THINGS = [(kind, one.id) for kind in ("nodes", "ways", "places") for one in getattr(PLAN, kind)]


@given(st.randoms(use_true_random=False), st.integers(0, 8), st.integers(0, 8))
def test_changes_of_different_things_are_both_kept(random: Random, mine: int, theirs: int):
    things = random.sample(THINGS, mine + theirs)
    my, their = a_change(PLAN, random, things[:mine]), a_change(PLAN, random, things[mine:])
    merged = merge(PLAN, my, their)
    assert merged.clashes == ()
    for kind in KINDS:
        have = {one.id: one for one in getattr(merged.plan, kind)}
        expected = {one.id: one for one in getattr(their, kind)}
        touched = {id for k, id in things[:mine] if k == kind}
        expected = {id: one for id, one in expected.items() if id not in touched} | {
            one.id: one for one in getattr(my, kind) if one.id in touched
        }
        assert have == expected


@given(st.randoms(use_true_random=False), st.integers(0, 8))
def test_who_changed_nothing_gets_the_other(random: Random, many: int):
    other = a_change(PLAN, random, random.sample(THINGS, many))
    assert merge(PLAN, PLAN, other).plan == other
    assert merge(PLAN, other, PLAN).plan.model_dump() == other.model_dump()


def test_the_same_thing_changed_twice_is_told_and_mine_prevails():
    mine, theirs = (changed(PLAN, "places", "w6", x=x) for x in (10.0, 20.0))
    merged = merge(PLAN, mine, theirs)
    assert (merged.plan.place("w6").x, merged.clashes) == (10.0, ("w6",))
    assert merge(PLAN, mine, mine).clashes == (), "the same change is no clash"


def test_a_window_that_they_took_away_and_i_moved_stays_and_is_told():
    merged = merge(PLAN, changed(PLAN, "places", "w6", x=10.0), without(PLAN, "places", "w6"))
    assert merged.plan.place("w6") is not None
    assert merged.clashes == ("w6",)


def test_both_added_something():
    new = PLAN.places[0].model_copy(update={"id": "new1"})
    merged = merge(PLAN, added(PLAN, "places", new), added(PLAN, "places", new.model_copy(update={"id": "new2"})))
    assert {"new1", "new2"} <= {place.id for place in merged.plan.places}


def test_two_of_one_id_are_both_kept_for_the_check_to_name():
    twice = PLAN.model_copy(update={"places": (*PLAN.places, PLAN.place("w3").model_copy(update={"x": 1.0}))})
    merged = merge(twice, twice, changed(twice, "nodes", "info", x=31.0)).plan
    assert [one.x for one in merged.places if one.id == "w3"] == [PLAN.place("w3").x, 1.0]


def test_what_together_is_more_than_a_plan_may_hold_is_refused_in_a_sentence():
    def many(stem: str) -> Plan:
        return PLAN.model_copy(
            update={
                "nodes": (
                    *PLAN.nodes,
                    *(PLAN.nodes[0].model_copy(update={"id": f"{stem}{n}"}) for n in range(MOST // 2)),
                )
            }
        )

    with pytest.raises(Problem) as refused:
        merge(PLAN, many("a"), many("b"))
    assert refused.value.code == "too_much"
