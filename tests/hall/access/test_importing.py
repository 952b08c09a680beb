"""A table is tried line by line with every fault named, and taken whole or not at all; bombs are not opened."""

import csv
import io
import zipfile
from datetime import date, datetime
from typing import Any

import pytest
from openpyxl import Workbook

from tests.hall.access.doors import gate, lay, people
from tests.hall.caller import Caller, House, signed_in

HEAD = ["工号", "姓名", "单位", "文号", "签发人", "门组", "时段", "起", "止", "卡号"]
NEW = ["TX901", "郭样例", "通信运营单位", "松审委〔2026〕901 号", "王样例", "大厅闸机、后台", "工作日 7:30–19:00"]
NEW += ["2026-11-20", "2026/12/31", "04AA0901"]
ZHANG = ["JG101", "张样例", "区建设管理委", "", "", "", "", "", "", "04A1B2D1"]


def table(*rows: list[str], head: list[str] = HEAD) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([head, *rows])
    return text.getvalue().encode()


def sheet(*rows: list[Any], head: list[str] = HEAD) -> bytes:
    book, file = Workbook(), io.BytesIO()
    assert book.active is not None
    for row in (head, *rows):
        book.active.append(row)
    book.save(file)
    return file.getvalue()


def tried(caller: Caller, body: bytes) -> dict[str, Any]:
    return caller.request("POST", "/api/access/import/try", content=body).raise_for_status().json()


def taken(caller: Caller, body: bytes, mark: str) -> Any:
    return caller.request("POST", f"/api/access/import?mark={mark}", content=body)


def bomb(size: int) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"<row>" + b" " * size)
    return file.getvalue()


def packed(name: str, text: bytes) -> bytes:
    file = io.BytesIO(sheet(NEW))
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr(name, text)
    return file.getvalue()


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"\n\n", id="lines without anything"),
        pytest.param(b"a,b,c\n1,2,3\n", id="other headings"),
        pytest.param(table(), id="headings alone"),
        pytest.param(b"\x00\x01\x02" * 100, id="bytes"),
        pytest.param('工号,姓名,单位\n"1,2,3\n'.encode(), id="a quote that never ends"),
        pytest.param(table(*[["1", "甲", "区水务局"]] * 5001, head=HEAD[:3]), id="too many lines"),
        pytest.param(b"PK\x03\x04" + b"x" * 100, id="a zip that is none"),
        pytest.param(sheet(NEW)[:-200], id="half an XLSX"),
        pytest.param(bomb(64 << 20), id="64 MB in 64 KB"),
        pytest.param(packed("xl/evil.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><x/>'), id="entities"),
        pytest.param(packed("xl/many.xml", b"<c/>" * 200_000), id="200,000 cells"),
        pytest.param(sheet(*[["1", "甲", "区水务局"]] * 5001, head=HEAD[:3]), id="too many rows"),
    ],
)
def test_what_is_no_table_is_refused_with_its_reason(refusing: House, body: bytes):
    told = signed_in(refusing, "manager").request("POST", "/api/access/import/try", content=body)
    assert (told.status_code, told.json()["code"]) == (422, "table"), told.text
    assert "什么也没有改" in told.json()["zh"]


def test_a_table_that_is_too_large_is_not_read(refusing: House):
    told = signed_in(refusing, "manager").request("POST", "/api/access/import/try", content=b"x" * (5 << 20))
    assert told.status_code == 413


