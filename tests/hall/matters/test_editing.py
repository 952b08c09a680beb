"""The draft of the catalogue: kept with every change, read as lists by a second person, published, undone, replayed."""

import json
from datetime import date, timedelta
from typing import Any

import pytest

from hall.contract.parts import MattersPart
from hall.matters import publish_matters
from hall.matters.comparing import changed_lists
from hall.matters.editing.things import with_matters, with_thing
from tests.hall.caller import Caller, House, signed_in
from tests.hall.matters.made import sample


@pytest.fixture
def manager(house: House) -> Caller:
    return signed_in(house, "manager")


@pytest.fixture
def admin(house: House) -> Caller:
    return signed_in(house, "admin")


def draft(caller: Caller) -> dict[str, Any]:
    return caller.get("/api/matters/draft").raise_for_status().json()


def matter(whole: dict[str, Any], id: str) -> dict[str, Any]:
    return next(one for one in whole["catalogue"]["matters"] if one["id"] == id)


def put(caller: Caller, value: dict[str, Any] | None, *, key: str, of: str = "matters", **more: Any) -> Any:
    id = more.pop("id", value["id"] if value else "")
    was = more.pop("was", None)
    was = draft(caller)["marks"].get(f"{of}:{id}", "") if was is None else was
    return caller.request(
        "PUT", "/api/matters/draft", json={"key": key, "of": of, "id": id, "was": was, "value": value}
    )


def sunless(caller: Caller, key: str = "sunless-1") -> Any:
    """日照分析报告 is asked of those who have no neighbours, and of nobody else."""
    changed = matter(draft(caller), "sj_fa")
    line = next(one for one in changed["materials"] if one["name"] == "日照分析报告")
    line["when"] = {"sun": "no"}
    answer = put(caller, changed, key=key)
    assert answer.status_code == 200, answer.text
    return answer.json()


def act(caller: Caller, what: str, **body: Any) -> Any:
    body.setdefault("version", draft(caller)["version"])
    return caller.post(f"/api/matters/draft/{what}", body)


def stands(station: Caller) -> MattersPart:
    told = station.post("/api/station/parts", json={"have": {}}).json()
    return MattersPart.model_validate(told["parts"]["matters"]["body"])


def test_a_change_goes_out_by_two_and_comes_back_by_one(house: House, station: Caller, manager: Caller, admin: Caller):
    assert sunless(manager)["changed"]
    shown = manager.get("/api/matters/draft/difference").json()
    assert shown["words"] == [
        {
            "about": "matters:sj_fa",
            "name": "建设工程设计方案审核",
            "sentences": ["材料“日照分析报告”条件：周边住宅学校＝有 → 周边住宅学校＝无"],
        }
    ]
    assert (len(shown["lists"]), shown["of"], {one["matter"] for one in shown["lists"]}) == (8, 8, {"sj_fa"})
    first = shown["lists"][0]
    assert ["周边住宅学校", "有"] in first["answers"]
    assert (first["before"]["lines"]["日照分析报告"], "日照分析报告" in first["after"]["lines"]) == ("要", False)
    assert act(admin, "publish").json()["code"] == "not_sent"
    assert act(manager, "send").status_code == 200
    [need] = [one for one in admin.get("/api/attention").json()["needs"] if one["kind"] == "matters"]
    assert "manager 送审" in need["what"]
    assert act(manager, "publish").json()["code"] == "second_person"
    assert stands(station).revision == 1
    assert act(admin, "publish").json() == {"revision": 2}
    assert stands(station).catalogue.matter["sj_fa"] != sample().matter["sj_fa"]
    assert draft(manager)["changed"] is False
    undoes = manager.get("/api/matters/undo").json()
    assert (undoes["revision"], len(undoes["lists"])) == (2, 8)
    assert manager.post("/api/matters/undo", {"revision": 1}).json()["code"] == "stale"
    assert manager.post("/api/matters/undo", {"revision": 2}).json() == {"revision": 3}
    assert (stands(station).revision, stands(station).catalogue) == (3, sample())


