"""Materials as a table: out and in again, tried line by line, taken whole or not at all; and the whole as a file."""

import csv
import io
from argparse import Namespace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from hall.commands import matters as commands
from hall.contract.matters import Catalogue
from hall.matters import catalogue_text, read_catalogue
from hall.matters.table import table_text, trial
from hall.matters.table.lines import read_lines
from hall.matters.table.saying import read_condition, say_condition
from tests.hall.caller import Caller, House, signed_in
from tests.hall.matters.made import catalogue, material, matter, question, sample
from tests.hall.matters.test_editing import draft
from tests.hall.matters.test_editing import matter as matter_of

HEAD = ["事项", "材料", "来源", "份数", "条件", "免提交", "把握", "依据", "有效期至"]


def sheet(*rows: list[Any]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([HEAD, *rows])
    return text.getvalue().encode()


def filled(lines: int) -> list[list[Any]]:
    """Sound lines, as many to each matter as it holds beside what it has."""
    room = [(one.name, n) for n in range(185) for one in sample().matters]
    when = ["", "用地＝租赁厂房或楼宇", "性质＝新建、扩建 且 办理人＝本单位经办人", "窗口核定（是否需要）"]
    return [
        [name, f"补充材料 {n}", "自备", 2, when[n % 4], "", "K", "某办法 第三条", "2027-12-31"]
        for name, n in room[:lines]
    ]


FAULTS = {
    2: (0, "没有的事项", "没有“没有的事项”这个事项"),
    17: (1, "", "name：是空的"),
    333: (2, "别处", "origin：不是可以写的词"),
    700: (3, "两份", "份数：“两份”不是份数"),
    701: (3, "21", "copies："),
    1500: (4, "用地＝月球", "条件：“用地”没有选项“月球”"),
    2048: (4, "天气＝晴", "条件：没有“天气”这个问题"),
    2999: (4, "{坏的", "条件：花括号里的写法读不懂"),
    3500: (5, "也许", "免提交：“也许”要写“是”或空着"),
    4000: (6, "Z", "把握：“Z”要写 S"),
    4444: (8, "2027-13-40", "until："),
    5000: (8, "明年", "有效期至：“明年”不是日期"),
}


def test_five_thousand_lines_with_twelve_faults_are_named_by_line_and_nothing_is_taken(house: House):
    manager, rows = signed_in(house, "manager"), filled(5000)
    assert len(rows) == 5000
    for n, (column, text, _) in FAULTS.items():
        rows[n - 2][column] = text
    body = sheet(*rows)
    told = manager.request("POST", "/api/matters/import/try", content=body).raise_for_status().json()
    assert (told["count"], told["faults"]) == (5000, 12)
    named = {one["n"]: one["faults"] for one in told["lines"] if one["faults"]}
    assert list(named) == list(FAULTS)
    for n, (_, _, words) in FAULTS.items():
        assert named[n][0].startswith(words), (n, named[n])
    refused = manager.request("POST", f"/api/matters/import?mark={told['mark']}", content=body)
    assert (refused.status_code, refused.json()["code"]) == (422, "faults")
    assert draft(manager)["changed"] is False


def test_a_table_is_taken_as_it_was_tried_and_once(house: House):
    manager = signed_in(house, "manager")
    body = sheet(
        ["sj_fa", "日照分析报告", "中介", 3, "周边住宅学校＝有 或 窗口核定（是否遮挡）", "", "K", "某标准 第四条", ""],
        ["建设工程设计方案审核", "模型", "中介", 1, "", "是", "I", "", ""],
    )
    told = manager.request("POST", "/api/matters/import/try", content=body).raise_for_status().json()
    assert [one["does"] for one in told["lines"]] == [
        ["份数会改", "条件：周边住宅学校＝有 或 窗口核定（是否遮挡）", "把握会改", "依据会改"],
        ["新增，必要"],
    ]
    take = f"/api/matters/import?mark={told['mark']}"
    assert manager.request("POST", take, content=body).json() == {"changed": 2}
    assert manager.request("POST", take, content=body).json() == {"changed": 0}
    whole = draft(manager)
    changed = matter_of(whole, "sj_fa")["materials"]
    assert (len(changed), changed[6]["copies"], changed[10]["name"], whole["version"]) == (11, 3, "模型", 1)
    assert [one["by"] for one in whole["editors"]] == ["manager"]
    other = sheet(["sj_fa", "别的", "自备", "", "", "", "", "", ""])
    assert manager.request("POST", take[:-64] + "0" * 64, content=other).json()["code"] == "moved_on"


def test_the_table_that_goes_out_comes_in_again_and_changes_nothing():
    rows = list(csv.reader(io.StringIO(table_text(sample()).decode("utf-8-sig"))))
    told = trial(sample(), read_lines(rows, sample()))
    assert (len(told.lines), told.faults, told.changes) == (218, 0, 0)
    assert told.catalogue == sample()


def test_every_condition_of_the_catalogue_is_said_in_a_cell_and_read_again():
    whens = [one.when for each in sample().matters for one in (*each.materials, *each.turns, *each.notes)]
    said = [say_condition(one, sample().question) for one in whens]
    assert [read_condition(one, sample().question) for one in said] == whens
    assert sum(one.startswith("{") for one in said) < 20  # amounts, shared rules, and what is nested


LESS = {"below": 0.5}
RULE = {"named": "规则", "of": {"b": LESS}}
MADE = catalogue(
    [question("a", "true", "no"), question("b", unit="㎡", options=[
        {"id": "less", "zh": "1：是, 否", "band": LESS}, {"id": "more", "zh": "#x", "band": {"at_least": 0.5}}])],
    matter(
        "m",
        material("null", {"a": "true"}, source="", conf="I"),
        material("- '引号\" # {x}", {"no": RULE}, source="别的", until=date(2030, 1, 1)),
        material("x", {"all": [RULE, {"window": "看\n情况"}]}, copies=2, covers=["y"]),
        source="某规 第一条", until=date(2029, 5, 4), conf="K", lapsed="是",
        turns=[{"when": {"a": ["true", "no"]}, "say": "是"}],
    ),
)  # fmt: skip


@pytest.mark.parametrize("made", [sample(), MADE, Catalogue()], ids=["sample", "made", "empty"])
def test_the_file_that_goes_out_is_the_same_catalogue(made: Catalogue):
    text = catalogue_text(made)
    assert read_catalogue({"catalogue.yaml": text}) == made
    assert catalogue_text(read_catalogue({"x.yaml": text})) == text


def test_a_whole_file_is_drafted_or_its_faults_are_named_by_line(house: House):
    manager = signed_in(house, "manager")
    text = catalogue_text(sample())

    def taken(text: str, key: str = "file-0001", version: int = 0) -> Any:
        address = f"/api/matters/import/file?key={key}&version={version}"
        return manager.request("POST", address, content=text.encode())

    bad = taken(text.replace("origin: 中介", "origin: 别处", 1).replace("conf: S", "conf: X", 1))
    assert bad.status_code == 422
    assert bad.json()["zh"].startswith("这个文件有 2 处错，什么也没有改。第")
    assert taken(text).json()["changed"] is False  # it is what stands
    other = text.replace('when: {sun: "yes"}', 'when: {sun: "no"}')
    assert [taken(other).json()["version"] for _ in range(2)] == [1, 1]
    assert taken(text, "file-0002").json()["code"] == "stale"
    assert matter_of(draft(manager), "sj_fa")["materials"][6]["when"] == {"question": "sun", "options": ["no"]}


def test_what_stands_and_what_is_drafted_go_out(house: House):
    auditor: Caller = signed_in(house, "auditor")
    told = auditor.get("/api/matters/export")
    assert 'filename="matters-v1.yaml"' in told.headers["content-disposition"]
    assert read_catalogue({"x.yaml": told.text}) == sample()
    assert auditor.get("/api/matters/export?of=draft&form=csv").content == table_text(sample())


def test_the_file_in_a_folder_and_what_stands_are_one_thing_or_it_is_said(
    house: House, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    settings, folder = house.app.state.kit.settings, Namespace(folder=tmp_path / "out")
    assert (commands.take_out(settings, folder), commands.same(settings, folder)) == (0, 0)
    file = tmp_path / "out" / "catalogue.yaml"
    file.write_text(file.read_text("utf-8").replace('when: {sun: "yes"}', 'when: {sun: "no"}'), "utf-8")
    assert commands.same(settings, folder) == 1
    assert "材料“日照分析报告”条件：周边住宅学校＝有 → 周边住宅学校＝无" in capsys.readouterr().out
