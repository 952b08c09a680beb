"""The page that a visitor's phone opens from the code of his list: public, small, and what stands now."""

from hall.contract.matters import carry
from hall.matters import publish_matters
from tests.hall.caller import House
from tests.hall.matters.made import guide, sample
from tests.hall.matters.test_carried import TODAY

OFFICE = {"use": "office", "bearing": "no", "area": "middle", "land": "rent", "fitout": "some", "aged": "no"}


def token(answers: dict[str, str] = OFFICE, matter: str = "zx_xk", revision: int = 1) -> str:
    one = guide(matter)
    return carry(revision, one, answers, one.checklist(answers, TODAY))


def test_a_phone_sees_the_list_without_an_account_and_nothing_is_kept(house: House):
    page = house.caller().get(f"/list/{token()}", headers={"accept": "text/html"})
    assert page.status_code == 200
    for words in ("既有建筑装饰装修工程施工许可", "租赁合同", "功能：办公", "沪建规范〔2025〕12号", "图审5个工作日"):
        assert words in page.text
    assert "<script" not in page.text, "an old phone has nothing to run"
    assert len(page.content) < 20_000
    assert page.headers["cache-control"] == "no-store"


def test_what_changed_since_is_marked(house: House):
    kit = house.app.state.kit
    raw = sample().model_dump(mode="json")
    fitout = next(one for one in raw["matters"] if one["id"] == "zx_xk")
    fitout["materials"] = [one for one in fitout["materials"] if one["name"] != "租赁合同"]
    fitout["materials"].append({"name": "新要的承诺书", "origin": "自备", "source": "沪建规范〔2027〕1号"})
    house.write(lambda tx: publish_matters(tx, type(sample()).model_validate(raw), "test", kit.clock.day()))
    page = house.caller().get(f"/list/{token()}").text
    assert "从第 1 版更新到了第 2 版：新增1项，1项不再要" in page
    assert "新要的承诺书</b> <em>新增</em>" in page


def test_a_matter_that_is_not_theirs_says_so(house: House):
    page = house.caller().get(f"/list/{token({'use': 'office', 'bearing': 'yes'})}").text
    assert "这个事项不适合您的情况" in page


def test_whatever_else_is_asked_is_a_sentence(house: House):
    for wrong in ("x", "1.nowhere....", "1.nowhere.a-b.AA..", token().replace("zx_xk", "gone"), "%3Cscript%3E"):
        page = house.caller().get(f"/list/{wrong}")
        assert page.status_code == 404, wrong
        assert "这张清单看不了" in page.text
        assert "<script>" not in page.text
