"""A catalogue from files of strangers: whole or not at all, every fault with its line."""

from time import monotonic

import pytest

from hall.matters import Unreadable, read_catalogue, sample_files
from hall.matters.yaml import LARGEST
from tests.hall.matters.made import sample

HEAD = """\
sources:
  law: {text: 某法, since: 2020-01-01, until: 2030-12-31}
rules:
  small: {named: 小项目, of: {q: yes}}
questions:
  - {id: q, zh: 小不小？, options: [{id: yes, zh: 小}, {id: no, zh: 大}]}
"""
MATTER = """\
  - id: {id}
    name: 事项{id}
    stage: 施工许可
    lead: 窗口
    materials:
      - {{name: 申请表, origin: 系统}}
      - {{name: 说明, origin: 自备, when: {{rule: small}}, conf: S, by: law 第一条}}
"""


def many(count: int) -> str:
    """A file of 7 lines a matter."""
    return HEAD + "matters:\n" + "".join(MATTER.format(id=f"m{n}") for n in range(count))


def faults(text: str) -> list[str]:
    with pytest.raises(Unreadable) as caught:
        read_catalogue({"a.yaml": text})
    return [str(one) for one in caught.value.faults]


def test_a_line_stands_on_its_source_with_clause_and_validity():
    line = read_catalogue({"a.yaml": many(1)}).matters[0].materials[1]
    assert (line.source, str(line.since), str(line.until), line.conf) == (
        "某法 第一条",
        "2020-01-01",
        "2030-12-31",
        "S",
    )


def test_every_line_that_is_sure_says_on_what():
    lines = [
        one for matter in sample().matters for one in (*matter.materials, *matter.turns, *matter.notes, matter.limit)
    ]
    assert all(one.source for one in lines if one.conf != "I")


def test_five_thousand_lines_with_twelve_faults_are_refused_and_all_twelve_named():
    lines = many(710).splitlines()
    assert len(lines) > 4970
    start = HEAD.count("\n") + 1
    wrong = {
        5: "      - {name: 申请表, origin: 系统, colour: red}",
        13: "      - {name: 说明, origin: 隔壁}",
        20: "      - {name: 说明, origin: 自备, when: {rule: large}}",
        27: "      - {name: 说明, origin: 自备, when: {no: {}}}",
        34: "      - {name: 说明, origin: 自备, by: bylaw 第一条}",
        41: "      - {origin: 自备}",
        48: '      - {name: "说明\\u202e", origin: 自备}',
        55: "      - {name: 说明, origin: 自备, until: soon}",
        62: "      - {name: 说明, origin: 自备, conf: X}",
        3500: "  - id: m0",
        4200: "  - id: Ünvalid",
        4901: "    name: 一\n    name: 二",
    }
    for n, line in wrong.items():
        at = start + n
        lines[at] = line
    text = "\n".join(lines) + "\n"
    began = monotonic()
    found = faults(text)
    assert monotonic() - began < 20  # about half a second on a quiet machine
    assert len(found) == 12, found
    for n in wrong:
        if n != 4901:  # the second of the two stands on the line after
            assert any(f"第{start + n + 1}行" in one for one in found), (n, found)
    for word in [
        "colour",
        "origin",
        "large",
        "条件",
        "bylaw",
        "name：没有写",
        "控制符",
        "until",
        "conf",
        "m0",
        "id",
        "两遍",
    ]:
        assert any(word in one for one in found), word


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: &a [x]\nb: [*a, *a]\n", "不能用 & 和 ! 标记"),
        ("a: !!python/object/apply:os.system [id]\n", "不能用 & 和 ! 标记"),
        ("a: [\n", "不是能读的 YAML"),
        ("a: \t- b: }\n", "不是能读的 YAML"),
        ("[" * 5000 + "]" * 5000, "套得太深"),
        ("a: b\n---\nc: d\n", "只能有一份内容"),
        ("? [a, b]\n: c\n", "要写一个名称"),
        ("- a\n", "文件里要有"),
        ("", "文件里要有"),
        ("matters: {a: b}\n", "写法不对"),
        ("matters: [7, x, null]\n", "第1行"),
        ("colours: []\n", "不认识的栏目"),
        ("a: \x00\n", "不是能读的 YAML"),
        ("sources: [a]\nrules: 7\nquestions: 8\nservices: x\n", "写法不对"),
    ],
)
def test_what_is_no_catalogue_is_refused_with_a_sentence(text: str, said: str):
    assert any(said in one for one in faults(text))


def test_a_bomb_is_refused_before_it_grows():
    bomb = 'a: &a ["x","x"]\n' + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [{','.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(20)
    )
    assert len(faults(bomb)) == 1


def test_a_file_too_large_is_refused_unread():
    assert "超过4 MB" in faults("a: " + "x" * LARGEST)[0]


def test_a_rule_that_names_itself_ends():
    text = HEAD.replace("of: {q: yes}", "of: {any: [{rule: small}]}") + "matters:\n" + MATTER.format(id="m")
    assert faults(text)


def test_one_bad_file_among_the_good_takes_nothing_of_any():
    texts = sample_files() | {"9.yaml": "matters: [{id: x}]\n"}
    with pytest.raises(Unreadable) as caught:
        read_catalogue(texts)
    assert {one.file for one in caught.value.faults} == {"9.yaml"}


def test_yes_and_no_stay_words_and_numbers_are_numbers():
    made = read_catalogue({"a.yaml": many(1)})
    assert [one.id for one in made.questions[0].options] == ["yes", "no"]
