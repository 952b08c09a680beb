"""一站式、一件事: one list, nothing twice."""

from collections.abc import Mapping
from datetime import date

import pytest

from hall.contract.matters import Checklist, Guide, Line, Matter, checklist, merged
from tests.hall.matters.made import answered, catalogue, guide, material, matter, question, sample

TODAY = date(2026, 11, 30)
BUNDLES = [one.id for one in sample().matters if one.parts]
RANK: Mapping[str, int] = {"not": 0, "maybe": 1, "open": 1, "waived": 2, "needed": 2}


def rank(lines: list[Line]) -> int:
    return max((RANK[one.state] for one in lines), default=0)


def test_the_bundles_of_the_notice_are_there():
    ways = {one.id: one.way for one in sample().matters if one.way}
    assert ways.items() >= {
        ("yzs_sg", "一站式"),  # 施工许可
        ("yzs_ys", "一站式"),  # 综合验收
        ("lh_jc", "一站式"),  # 联合监督检查
        ("fq_ys", "一站式"),  # 分期验收
        ("sdqw", "一件事"),  # 水电气网联合报装
        ("kg_yjs", "一件事"),  # 项目开工
    }


def test_a_bundle_is_the_union_of_its_parts_without_doubles():
    """Nothing is on it that no part needs. What a part needs is on it, or comes out of another part, or is covered."""
    for id, answers in answered(BUNDLES, 300, 1):
        came = guide(id).checklist(answers, TODAY)
        names = [one.material.document for one in came.lines]
        assert len(names) == len(set(names))
        if came.turned is None:
            _compared(came, _lists(sample().matter[id], answers))


def _lists(bundle: Matter, answers: dict[str, str]) -> list[tuple[Matter, Checklist]]:
    alone = bundle.model_copy(update={"parts": (), "core": None})
    parts = [(sample().matter[one], guide(one).checklist(answers, TODAY)) for one in bundle.parts]
    return [(alone, Guide(sample(), alone).checklist(answers, TODAY)), *parts]


def _compared(came: Checklist, lists: list[tuple[Matter, Checklist]]) -> None:
    on = {one.material.document: RANK[one.state] for one in came.lines}
    needed: dict[str, list[Line]] = {}
    for _, part in lists:
        for line in part.lines:
            unsure = (
                bool(part.perhaps) and part.perhaps != came.perhaps and RANK[line.state] == 2
            )  # of a part that perhaps does not apply
            needed.setdefault(line.material.document, []).append(line._replace(state="maybe") if unsure else line)
    for doc, value in on.items():
        assert value <= rank(needed.get(doc, [])), doc
    makers = {one.gives: part for one, part in lists if one.gives}
    covering = {doc for one in came.lines if RANK[one.state] for doc in one.material.covers}
    for doc, lines in needed.items():
        if rank(lines) == 2 and on.get(doc, 0) < 2:
            assert (doc in makers and makers[doc].turned is None) or doc in covering, doc


def test_a_line_that_two_parts_ask_for_is_one_with_the_doubt_of_the_less_sure():
    made = catalogue(
        [question("a"), question("b")],
        matter("p", material("x", {"a": "yes"}, conf="S", source="s", doc="d")),
        matter("q", material("y", {"b": "yes"}, doc="d")),
        matter("m", parts=["p", "q"]),
    )
    (line,) = merged(made, made.matter["m"])
    assert (line.of, line.material.name, line.material.conf) == (("p", "q"), "x", "I")
    states = [
        checklist(made, "m", one, TODAY).lines[0].state for one in ({"a": "no"}, {"a": "yes"}, {"a": "no", "b": "no"})
    ]
    assert states == ["open", "needed", "not"]


def test_what_one_part_gives_another_does_not_ask_for_and_a_part_that_does_not_apply_gives_nothing():
    made = catalogue(
        [question("a")],
        matter("p", material("form"), gives="permit", turns=[{"when": {"a": "no"}, "say": "不办"}]),
        matter("q", material("permit")),
        matter("m", parts=["p", "q"]),
    )

    def needed(answer: str) -> list[str]:
        came = checklist(made, "m", {"a": answer}, TODAY)
        return [one.material.name for one in came.lines if one.state == "needed"]

    assert (needed("yes"), needed("no")) == (["form"], ["permit"])
    assert [one.say for one in checklist(made, "m", {"a": "no"}, TODAY).notes] == ["p：不办"]


def test_who_comes_for_the_one_stop_permit_signs_one_form_and_brings_the_land_papers_once():
    answers = {"kind": "new", "amount": "large", "pile": "no", "fire": "yes", "use": "plant", "area": "large"}
    answers |= {"land": "own", "agent": "staff", "tall": "no", "naming": "no", "temporary": "no", "novel": "no"}
    came = checklist(sample(), "yzs_sg", answers, TODAY)
    brought = [one.material.name for one in came.lines if one.state in ("needed", "waived")]
    assert [one for one in brought if "申请表" in one] == ["施工许可阶段一站式申请表"]
    assert [one for one in brought if "土地" in one or "用地" in one] == ["土地权属文件（不动产权证书/用地批准文件）"]
    assert not {"建设工程规划许可证", "施工图设计文件审查合格书", "消防设计审查合格意见"} & set(brought)


@pytest.mark.parametrize("id", BUNDLES)
def test_what_turns_people_away_from_the_core_turns_them_away_from_the_bundle(id: str):
    core = sample().matter[id].core
    assert core is not None
    turns = {"sgxk": {"kind": "fit"}, "zh_ys": {"complete": "no"}}
    came = checklist(sample(), id, turns[core], TODAY)
    assert came.turned == sample().matter[core].turns[0]
