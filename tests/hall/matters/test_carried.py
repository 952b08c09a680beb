"""A checklist carried along: read again as it was, and what changed since is known without asking anybody."""

from datetime import date

import pytest

from hall.contract.codes import list_code, read
from hall.contract.matters import DONT_KNOW, Catalogue, Guide, carry, read_carried, since
from tests.hall.matters.made import answered, catalogue, guide, material, matter, question, sample

TODAY = date(2026, 11, 24)


def small(*lines: dict) -> Catalogue:
    return catalogue([question("rent"), question("old")], matter("fit", *lines))


OLD = small(
    material("申请表"),
    material("租赁合同", {"rent": "yes"}),
    material("房产证", exempt=True),
    material("老的承诺书"),
)
NEW = small(
    material("申请表"),
    material("租赁合同", {"rent": "yes", "old": "yes"}),
    material("房产证"),
    material("安全鉴定", {"rent": "yes"}),
)


def test_every_list_of_the_sample_is_read_again_as_it_was():
    ids = [one.id for one in sample().matters]
    for id, answers in answered(ids, 120, 0.7):
        one = guide(id)
        came = one.checklist(answers, TODAY)
        text = list_code(carry(12, one, answers, came), "https://hall.example.cn")
        code = read(text)
        assert (code.kind, len(text) < 400) == ("list", True), text
        carried = read_carried(code.value)
        assert carried is not None
        assert (carried.revision, carried.matter, carried.answers) == (12, id, answers)
        assert not since(carried, came), "nothing changed"


def test_what_changed_since_is_marked():
    answers = {"rent": "yes", "old": "no"}
    before, now = Guide(OLD, OLD.matter["fit"]), Guide(NEW, NEW.matter["fit"])
    carried = read_carried(carry(1, before, answers, before.checklist(answers, TODAY)))
    assert carried is not None
    told = since(carried, now.checklist(answers, TODAY))
    assert told.new == {"安全鉴定"}
    assert told.other == {"房产证"}, "it could be waived"
    assert [one.material.name for one in told.gone] == ["租赁合同"]
    assert told.lost == 1, "老的承诺书 is in no list any more"


def test_dont_know_is_carried_as_an_answer():
    one = Guide(OLD, OLD.matter["fit"])
    carried = read_carried(carry(1, one, {"rent": DONT_KNOW}, one.checklist({"rent": DONT_KNOW}, TODAY)))
    assert carried is not None
    assert carried.answers == {"rent": DONT_KNOW}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1.fit",
        "1.fit.rent.AA..",
        "1.fit..A..",
        "x.fit..AA..",
        "1.fit..AA..é",
        "1.fit.a-b~.AA..",
        "1." * 999,
    ],
)
def test_what_is_no_list_is_none(text: str):
    assert read_carried(text) is None