def test_a_change_is_kept_at_once_and_only_once(manager: Caller, admin: Caller):
    told = sunless(manager)
    again = put(manager, matter(draft(manager), "sj_fa"), key="sunless-1", was="").json()
    assert again["version"] == told["version"] == draft(admin)["version"] == 1
    assert [one["by"] for one in told["editors"]] == ["manager"]


def test_two_who_change_two_matters_keep_both_and_nobody_writes_over_what_he_has_not_seen(
    manager: Caller, admin: Caller
):
    before = draft(admin)
    sunless(manager)
    other = matter(before, "bdc_dj") | {"lead": "区登记中心"}
    assert put(admin, other, key="other-001", was=before["marks"]["matters:bdc_dj"]).status_code == 200
    assert matter(draft(manager), "bdc_dj")["lead"] == "区登记中心"
    late = matter(before, "sj_fa") | {"lead": "别处"}
    refused = put(admin, late, key="late-0001", was=before["marks"]["matters:sj_fa"])
    assert (refused.status_code, refused.json()["code"]) == (409, "stale")
    assert "manager" in refused.json()["zh"]
    assert [one["by"] for one in draft(manager)["editors"]] == ["manager", "admin"]
    assert act(manager, "send").status_code == 200
    assert act(admin, "publish").json()["code"] == "second_person"


def test_what_is_no_matter_is_refused_in_words_and_a_faulty_draft_is_kept_and_not_published(
    station: Caller, manager: Caller, admin: Caller
):
    nameless = matter(draft(manager), "sj_fa") | {"name": ""}
    refused = put(manager, nameless, key="nameless1")
    assert (refused.status_code, refused.json()["zh"]) == (422, "这里还不能保存：name：是空的。")
    lost = matter(draft(manager), "sj_fa")
    lost["materials"][0]["when"] = {"nobody": "yes"}
    assert put(manager, lost, key="lost-0001").status_code == 200
    found = manager.get("/api/matters/draft/findings").json()["found"]
    assert [(one["kind"], one["matter"], one["zh"]) for one in found] == [
        ("指向不存在的东西", "sj_fa", "没有问题 nobody")
    ]
    act(manager, "send")
    assert act(admin, "publish").json()["code"] == "catalogue_faulty"
    assert stands(station).revision == 1


def test_an_amount_that_is_no_number_is_refused_and_spoils_no_draft(manager: Caller):
    strange = matter(draft(manager), "sj_fa")
    strange["materials"][0]["when"] = {"area": {"at_least": float("nan")}}
    body = {"key": "nan-00001", "of": "matters", "id": "sj_fa", "was": draft(manager)["marks"]["matters:sj_fa"]}
    content = json.dumps(body | {"value": strange})
    headers = {"Content-Type": "application/json"}
    assert manager.request("PUT", "/api/matters/draft", content=content, headers=headers).status_code == 422
    assert draft(manager)["changed"] is False


def test_it_is_sent_back_with_a_sentence_and_a_change_calls_it_back(manager: Caller, admin: Caller):
    sunless(manager)
    act(manager, "send")
    assert act(admin, "return", word="  ").status_code == 422
    assert act(admin, "return", word="日照的依据没有写").status_code == 200
    assert (draft(manager)["word"], draft(manager)["word_by"], draft(manager)["sent_by"]) == (
        "日照的依据没有写",
        "admin",
        "",
    )
    act(manager, "send")
    read = draft(admin)["version"]
    put(manager, matter(draft(manager), "bdc_dj") | {"lead": "区登记中心"}, key="meanwhile")
    assert act(admin, "publish", version=read).json()["code"] == "stale"
    assert act(admin, "publish").json()["code"] == "not_sent"
    assert act(manager, "discard").status_code == 200
    assert (draft(manager)["changed"], draft(manager)["editors"]) == (False, [])