def test_every_fault_of_every_line_is_named_and_nothing_is_half_imported(house: House):
    manager = signed_in(house, "manager")
    before = people(manager)

    def but(**cells: str) -> list[str]:
        return [cells.get(name, value) for name, value in zip(HEAD, NEW, strict=True)]

    wrong = [
        (but(工号="", 姓名=""), ["工号", "姓名"]),
        (but(工号="A1", 单位="月球", 卡号=""), ["月球"]),
        (but(工号="A2", 门组="大厅闸机、月球", 时段="半夜", 卡号=""), ["月球", "半夜"]),
        (but(工号="A3", 起="2026-02-30", 卡号=""), ["不是日期"]),
        (but(工号="A4", 起="2026-12-31", 止="2026-11-20", 卡号=""), ["止日在起日之前"]),
        (but(工号="B1", 单位="水务局", 卡号=""), ["没有“水务局”这个单位，是不是“区水务局”？"]),
        (but(工号="B2", 门组="大厅闸机 后台们", 卡号=""), ["是不是“后台”"]),
        (but(工号="B3", 时段="工作日7:30-19:00", 卡号=""), ["是不是“工作日 7:30–19:00”"]),
        (but(工号="B4", 起="46357", 卡号=""), ["像是 2026-12-01：把那一列设成日期格式"]),
        (but(工号="B1", 单位="水务局", 卡号=""), ["没有“水务局”这个单位，是不是“区水务局”？"]),
        (but(工号="B2", 门组="大厅闸机 后台们", 卡号=""), ["是不是“后台”"]),
        (but(工号="B3", 时段="工作日7:30-19:00", 卡号=""), ["是不是“工作日 7:30–19:00”"]),
        (but(工号="B4", 起="46357", 卡号=""), ["像是 2026-12-01：把那一列设成日期格式"]),
        (but(工号="A5", 文号="", 卡号=""), ["缺文号"]),
        (but(工号="A6", 卡号="xyz"), ["卡号"]),
        (but(工号="A7", 卡号="04A1B2D1"), ["别人的"]),
        (but(工号="A8"), ["与第 2 行重复"]),
        (but(工号="A9", 起="2026-10-01", 止="2026-11-01", 卡号=""), ["已经到期"]),
        (but(工号="TX901", 姓名="另一人", 卡号=""), ["第 2 行是另一个人"]),
        (["ZX001", "陈样例", "区审批审查中心办公室", *[""] * 7], ["您本人"]),
    ]
    body = table(NEW, *(row for row, _ in wrong))
    told = tried(manager, body)
    good, *others = told["lines"]
    assert good["faults"] == []
    for line, (_, said) in zip(others, wrong, strict=True):
        assert all(any(word in fault for fault in line["faults"]) for word in said), line
    assert told["faults"] == sum(len(line["faults"]) for line in others) >= len(wrong)
    answer = taken(manager, body, told["mark"])
    assert (answer.status_code, answer.json()["code"]) == (422, "faults")
    assert people(manager) == before


@pytest.mark.parametrize("write", [table, sheet])
def test_it_says_what_would_change_and_then_does_that_and_a_second_time_nothing(house: House, write: Any):
    manager, guard, station = signed_in(house, "manager"), signed_in(house, "security"), gate(house)
    moved = ["SW301", "黄样例", "松江排水", *[""] * 7]
    body = write(NEW, ZHANG, moved)
    told = tried(manager, body)
    assert told["faults"] == 0
    assert [line["does"] for line in told["lines"]] == [
        ["新增 郭样例", "新委托书 松审委〔2026〕901 号（2026-11-20 至 2026-12-31），等扫描件和复核", "发卡，尾号 0901"],
        [],
        ["换单位"],
    ]
    assert "TX901" not in people(manager), "a trial changes nothing"
    assert taken(manager, body, told["mark"]).json() == {"changed": 2}
    him = people(manager)["TX901"]
    assert him["letters"][0]["standing"] == "waiting"
    assert people(manager)["SW301"]["department"] == "paishui"
    assert not lay(house, station, "04AA0901").admitted, "a table is no paper"
    assert guard.post(f"/api/access/letters/{him['letters'][0]['id']}/approve").json()["code"] == "no_scan"
    again = tried(manager, body)
    assert (again["faults"], again["changes"]) == (0, 0)


def test_what_changed_since_the_trial_is_tried_again(house: House):
    manager = signed_in(house, "manager")
    mark = tried(manager, table(NEW))["mark"]
    manager.post(f"/api/access/people/{people(manager)['YJ601']['id']}/cards", {"number": "04AA0901"})
    answer = taken(manager, table(NEW), mark)
    assert (answer.status_code, answer.json()["code"]) == (409, "moved_on")
    other = taken(manager, table(ZHANG), tried(manager, table(NEW))["mark"])
    assert other.json()["code"] == "moved_on"


def test_tables_as_excel_and_wps_save_them(house: House):
    manager = signed_in(house, "manager")
    text = "\t".join(HEAD) + "\r\n" + "\t".join(NEW) + "\r\n"
    as_dates = sheet([*NEW[:7], datetime(2026, 11, 20), date(2026, 12, 31), NEW[9]])
    marked, gb = b"\xef\xbb\xbf" + table(NEW), table(NEW).decode().encode("gb18030")
    for body in (text.encode("utf-16"), gb, marked, as_dates):
        assert tried(manager, body)["changes"] == 1


def test_a_letter_is_not_rewritten_by_a_table(house: House):
    manager = signed_in(house, "manager")
    body = table(NEW)
    taken(manager, body, tried(manager, body)["mark"]).raise_for_status()
    longer = [*NEW[:8], "2027-12-31", NEW[9]]
    assert "不能改" in tried(manager, table(longer))["lines"][0]["faults"][0]


def test_only_who_enters_letters_imports_them(refusing: House):
    for login in ("security", "auditor", "admin", "clerk1"):
        caller = signed_in(refusing, login)
        assert caller.request("POST", "/api/access/import/try", content=table(NEW)).status_code == 403
