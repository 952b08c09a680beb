"""The draft: one, saved by version, and files in and out. Over HTTP."""

import json
from typing import Any

import pytest

from hall.contract.plan import Plan
from tests.hall.caller import Caller, House, signed_in
from tests.support.plans import changed, songjiang


@pytest.fixture
def manager(house: House) -> Caller:
    return signed_in(house, "manager")


def told(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def save(who: Caller, version: int, plan: Plan) -> Any:
    return who.request("PUT", "/api/plan/draft", json={"version": version, "plan": plan.model_dump(mode="json")})


def test_a_draft_begins_as_the_published_plan_and_is_saved_by_version(manager: Caller):
    first = manager.get("/api/plan").json()
    assert first["draft"] == first["published"] == songjiang().model_dump(mode="json")
    assert (first["version"], first["revision"], first["base"]) == (0, 1, 1)
    assert {one["id"] for one in first["services"]} == {"intake", "advice", "pickup"}
    assert "exit" in first["pictograms"]
    plan = changed(songjiang(), "places", "w6", x=57.0)
    assert save(manager, 0, plan).json()["version"] == 1
    again = manager.get("/api/plan").json()
    assert (again["draft"], again["edited_by"]) == (plan.model_dump(mode="json"), "manager")
    assert again["published"] == first["published"], "a draft changes nothing that people read"


def test_two_people_never_overwrite_each_other(manager: Caller, house: House):
    admin = signed_in(house, "admin")
    assert save(manager, 0, changed(songjiang(), "places", "w6", x=57.0)).status_code == 200
    answer = save(admin, 0, changed(songjiang(), "places", "w7", x=57.0))
    assert told(answer) == (409, "stale")
    assert "manager" in answer.json()["zh"]
    assert manager.get("/api/plan").json()["draft"]["places"] != songjiang().model_dump(mode="json")["places"]


def test_saving_the_same_again_is_harmless(manager: Caller):
    plan = changed(songjiang(), "places", "w6", x=57.0)
    assert save(manager, 0, plan).json()["version"] == 1
    assert save(manager, 1, plan).json()["version"] == 1


def test_discarding_brings_the_published_plan_back(manager: Caller):
    save(manager, 0, changed(songjiang(), "places", "w6", x=57.0))
    back = manager.post("/api/plan/draft/discard", {"version": 1}).json()
    assert (back["version"], back["draft"]) == (2, songjiang().model_dump(mode="json"))


@pytest.mark.parametrize(
    "broken",
    [
        {"places": [{"id": "w9", "kind": "window", "x": "far", "y": 0, "name_zh": "九"}]},
        {"places": [{"id": "w" * 17, "kind": "window", "x": 0, "y": 0, "name_zh": "九"}]},
        {"places": [{"id": "../w", "kind": "window", "x": 0, "y": 0, "name_zh": "九"}]},
        {"floors": [{"id": "f1", "level": 1, "name_zh": "一" * 401, "width": 10, "depth": 10}]},
        {"nodes": [{"id": "n", "floor": "f1", "x": 1e99, "y": 0}]},
        {"surprise": 1},
        {"format": "other"},
    ],
)
def test_nonsense_is_refused_in_words_and_the_draft_stays(manager: Caller, broken: dict[str, Any]):
    plan = {"format": "onedoor-plan-1", "name_zh": "大厅"} | broken
    assert told(manager.request("PUT", "/api/plan/draft", json={"version": 0, "plan": plan})) == (422, "invalid")
    answer = manager.post("/api/plan/import", content=json.dumps(plan).encode())
    assert told(answer) == (422, "not_a_plan")
    assert manager.get("/api/plan").json()["version"] == 0


def test_a_file_goes_out_and_comes_back_the_same(manager: Caller):
    out = manager.get("/api/plan/export?of=published")
    assert "attachment" in out.headers["content-disposition"]
    assert Plan.model_validate_json(out.content) == songjiang()
    save(manager, 0, changed(songjiang(), "places", "w6", x=57.0))
    back = manager.post("/api/plan/import", content=out.content).json()
    assert (back["draft"], back["notes"]) == (songjiang().model_dump(mode="json"), [])
    schema = manager.get("/api/plan/schema.json").json()
    assert {"floors", "nodes", "ways", "places", "screens"} <= set(schema["properties"])


@pytest.mark.parametrize("body", [b"", b"{", b"PK\x03\x04garbage", b"\xff\xfe\x00", b"[]", b"null"])
def test_a_file_that_is_no_plan_changes_nothing(manager: Caller, body: bytes):
    assert manager.post("/api/plan/import", content=body).status_code == 422
    assert manager.get("/api/plan").json()["version"] == 0


def test_a_drawing_is_kept_as_a_picture_that_runs_nothing(manager: Caller, house: House):
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" width="600" height="400"><script>alert(1)</script></svg>'
    kept = manager.post("/api/plan/drawings", content=svg).json()
    assert (kept["width"], kept["height"]) == (600, 400)
    shown = manager.get(f"/api/plan/drawings/{kept['file']}")
    assert shown.content == svg
    assert "sandbox" in shown.headers["content-security-policy"]
    assert "default-src 'none'" in shown.headers["content-security-policy"]
    assert manager.get("/api/plan/drawings/" + "0" * 64 + ".svg").status_code == 404
    big = b'<svg width="600" height="400">' + b" " * 2_000_000 + b"</svg>"
    assert manager.post("/api/plan/drawings", content=big).status_code == 200, "larger than other bodies may be"
    assert manager.post("/api/plan/drawings", content=b"\0" * 9_000_000).status_code == 413
    assert signed_in(house, "clerk1").post("/api/plan/drawings", content=svg).status_code == 403


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b'{"name_zh": "x', "不是 JSON，或者不完整"),
        (b'{"name_zh": "x", "places": [{"id": "w", "x": "a"}]}', "第 1 个地方的"),
        (b'{"name_zh": "x", "nothing": 1}', " nothing 不合规定"),
        (b"[]", "内容不合规定"),
    ],
)
def test_a_damaged_file_is_told_where_it_is_damaged(manager: Caller, body: bytes, said: str):
    assert said in manager.post("/api/plan/import", content=body).json()["zh"]
