"""IMDF archives (OGC 20-094) read into a plan: a small building of two levels, drawn here in metres."""

import io
import json
import zipfile
from math import cos, radians
from typing import Any

import pytest

from hall.contract.plan import Plan
from hall.contract.wayfinding import way
from hall.kit.errors import Problem
from hall.plan.imdf import read_imdf
from hall.signage.compiler import compile_plan

WEST, NORTH = 121.227, 31.032
"""Somewhere in Songjiang."""


def degrees(x: float, y: float) -> list[float]:
    return [WEST + x / (111_320 * cos(radians(NORTH))), NORTH - y / 111_320]


def box(left: float, top: float, right: float, bottom: float) -> dict[str, Any]:
    corners = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)]
    return {"type": "Polygon", "coordinates": [[degrees(*corner) for corner in corners]]}


def line(*points: tuple[float, float]) -> dict[str, Any]:
    return {"type": "LineString", "coordinates": [degrees(*point) for point in points]}


def dot(x: float, y: float) -> dict[str, Any]:
    return {"type": "Point", "coordinates": degrees(x, y)}


def feature(kind: str, id: str, geometry: Any, name: str = "", **properties: Any) -> dict[str, Any]:
    labels = {"zh-Hans": name, "en": f"{kind} {id}"} if name else None
    return {
        "id": id,
        "type": "Feature",
        "feature_type": kind,
        "geometry": geometry,
        "properties": {"name": labels, **properties},
    }


def building() -> dict[str, list[dict[str, Any]]]:
    """Lobby with an entrance to the south, an office, toilets and a lift; upstairs a landing and a meeting room."""
    return {
        "venue": [feature("venue", "v", box(0, 0, 30, 20), "审批中心", category="businesscampus")],
        "level": [
            feature("level", "l0", box(0, 0, 30, 20), "一层", category="unspecified", ordinal=0),
            feature("level", "l1", box(0, 0, 30, 20), "二层", category="unspecified", ordinal=1),
        ],
        "unit": [
            feature("unit", "lobby", box(0, 8, 30, 20), category="lobby", level_id="l0"),
            feature("unit", "office", box(0, 0, 10, 8), "综合窗口", category="office", level_id="l0"),
            feature("unit", "wc", box(10, 0, 16, 8), "洗手间", category="restroom", level_id="l0"),
            feature("unit", "back", box(20, 0, 30, 8), "后台", category="nonpublic", level_id="l0"),
            feature("unit", "lift0", box(16, 4, 20, 8), "电梯", category="elevator", level_id="l0"),
            feature("unit", "lift1", box(16, 4, 20, 8), "电梯", category="elevator", level_id="l1"),
            feature("unit", "landing", box(0, 8, 30, 20), category="walkway", level_id="l1"),
            feature("unit", "meeting", box(0, 0, 10, 8), "会审室", category="conferenceroom", level_id="l1"),
            feature("unit", "shaft", box(26, 0, 30, 4), category="structure", level_id="l1"),
        ],
        "opening": [
            feature(
                "opening", "door", line((14, 20), (16, 20)), "南门", category="pedestrian.principal", level_id="l0"
            ),
            feature("opening", "o1", line((4, 8), (5, 8)), category="pedestrian", level_id="l0"),
            feature("opening", "o2", line((12, 8), (13, 8)), category="pedestrian", level_id="l0"),
            feature(
                "opening",
                "o3",
                line((24, 8), (25, 8)),
                category="pedestrian",
                level_id="l0",
                access_control=["badgereader"],
            ),
            feature("opening", "o4", line((17, 8), (19, 8)), category="pedestrian", level_id="l0"),
            feature("opening", "o5", line((17, 8), (19, 8)), category="pedestrian", level_id="l1"),
            feature("opening", "o6", line((4, 8), (5, 8)), category="pedestrian", level_id="l1"),
            feature("opening", "car", line((28, 20), (30, 20)), category="automobile", level_id="l0"),
        ],
        "relationship": [
            feature(
                "relationship",
                "up",
                None,
                category="elevator",
                direction="undirected",
                origin={"id": "lift0", "feature_type": "unit"},
                intermediary=None,
                destination={"id": "lift1", "feature_type": "unit"},
            )
        ],
        "amenity": [
            feature("amenity", "info", dot(15, 16), "咨询台", category="information", unit_ids=["lobby"]),
            feature("amenity", "plant", dot(2, 16), category="pottedplant", unit_ids=["lobby"]),
        ],
        "anchor": [feature("anchor", "a1", dot(5, 4), address_id=None, unit_id="office")],
        "occupant": [feature("occupant", "who", None, "建管委", category="government", anchor_id="a1")],
        "kiosk": [feature("kiosk", "k1", box(24, 15, 25, 16), "自助机", level_id="l0", anchor_id=None)],
        "section": [feature("section", "s1", box(0, 0, 16, 8), "A 区", category="unspecified", level_id="l0")],
    }


