"""What answers settle: three values, bands, "don't know", the window, and what is asked next."""

from collections.abc import Iterator
from datetime import date
from random import Random

import pytest
from pydantic import ValidationError

from hall.contract.matters import DONT_KNOW, Catalogue, Checklist, Material, checklist, next_question, said
from tests.hall.matters.made import answered, catalogue, guide, material, matter, question, sample

TODAY = date(2026, 11, 30)
SETTLED = ("needed", "waived", "not")
PLAIN = [one.id for one in sample().matters if not one.parts]


def states(made: Catalogue, answers: dict[str, str], id: str = "m") -> dict[str, str]:
    return {one.material.name: one.state for one in checklist(made, id, answers, TODAY).lines}


AGENT = catalogue(
    [question("agent", "head", "staff")],
    matter("m", material("表"), material("委托书", {"no": {"agent": "head"}}), material("证", exempt=True)),
)


def test_before_anybody_answered_a_not_is_open():
    assert states(AGENT, {}) == {"表": "needed", "委托书": "open", "证": "waived"}


@pytest.mark.parametrize(
    ("answer", "state"), [("head", "not"), ("staff", "needed"), (DONT_KNOW, "maybe"), ("nobody", "open")]
)
def test_an_answer_settles_it_and_dont_know_keeps_it(answer: str, state: str):
    assert states(AGENT, {"agent": answer})["委托书"] == state


def test_who_does_not_know_is_not_asked_again_and_the_line_says_why():
    assert next_question(AGENT, "m", {"agent": DONT_KNOW}) is None
    line = checklist(AGENT, "m", {"agent": DONT_KNOW}, TODAY).lines[1]
    assert (line.unsure, line.because) == (("agent",), ())


def test_what_the_window_decides_is_never_needed_and_never_struck():
    made = catalogue(
        [question("q")],
        matter("m", material("a", {"window": "是否达到"}), material("b", {"any": [{"q": "yes"}, {"window": "w"}]})),
    )
    assert states(made, {}) == {"a": "maybe", "b": "open"}
    assert states(made, {"q": "yes"}) == {"a": "maybe", "b": "needed"}
    line = checklist(made, "m", {"q": "no"}, TODAY).lines[1]
    assert (line.state, line.window) == ("maybe", ("w",))


def amounts(*bands: dict[str, float]) -> dict:
    options = [{"id": f"o{n}", "zh": f"{n}", "band": band} for n, band in enumerate(bands)]
    return question("amount") | {"options": options}


def test_a_limit_is_on_the_side_it_says():
    made = catalogue(
        [amounts({"below": 100}, {"at_least": 100, "at_most": 300}, {"over": 300})],
        matter(
            "m",
            material("从100起", {"amount": {"at_least": 100}}),
            material("超过100", {"amount": {"over": 100}}),
            material("不超过300", {"amount": {"at_most": 300}}),
        ),
    )
    assert states(made, {"amount": "o0"}) == {"从100起": "not", "超过100": "not", "不超过300": "needed"}
    assert states(made, {"amount": "o1"}) == {"从100起": "needed", "超过100": "maybe", "不超过300": "needed"}
    assert states(made, {"amount": "o2"}) == {"从100起": "needed", "超过100": "needed", "不超过300": "not"}


@pytest.mark.parametrize(
    "band", [{}, {"below": 1, "at_most": 1}, {"at_least": 5, "below": 5}, {"over": 5, "at_most": 5}]
)
def test_a_range_that_is_none_is_refused(band: dict[str, float]):
    with pytest.raises(ValidationError):
        catalogue([amounts({"below": 1}, band)])


def test_a_turn_ends_the_list_and_is_asked_first():
    made = catalogue(
        [question("a"), question("b")],
        matter("m", material("x", {"a": "yes"}), turns=[{"when": {"b": "yes"}, "to": "n", "say": "去 n"}]),
        matter("n", material("y")),
    )
    asked = next_question(made, "m", {})
    assert asked is not None
    assert asked.id == "b"
    gone = checklist(made, "m", {"b": "yes"}, TODAY)
    assert (gone.turned and gone.turned.to, gone.lines) == ("n", ())
    assert next_question(made, "m", {"b": "yes"}) is None
    assert [one.say for one in checklist(made, "m", {"b": DONT_KNOW}, TODAY).perhaps] == ["去 n"]


