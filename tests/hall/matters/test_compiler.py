"""Compile before publish: what is wrong is named, with the answers that lead there, and nothing is invented."""

from datetime import date

import pytest

from hall.matters import KINDS, compile_catalogue
from hall.matters.compiler import Finding
from tests.hall.matters.made import catalogue, material, matter, question, sample
from tests.hall.matters.seeds import Seed, seeds

TODAY = date(2026, 11, 30)
SEEDS = list(seeds())
FOLLOWS = {
    "two answers at once": {("idle", "sun")},  # nobody needs its question any more
    "a question that is not there": {("idle", "sun")},
}
"""What is a consequence of the fault and true as well."""


def about(one: Finding, where: str) -> bool:
    return where in (one.matter, one.at)


def test_the_sample_has_no_fault():
    assert [one.sentence(sample().question) for one in compile_catalogue(sample(), TODAY)] == []


def test_there_are_forty_of_eight_kinds():
    assert len(SEEDS) == 40
    assert {one.kind for one in SEEDS} == KINDS.keys() - {"too_many"}


@pytest.mark.parametrize("seed", SEEDS, ids=lambda one: f"{one.kind}: {one.name}")
def test_a_seeded_fault_is_found_and_none_is_invented(seed: Seed):
    found = compile_catalogue(seed.planted(), TODAY)
    assert any(one.kind == seed.kind and about(one, seed.where) for one in found), found
    allowed = FOLLOWS.get(seed.name, set())
    others = [
        one
        for one in found
        if not about(one, seed.where) and not any(one.kind == kind and about(one, at) for kind, at in allowed)
    ]
    assert others == []


def test_a_fault_comes_with_the_answers_that_lead_there():
    made = catalogue(
        [question("q"), question("r")],
        matter(
            "m",
            material("表"),
            material("甲", {"q": "yes"}),
            material("乙", {"q": "no", "r": "yes"}),
            always=[["甲", "乙"]],
        ),
    )
    (one,) = compile_catalogue(made, TODAY)
    assert one.sentence(made.question) == "该要的材料没有要：m “甲、乙”：这样回答时一样也没有要（回答：q＝no，r＝no）"


def test_who_is_sent_round_in_a_circle_is_shown_the_circle():
    made = catalogue(
        [question("q")],
        matter("m", material("x"), turns=[{"when": {"q": "yes"}, "to": "n", "say": "去 n"}]),
        matter("n", material("y"), turns=[{"when": {"q": "yes"}, "to": "m", "say": "去 m"}]),
    )
    found = compile_catalogue(made, TODAY)
    assert [(one.kind, one.matter, one.zh) for one in found] == [
        ("nowhere", "m", "转来转去：m → n → m"),
        ("nowhere", "n", "转来转去：n → m → n"),
    ]


def test_more_combinations_than_anybody_reviews_are_said_and_not_counted():
    names = [f"q{n}" for n in range(30)]
    made = catalogue([question(one) for one in names], matter("m", *(material(one, {one: "yes"}) for one in names)))
    assert [one.kind for one in compile_catalogue(made, TODAY)] == ["too_many"]


def test_a_shared_rule_that_was_changed_in_one_place_alone_is_named():
    rule = {"named": "规则", "of": {"a": "yes"}}
    made = catalogue(
        [question("a")],
        matter("m", material("x"), material("y", rule)),
        matter("n", material("x"), material("z", rule | {"of": {"a": "no"}})),
    )
    assert [(one.kind, one.matter, one.at) for one in compile_catalogue(made, TODAY)] == [("contradiction", "n", "z")]