def archive(features: dict[str, list[dict[str, Any]]], **extra: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("manifest.json", json.dumps({"version": "1.0.0", "language": "zh-Hans"}))
        for kind, found in features.items():
            file.writestr(f"{kind}.geojson", json.dumps({"type": "FeatureCollection", "name": kind, "features": found}))
        for name, body in extra.items():
            file.writestr(name, body)
    return packed.getvalue()


def taken(features: dict[str, list[dict[str, Any]]]) -> tuple[Plan, list[str]]:
    plan, notes = read_imdf(archive(features))
    return plan, [note.zh for note in notes]


@pytest.fixture(scope="module")
def read() -> tuple[Plan, list[str]]:
    return taken(building())


def named(plan: Plan, name: str) -> Any:
    return next(place for place in plan.places if place.name_zh == name)


def test_floors_rooms_and_names_are_there_in_metres(read: tuple[Plan, list[str]]):
    plan, _ = read
    assert (plan.name_zh, [(f.name_zh, f.level) for f in plan.floors]) == ("审批中心", [("一层", 1), ("二层", 2)])
    assert (round(plan.floors[0].width), round(plan.floors[0].depth)) == (30, 20)
    office = named(plan, "综合窗口")
    assert (office.kind, office.name_en, round(office.x, 1), round(office.y, 1)) == ("room", "unit office", 5.0, 4.0)
    assert [(round(x), round(y)) for x, y in office.outline] == [(0, 0), (10, 0), (10, 8), (0, 8)]
    kinds = {place.name_zh: place.kind for place in plan.places}
    assert kinds["洗手间"] == "toilet"
    assert (kinds["咨询台"], kinds["自助机"], kinds["A 区"], kinds["建管委"]) == ("desk", "kiosk", "zone", "room")
    assert named(plan, "后台").public is False


def test_one_can_walk_from_the_door_to_the_room_upstairs(read: tuple[Plan, list[str]]):
    plan, _ = read
    entrance = next(node for node in plan.nodes if node.kind == "entrance")
    walk = way(plan, entrance.id, named(plan, "会审室").id, step_free=True)
    assert walk is not None
    assert [door.staff_only for door in plan.doors] == [True], "the badge reader's"
    codes = {one.code for one in compile_plan(plan).refusals}
    assert not codes & {
        "dangling",
        "duplicate_id",
        "island",
        "way_zero",
        "unreachable",
        "no_step_free",
        "no_entrance",
        "place_nowhere",
        "climb_without_length",
    }, codes


def test_what_was_left_out_is_said(read: tuple[Plan, list[str]]):
    said = "\n".join(read[1])
    for what in ("unit · structure", "opening · automobile", "amenity · pottedplant", "电梯和楼梯的长度"):
        assert what in said


def test_a_building_that_holds_together_badly_is_still_read():
    features = building()
    features["unit"][1]["properties"]["level_id"] = "nowhere"
    features["relationship"][0]["properties"]["destination"] = None
    features["amenity"][0]["properties"]["unit_ids"] = ["nobody"]
    features["occupant"][0]["properties"]["anchor_id"] = None
    del features["venue"]
    plan, notes = taken(features)
    assert plan.name_zh == ""
    assert any("unit · office" in note for note in notes)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"PK",
        archive({}),
        archive({"level": []}),
        archive(building())[:2000],
        archive({"level": [feature("level", "l", None, ordinal=0)]}),
        archive({"level": [{"type": "Feature"}]}),
        archive({"level": [feature("level", "l", {"type": "Polygon"})]}),
        archive({"level": [feature("level", "l", {"type": "Polygon", "coordinates": [["x", "y"]]})]}),
        archive({"level": building()["level"]}, **{"unit.geojson": b"{"}),
        archive({"level": building()["level"]}, **{"unit.geojson": b'{"features": 7}'}),
        archive({"level": building()["level"]}, **{"unit.geojson": b'{"features": [null]}'}),
        archive({"level": [feature("level", "l", box(0, 0, 9, 9), ordinal="ground")]}),
        archive({"level": [feature("level", "l", box(0, 0, 9e9, 9), ordinal=0)]}),
    ],
)
def test_what_is_no_archive_is_refused_in_words(body: bytes):
    with pytest.raises(Problem) as refused:
        read_imdf(body)
    assert (refused.value.status, refused.value.code) == (422, "imdf")
    assert "IMDF" in refused.value.zh


def test_a_level_of_several_wings_is_as_wide_as_all_of_them_and_that_is_said():
    wings = [box(0, 0, 17, 10), box(51, 0, 60, 10), box(-51, 0, -42, 10)]
    whole = {"type": "MultiPolygon", "coordinates": [wing["coordinates"] for wing in wings]}
    found = {
        "level": [feature("level", "l0", whole, "一层", category="unspecified", ordinal=0)],
        "unit": [
            feature("unit", f"u{n}", wing, f"{n} 室", category="room", level_id="l0") for n, wing in enumerate(wings)
        ],
    }
    plan, notes = read_imdf(archive(found))
    (floor,) = plan.floors
    assert (floor.width, floor.depth) == (pytest.approx(111, abs=0.1), pytest.approx(10, abs=0.1))
    assert [round(place.x) for place in plan.places] == [60, 106, 4], "from the westernmost wall"
    assert any("3 块分开的轮廓" in note.zh for note in notes)


def test_a_room_in_two_parts_keeps_the_first_and_says_that_the_other_is_missing():
    found = building()
    parts = {
        "type": "MultiPolygon",
        "coordinates": [box(20, 0, 25, 8)["coordinates"], box(26, 0, 30, 8)["coordinates"]],
    }
    found["unit"].append(feature("unit", "two", parts, "两间", category="room", level_id="l0"))
    _, notes = read_imdf(archive(found))
    assert any("没有导入 1 个 unit · room（分开的另一块）" in note.zh for note in notes)


def test_what_lies_outside_its_floor_is_said():
    found = building()
    found["unit"].append(feature("unit", "far", box(-60, 0, -50, 8), "远处", category="room", level_id="l0"))
    _, notes = read_imdf(archive(found))
    assert any("1 处画在楼层轮廓外面" in note.zh for note in notes)