def test_what_always_holds_is_not_asked_although_three_values_cannot_see_it():
    made = catalogue([question("q")], matter("m", material("x", {"any": [{"q": "yes"}, {"q": "no"}]})))
    assert states(made, {}) == states(made, {"q": DONT_KNOW}) == {"x": "needed"}
    assert next_question(made, "m", {}) is None


def test_doubt_is_said_by_itself():
    made = catalogue(
        [question("q")],
        matter(
            "m",
            material("sure", conf="S", source="s"),
            material("made up"),
            material("our reading", {"q": "yes"}, conf="S", source="s", when_conf="I"),
            material("out", conf="S", source="s", until="2026-11-29"),
            material("last day", conf="S", source="s", until="2026-11-30"),
        ),
    )
    doubts = [one.doubt for one in checklist(made, "m", {}, TODAY).lines]
    assert doubts == ["", "illustrative", "illustrative", "lapsed", ""]
    assert checklist(sample(), "yj_sg", {}, TODAY).doubt == "lapsed"


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        [],
        "q",
        {"all": []},
        {"any": "q"},
        {"q": []},
        {"no": {}, "q": "yes"},
        {"window": ""},
        {"q": {"over": "x"}},
        {"Q!": "a"},
    ],
)
def test_a_condition_that_means_nothing_is_refused(wrong: object):
    with pytest.raises(ValidationError) as caught:
        Material.model_validate(material("x", when=wrong))
    assert len(caught.value.errors()) == 1


def test_a_condition_without_end_is_refused():
    deep: dict = {"q": "yes"}
    for _ in range(5000):
        deep = {"no": deep}
    with pytest.raises(ValidationError, match="套得太深"):
        Material.model_validate(material("x", when=deep))


def test_a_condition_goes_over_the_wire_and_comes_back_the_same():
    made = sample()
    assert Catalogue.model_validate_json(made.model_dump_json()) == made


def test_a_condition_is_said_as_people_read_it():
    condition = sample().matter["zx_xk"].turns[2].when
    assert said(condition, sample().question) == "投资额 ＜100万元 且 面积 ＜300㎡"


def seen(came: Checklist) -> tuple:
    return came.turned, came.notes, tuple((one.material.name, one.state) for one in came.lines)


def test_what_is_settled_stays_settled():
    """Answers are monotone: one more, or one known better, never takes back what was said for certain."""
    random = Random(7)
    for id, answers in answered(PLAIN, 600, 0.5):
        before = guide(id).checklist(answers, TODAY)
        for more in guide(id).asked():
            if answers.get(more, DONT_KNOW) != DONT_KNOW:
                continue
            option = random.choice(sample().question[more].options).id
            after = guide(id).checklist({**answers, more: option}, TODAY)
            if before.turned is not None:
                assert after.turned == before.turned or after.turned in before.perhaps
            if before.turned is None and after.turned is None:
                for old, new in zip(before.lines, after.lines, strict=True):
                    assert old.state not in SETTLED or old.state == new.state, (id, answers, more, option)


def test_when_nothing_is_asked_any_more_no_answer_changes_the_list():
    for id, answers in answered(PLAIN, 400, 0.8):
        while (asked := guide(id).next_question(answers)) is not None:
            assert answers.get(asked.id) is None
            answers[asked.id] = asked.options[len(answers) % len(asked.options)].id
        came = guide(id).checklist(answers, TODAY)
        assert came.turned is not None or all(one.state != "open" for one in came.lines)
        for other in guide(id).asked():
            if other not in answers and came.turned is None:
                for option in sample().question[other].options:
                    assert seen(guide(id).checklist({**answers, other: option.id}, TODAY)) == seen(came)


def test_what_is_asked_can_change_the_list():
    """For every question asked there are answers to the others by which two of its options give different lists."""
    for id, answers in answered(PLAIN, 150, 0.4):
        asked = guide(id).next_question(answers)
        if asked is None:
            continue
        lists = {str(seen(guide(id).checklist(one, TODAY))) for one in completed(id, answers, asked.id)}
        assert len(lists) > 1, (id, answers, asked.id)


def completed(id: str, answers: dict[str, str], first: str) -> Iterator[dict[str, str]]:
    """However ``first`` is answered, and then whatever is asked."""
    ways = [{**answers, first: option.id} for option in sample().question[first].options]
    while ways:
        way = ways.pop()
        following = guide(id).next_question(way)
        if following is None:
            yield way
        else:
            ways += [{**way, following.id: group[0]} for group in guide(id).groups(following.id)]
