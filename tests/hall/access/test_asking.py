"""One search box, read as people write, answered by the rule that decides at the doors."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from hall.access.asking import read
from hall.kit.errors import Problem
from tests.hall.caller import House, signed_in

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))  # a Tuesday


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("后台门 01 周六 20:00", "2026-11-28 20:00"),
        ("谁周六20点能开后台门", "2026-11-28 20:00"),
        ("后台门01 星期天 8：30", "2026-11-29 08:30"),
        ("后台门 下周二 9:00", "2026-12-01 09:00"),
        ("后台门 周二 9:00", "2026-11-24 09:00"),
        ("闸机 明天 下午3点半", "2026-11-25 15:30"),
        ("闸机 今晚 8点", "2026-11-24 20:00"),
        ("闸机 12月31日 18:00", "2026-12-31 18:00"),
        ("闸机 1月1日 9点", "2027-01-01 09:00"),
        ("闸机 2026-12-01 9:00", "2026-12-01 09:00"),
        ("闸机 周六 24:00", "2026-11-29 00:00"),
        ("闸机 今晚 12点", "2026-11-25 00:00"),
        ("闸机 明天 中午12点", "2026-11-25 12:00"),
        ("闸机", "2026-11-24 09:00"),
        ("闸机 明天", "2026-11-25 12:00"),
        ("闸机 大后天 9:00", "2026-11-27 09:00"),
        ("闸机 今夜 11点", "2026-11-24 23:00"),
        ("闸机 本周六 9:00", "2026-11-28 09:00"),
        ("闸机 下个星期一 9:00", "2026-11-30 09:00"),
        ("闸机 今晚十点", "2026-11-24 22:00"),
        ("闸机 明天 下午三点半", "2026-11-25 15:30"),
        ("闸机 十二月三十一日 十八点", "2026-12-31 18:00"),
        ("闸机 周六 二十点", "2026-11-28 20:00"),
        ("闸机 明天 凌晨三点", "2026-11-25 03:00"),
    ],
)
def test_a_moment_is_read_as_people_write_it(text: str, at: str):
    assert f"{read(text, NOW).at:%Y-%m-%d %H:%M}" == at


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("后台门 01 昨天 20:00", "11月23日"),
        ("后台门 01 昨晚8点", "11月23日"),
        ("前天 后台门 01", "11月22日"),
        ("大前天 后台门 01", "11月21日"),
        ("后台门 01 上周六 20:00", "11月21日"),
        ("后台门 01 本周一 20:00", "11月23日"),
        ("后台门 01 11月20日 20:00", "2026年11月20日"),
        ("后台门 01 2025-11-24 20:00", "2025年11月24日"),
    ],
)
def test_a_day_that_is_over_is_never_answered_as_another(text: str, day: str):
    """ "Yesterday" was read as today, and a date of last week as next year's."""
    with pytest.raises(Problem) as refused:
        read(text, NOW)
    assert refused.value.code == "over"
    assert day in refused.value.zh
    assert "进出回看" in refused.value.zh


def test_an_hour_of_today_that_is_over_says_that_it_is_answered_by_what_stands_now():
    assert "已经过去" in read("闸机 8:00", NOW).note
    assert read("闸机 10:00", NOW).note == read("闸机", NOW).note == ""


@pytest.mark.parametrize("text", ["x" * 81, "闸机 2月30日"])
def test_what_cannot_be_is_said(text: str):
    with pytest.raises(Problem):
        read(text, NOW)


@pytest.mark.parametrize("text", ["", " ", "月球", "'; DROP TABLE", "😀", "周六 20:00"])
def test_who_names_no_door_and_nobody_is_told_how_to_ask(refusing: House, text: str):
    told = signed_in(refusing, "security").get("/api/access/ask", params={"q": text})
    assert (told.status_code, told.json()["code"]) == (422, "no_door")
    assert "可以这样问" in told.json()["zh"]


@pytest.mark.parametrize(
    ("text", "left"), [("后台门 01 月底", "月底"), ("杨样例 春节", "春节"), ("后台门 02 半夜", "半夜")]
)
def test_a_word_that_was_not_read_is_named_and_not_passed_over(refusing: House, text: str, left: str):
    """It was answered of now, as if nothing more had been asked."""
    told = signed_in(refusing, "security").get("/api/access/ask", params={"q": text})
    assert told.status_code == 422
    assert left in told.json()["zh"]


def test_who_may_and_who_not_and_why(refusing: House):
    told = signed_in(refusing, "security").get("/api/access/ask", params={"q": "后台门 01 周六 20:00"}).json()
    may = {row["name"]: row for row in told["rows"]}
    assert told["may"] == "1 人能开"
    assert may["陈样例"]["may"]
    assert may["陈样例"]["paper"].startswith("松审委")
    assert not may["张样例"]["may"]
    assert "时段" in may["张样例"]["why"]
    assert "暂停" in may["何样例"]["why"]
    assert may["罗样例"]["cause"] == "hours", "he has no card yet, and is answered for all the same"
    assert "黄样例" not in may, "his letter names no such door"
    assert told["others"] == 3


def test_a_person_is_asked_about_by_name(refusing: House):
    told = signed_in(refusing, "auditor").get("/api/access/ask", params={"q": "杨样例 周六 9:00"}).json()
    assert told["about"] == "杨样例"
    assert {row["door_zh"]: row["may"] for row in told["rows"]} == {
        "东厅闸机 01": True,
        "后台门 01": True,
        "后台门 02": True,
    }
