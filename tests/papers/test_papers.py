"""Papers: what is missing is named, what is hostile stays text, what has no glyph is said, and the same is the same."""

import copy
import threading
import unicodedata

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings

from hall.contract.glyphs import FORMS
from papers import NAMES, Refused, pictures, render
from papers.shapes import HEAD, SHAPES, Rows, Text
from tests.papers.values import ACCEPTED, ALL, CHECKLIST, RECEIPT

HOSTILE = [
    '#panic("x")', '#import "/etc/passwd"', "$ x^2 $", "*粗* _斜_ `raw`", "= 标题", "- 项\n+ 项", "// 注释 /* */",
    "\\u{202e} \\", "<label> @ref", "#sys.inputs.data", '"},{"name":"', "[]{}()", "~ --- ...", "https://example.org/#x",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_every_paper_is_one_archivable_page_that_comes_out_the_same(name):
    first = render(name, ALL[name])
    assert (first.pages, first.said) == (1, ())
    assert first.pdf.startswith(b"%PDF-1.7")
    assert b"pdfaid:part>2<" in first.pdf
    assert b"pdfaid:conformance>U<" in first.pdf
    made = []
    beside = threading.Thread(target=lambda: made.append(render(name, dict(reversed(ALL[name].items())))))
    beside.start()
    beside.join()
    assert made == [first]
    assert pictures(name, ALL[name], ppi=20)[0].startswith(b"\x89PNG")


def _needed(shape, where=()):
    for key, field in shape.items():
        if isinstance(field, Text | Rows) and field.needed:
            yield (*where, key)
        if isinstance(field, Rows) and isinstance(field.of, dict):
            yield from _needed(field.of, (*where, key, 0))


@pytest.mark.parametrize("name", NAMES)
def test_whatever_is_missing_is_named_and_nothing_is_set(name):
    for path in _needed({**HEAD, **SHAPES[name][1]}):
        values = at = copy.deepcopy(ALL[name])
        if any(isinstance(step, int) for step in path) and not values.get(path[0]):
            continue  # this one has no such rows
        for step in path[:-1]:
            at = at[step]
        at[path[-1]] = [] if isinstance(at[path[-1]], list) else " "
        with pytest.raises(Refused) as refused:
            render(name, values)
        assert refused.value.missing == ".".join(str(one + 1 if isinstance(one, int) else one) for one in path)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"nothing": "x"}, "没有「nothing」这一项"),
        ({"at": "yesterday"}, "出具时间不是时间"),
        ({"at": "2026-12-01T10:00:00"}, "没有时区"),
        ({"copy": -1}, "补打次数"),
        ({"lines": "all"}, "应是一列"),
        ({"lines": ["all"]}, "应是一组值"),
        ({"window": 3}, "应是文字"),
        ({"lines": [{**CHECKLIST["lines"][0], "state": "perhaps"}]}, "不能是「perhaps」"),
    ],
)
def test_what_is_wrong_is_said(change, says):
    with pytest.raises(Refused, match=says):
        render("checklist", {**CHECKLIST, **change})
    with pytest.raises(Refused, match="没有名为"):
        render("../page", CHECKLIST)


def test_parts_of_a_second_make_the_same_paper():
    values = ALL["receipt"]
    exact = {**values, "at": values["at"].replace("+", ".123456+")}
    assert render("receipt", exact).pdf == render("receipt", values).pdf


def test_what_looks_like_markup_stays_text():
    lines = [{**CHECKLIST["lines"][0], "name": one, "law": one} for one in HOSTILE]
    paper = render("checklist", {**CHECKLIST, "matter": HOSTILE[0], "lines": lines, "notes": HOSTILE})
    assert paper.pages == 2
    assert paper.said == ()


def test_a_letter_without_a_glyph_and_a_mark_without_ink_are_said():
    paper = render("receipt", {**RECEIPT, "applicant": "上海\u202e\U000323af𠮷\x07公司"})
    assert paper.said == (
        "字库里没有 U+323AF，印作 〓",
        "去掉了看不见的控制符 U+202E",
        "去掉了看不见的控制符 U+0007",
    )
    plain = render("receipt", {**RECEIPT, "applicant": "上海〓(U+323AF)𠮷公司"})
    assert paper.sha256 != plain.sha256  # the foot explains the sign
    assert paper.pages == plain.pages == 1


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.text(min_size=1, max_size=60).map("字{}".format), min_size=1, max_size=12))
def test_any_text_is_printed_or_it_is_said_why_not(texts):
    values = {**CHECKLIST, "matter": texts[0], "notes": texts}
    paper = render("checklist", values)
    assert paper.pages >= 1
    told = " ".join(paper.said)
    for one in {char for text in texts for char in text.replace("\r\n", "\n")} - FORMS - set("\t\n"):
        if unicodedata.category(one) in ("Cc", "Cf", "Cs", "Zl", "Zp"):
            assert f"控制符 U+{ord(one):04X}" in told


def test_a_name_of_four_hundred_letters_and_many_lines_flow_on():
    long = "松江新城国际生态商务区" * 37
    assert render("receipt", {**RECEIPT, "project": long, "applicant": long}).pages == 2
    many = [{**CHECKLIST["lines"][0], "name": f"第 {n} 项材料"} for n in range(200)]
    assert render("checklist", {**CHECKLIST, "lines": many}).pages >= 6
    assert render("accepted", {**ACCEPTED, "applicant": long, "paragraphs": [long] * 3}).pages == 2
