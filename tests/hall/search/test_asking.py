"""What a question finds: the matter and the line, by characters, pinyin, initials and English; elsewhere; nothing."""

from random import Random

import pytest

from hall.contract.matters import Catalogue
from hall.contract.search import LONGEST, Words, build, private, said
from tests.hall.matters.made import sample
from tests.hall.search.made import TODAY, ask


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("租的办公楼重新装修要什么材料", "zx_xk"),
        ("夜里浇混凝土要办什么证", "yj_sg"),
        ("ｋｔｖ消防设计 审查！！", "xf_sc"),
        ("施工许可正换了总包", "sgxk"),
        ("zhuangxiu xuke", "zx_xk"),
        ("yejian shigong", "yj_sg"),
        ("zha tu zheng", "zt_cz"),
        ("fqys", "fq_ys"),
        ("sgx", "sgxk"),  # letter by letter, as the pad of a kiosk is typed on
        ("zhuangx", "zx_xk"),
        ("ye shi", "yj_sg"),
        ("备案", "xm_beian"),
        ("cut down trees on our site", "lh_qy"),
        ("How do I get electricity for the new plant?", "sdqw"),
    ],
)
def test_a_question_finds_its_matter(text: str, id: str):
    found = ask(text)
    assert id in [one.id for one in found.hits[:3]], found
    assert found.kind in ("sure", "choose")


def test_the_very_line_is_the_answer_with_what_it_stands_on():
    hit = ask("夜间施工要几天能批").hits[0]
    assert (hit.intent, hit.doubt, hit.source) == ("time", "lapsed", "沪环规〔2021〕16号")
    assert "2个工作日" in hit.line
    assert "房屋安全性鉴定" in ask("装修要不要做抗震鉴定").hits[0].line


@pytest.mark.parametrize(
    ("text", "id"),
    [("护照丢了在哪里补", "exit_entry"), ("where do I renew my passport", "exit_entry"), ("公积金怎么提取", "fund")],
)
def test_what_is_done_elsewhere_is_sent_there(text: str, id: str):
    found = ask(text)
    assert (found.kind, [one.id for one in found.hits]) == ("elsewhere", [id])
    assert found.hits[0].line
    assert found.hits[0].line_en


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "empty"),
        ("🏗️🏠❓", "empty"),
        ("材" * (LONGEST + 1), "long"),
        ("装修" * 2000, "long"),
        ("'; DROP TABLE matters; --", ""),
        ("110105194912310021", "number"),
        ("１１０１０５ 1949 1231 002X", "number"),
        ("今天中午吃什么好", ""),
    ],
)
def test_what_is_no_question_gets_a_sentence(text: str, why: str):
    found = ask(text)
    assert (found.kind, found.why, found.hits) == ("unknown", why, ())
    assert all(said(found))


def test_a_number_of_somebody_is_left_out_and_the_rest_is_answered():
    assert ask("我的身份证号是110105194912310021，消防验收怎么办").hits[0].id == "xf_ys"


@pytest.mark.parametrize("text", ["110105194912310021", "138 0000-0000", "一三八零零零零", "１２３４５６", "12-34-56"])
def test_numbers_of_people_are_seen_however_they_are_written(text: str):
    assert private(f"查{text}的进度")


@pytest.mark.parametrize("text", ["沪住建规范〔2023〕2号", "300平方米以上", "100万元，3个月", "2026年9月1日"])
def test_numbers_of_rules_are_not_people(text: str):
    assert not private(text)


def test_policies_and_answers_are_found_beside_with_clause_and_validity():
    read = ask("免审图的项目有哪些").read
    assert {one.kind for one in read} <= {"policy", "answer"}
    assert "沪建建管〔2025〕55号" in [one.source for one in read]
    night = next(one for one in ask("哪些工序可以夜间施工").read if one.id == "night_works")
    assert (night.doubt, str(night.until)) == ("lapsed", "2026-10-02")


def test_a_small_margin_is_a_question_with_what_tells_them_apart():
    found = ask("消防")
    assert (found.kind, {one.id for one in found.hits}) == ("choose", {"xf_sc", "xf_ys"})
    assert all(one.line.startswith("办出来的是：") for one in found.hits)
    assert all(said(found))


def test_whatever_is_typed_is_answered():
    """Runs of everything that can be typed, pasted or scanned, the same ones every time."""
    random = Random(16)
    alphabet = [
        *"abxz09 \t\n'\";%_-()",
        *"装修消防验收的吗〇㎡①",
        "\u202e",
        "\x00",
        "🏗",
        "\ud800",
        "e\u0301",
        "ﷺ",
        "\u3400",
        "𠀀",
    ]
    for _ in range(300):
        text = "".join(random.choices(alphabet, k=random.randint(0, 30)))
        found = ask(text)
        assert found.hits or found.kind == "unknown", text


def test_a_catalogue_without_words_is_searched_by_its_own():
    """A hall that wrote no phrases yet; and one that published nothing at all."""
    assert build(sample(), Words()).ask("建筑工程施工许可证核发", TODAY).hits[0].id == "sgxk"
    assert build(Catalogue(), Words()).ask("装修", TODAY).kind == "unknown"