def test_what_people_were_told_on_a_day(house: House, manager: Caller):
    sunless(manager)
    act(manager, "send")
    house.hands.move(days=3)
    assert act(signed_in(house, "admin"), "publish").status_code == 200
    house.hands.move(days=2)
    manager = signed_in(house, "manager")
    today = house.app.state.kit.clock.day()
    answers = {"sun": "yes", "basement": "no", "green": "no"}

    def told(day: date) -> list[str]:
        listed = []
        for one in manager.get(f"/api/matters/day/{day}").json():
            asked = {"of": one["revision"], "matter": "sj_fa", "answers": answers, "day": day.isoformat()}
            lines = manager.post("/api/matters/list", asked).json()["lines"]
            listed += [line["state"] for line in lines if line["name"] == "日照分析报告"]
        return listed

    assert told(today - timedelta(days=4)) == ["needed"]
    assert told(today - timedelta(days=2)) == ["needed", "not"]
    assert told(today) == ["not"]
    assert told(today - timedelta(days=400)) == []


def test_the_draft_is_brought_onto_a_version_that_came_meanwhile(house: House, manager: Caller, admin: Caller):
    sunless(manager)
    new = sample().matter["bdc_dj"].model_copy(update={"lead": "区登记中心"})
    day = house.app.state.kit.clock.day()
    house.write(lambda tx: publish_matters(tx, with_thing(sample(), "matters", "bdc_dj", new), "test", day))
    assert act(manager, "send").json()["code"] == "moved_on"
    assert act(manager, "rebase").json() == {"clashes": []}
    whole = draft(manager)
    assert (whole["base"], matter(whole, "bdc_dj")["lead"]) == (2, "区登记中心")
    assert {one["about"] for one in manager.get("/api/matters/draft/difference").json()["words"]} == {"matters:sj_fa"}
    assert act(manager, "send").status_code == 200


def test_a_source_near_its_end_calls_somebody_and_one_that_ran_out_and_says_so_does_not(house: House, admin: Caller):
    today = house.app.state.kit.clock.day()

    def called(**validity: Any) -> list[str]:
        standing = sample().matter["bdc_dj"].model_copy(update={"source": "某规定", "conf": "K"} | validity)
        house.write(lambda tx: publish_matters(tx, with_thing(sample(), "matters", "bdc_dj", standing), "test", today))
        return [one["what"] for one in admin.get("/api/attention").json()["needs"] if one["kind"] == "matters"]

    soon, past = today + timedelta(days=20), today - timedelta(days=2)
    assert called(until=soon) == [f"依据“某规定”到 {soon} 为止，1 个事项靠它"]
    assert called(until=today + timedelta(days=31)) == []
    assert called(until=past, lapsed="续期文件未查到") == []


def test_an_auditor_reads_all_of_it_and_changes_nothing(house: House, manager: Caller):
    sunless(manager)
    auditor = signed_in(house, "auditor")
    assert auditor.get("/matters").status_code == 200
    assert auditor.get("/api/matters/draft/difference").json()["of"] == 8
    assert put(auditor, None, id="sj_fa", key="forbidden").status_code == 403
    assert auditor.post("/api/matters/undo", {"revision": 1}).status_code == 403


def test_a_rule_that_a_bundle_shares_is_compared_there_too_in_rows_that_can_be_read():
    """One condition of the building permit: the permit itself, and both bundles it is a part of."""
    permit = sample().matter["sgxk"]
    materials = tuple(
        one.model_copy(update={"when": None}) if one.name == "授权委托书及经办人身份证" else one
        for one in permit.materials
    )
    after = with_matters(sample(), {"sgxk": permit.model_copy(update={"materials": materials})})
    told = changed_lists(sample(), after)
    assert {one.matter for one in told.rows} == {"sgxk", "yzs_sg", "kg_yjs"}
    assert told.too_many == []
    bundled = [one for one in told.rows if one.matter == "kg_yjs"]
    assert [one.answers for one in bundled] == [(("办理人", "法定代表人"),)]
    assert bundled[0].after is not None
    assert bundled[0].after.lines == {"授权委托书及经办人身份证": "要"}
