"""The room: the words told to stations, the search that a hall answers itself, and what the editor gets to read."""

import logging

import pytest

from hall.contract.parts import WordsPart
from hall.search import forget_questions
from tests.hall.caller import Caller, House, signed_in
from tests.hall.search.made import words


def asks(caller: Caller, text: str) -> dict:
    answer = caller.post("/api/search", json={"q": text})
    assert answer.status_code == 200, answer.text
    return answer.json()


def listed(house: House) -> str:
    page = signed_in(house, "manager").get("/search/unanswered")
    assert page.status_code == 200
    return page.text.partition("<main")[2]


def test_a_station_is_told_the_words(station: Caller):
    told = station.post("/api/station/parts", json={"have": {}}).json()
    assert WordsPart.model_validate(told["parts"]["words"]["body"]).words == words()


def test_anybody_is_told_the_matter_the_line_and_how_sure_it_is(house: House):
    caller = house.caller()
    assert caller.get("/search").status_code == 200
    found = asks(caller, "夜间施工几天能批")
    assert (found["kind"], found["hits"][0]["id"]) == ("sure", "yj_sg")
    assert found["hits"][0]["doubt"] == "依据已过期，以窗口核定为准"
    assert found["hits"][0]["until"] == "2026-10-02"
    needed = {one["zh"]: one for one in found["hits"][0]["materials"]}
    assert needed["施工进度计划表（三方盖章）"]["when"] == "首次＝首次"
    assert needed["施工进度计划表（三方盖章）"]["doubt"] == "依据已过期，以窗口核定为准"
    assert asks(caller, "护照")["hits"][0]["kind"] == "elsewhere"


UNKNOWN = "请问火星基地的氧气瓶"


def test_what_nobody_could_answer_is_listed_once_with_how_often_until_it_is_dealt_with(house: House):
    caller = house.caller()
    for _ in range(2):
        told = asks(caller, UNKNOWN)
        assert (told["kind"], told["hits"]) == ("unknown", [])
        assert "窗口" in told["zh"]
        assert "desk" in told["en"]
    page = listed(house)
    assert page.count(f">{UNKNOWN}<") == 1
    assert '<td class="number">2</td>' in page
    dealt = signed_in(house, "manager").post("/api/search/unanswered/drop", json={"text": UNKNOWN})
    assert dealt.status_code == 200
    assert UNKNOWN not in listed(house)


def test_a_question_that_nobody_asks_again_is_forgotten(house: House):
    asks(house.caller(), UNKNOWN)
    house.hands.move(days=89)
    assert house.write(lambda tx: forget_questions(tx, 500)) == 0
    asks(house.caller(), UNKNOWN)
    house.hands.move(days=91)
    assert house.write(lambda tx: forget_questions(tx, 500)) == 1
    assert "还没有。" in listed(house)


def test_a_question_becomes_a_phrase_of_a_matter_that_hall_and_stations_know_at_once(house: House, station: Caller):
    caller, manager = house.caller(), signed_in(house, "manager")
    assert asks(caller, UNKNOWN)["kind"] == "unknown"
    made = manager.post("/api/search/phrases", json={"text": UNKNOWN, "thing": "lh_qy"})
    assert made.status_code == 200, made.text
    assert UNKNOWN not in listed(house).partition("自己加的说法")[0]
    assert asks(caller, "火星基地的氧气瓶")["hits"][0]["id"] == "lh_qy"
    told = station.post("/api/station/parts", json={"have": {}}).json()
    asked = WordsPart.model_validate(told["parts"]["words"]["body"]).words.asked
    assert UNKNOWN in next(one.phrases for one in asked if one.id == "lh_qy")
    nobody = manager.post("/api/search/phrases", json={"text": UNKNOWN, "thing": "gone"})
    assert nobody.json()["zh"] == "没有这个事项，可能刚刚撤下。"
    assert manager.post("/api/search/phrases/drop", json={"text": UNKNOWN}).status_code == 200
    assert asks(caller, "火星基地的氧气瓶")["kind"] == "unknown"


STRANGE = (
    "110105194912310021",
    "我是张样例，１１０１０５ 1949 1231 0021，火星基地的氧气瓶",
    "火星氧气瓶打 138-0000-0000 找我",
    "🚀🚀🚀",
    "火星" * 2000,
    "火星基地的氧气瓶" * 10,
)
SQL = "'; DROP TABLE search_unanswered; --"


def test_whatever_is_typed_gets_a_sentence_and_nothing_of_a_person_is_kept(
    house: House, caplog: pytest.LogCaptureFixture
):
    with caplog.at_level(logging.DEBUG):
        for text in (*STRANGE, SQL):
            told = asks(house.caller(), text)
            assert told["kind"] == "unknown", text
            assert told["zh"], text
            assert told["en"], text
    assert not any(piece in caplog.text for piece in ("110105", "0000", "火星"))
    page = listed(house)
    assert [piece for piece in ("110105", "0000", "火星", "🚀") if piece in page] == []
    assert ">drop table search unanswered<" in page


def test_who_asks_without_end_is_slowed_down_and_told_so(house: House):
    caller = house.caller()
    answers = [caller.post("/api/search", json={"q": "装修"}) for _ in range(40)]
    assert {one.status_code for one in answers} == {200, 429}
    assert answers[-1].json()["zh"].startswith("从这里来的请求太多")


def test_the_list_is_for_managers(house: House):
    assert signed_in(house, "clerk1").get("/search/unanswered").status_code == 403
    assert house.caller().get("/search/unanswered").status_code == 401
