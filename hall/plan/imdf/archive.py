"""The archive: a zip of ``manifest.json`` and one GeoJSON FeatureCollection a feature type (OGC 20-094, 2.1)."""

import io
import json
import zipfile
import zlib
from dataclasses import dataclass
from math import cos, radians
from typing import Any

from hall.kit.errors import Problem

TYPES = ("amenity", "anchor", "kiosk", "level", "occupant", "opening", "relationship", "section", "unit", "venue")
"""Feature types that a plan can hold. Address, building, detail, fixture, footprint and geofence draw no way."""
LARGEST = 16 * 1024 * 1024
"""Bytes unpacked, in all: a shopping centre of 1,200 units has one or two."""
MOST_FILES = 256
MOST_VALUES = 600_000
"""Commas and brackets in all: what Python holds of an archive, at 64 bytes a list, stays under 64 MB."""
MOST = 5_000
"""Features of one type."""
METRES_A_DEGREE = 111_320.0
"""Of latitude; good to some centimetres across a building."""

DEPTHS = {"Point": 0, "LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}
"""Of coordinates within coordinates."""

Point = tuple[float, float]


@dataclass(frozen=True)
class Feature:
    """``points``: of its outline, its line, or its one point, in metres, x right (east), y down (south), from the
    venue's north-west corner. ``parts``: the outlines of all its parts, of a level of several wings."""

    id: str
    type: str
    category: str
    name_zh: str
    name_en: str
    points: tuple[Point, ...]
    parts: tuple[tuple[Point, ...], ...]
    properties: dict[str, Any]

    @property
    def middle(self) -> Point:
        points = self.points[:-1] if len(self.points) > 2 and self.points[0] == self.points[-1] else self.points
        return sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points)


def read_archive(body: bytes) -> dict[str, list[Feature]]:
    """Features by type. Raises :class:`Problem` if this is no IMDF archive, and what Python raises for a feature that
    is not shaped as IMDF demands."""
    if body.count(b"PK\x01\x02") > MOST_FILES:  # before zipfile makes an object of each
        raise unreadable("文件太多", "it holds too many files")
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            if sum(info.file_size for info in archive.infolist()) > LARGEST:
                raise unreadable("解压后太大", "it is too large unpacked")
            names = {name.rpartition("/")[2]: name for name in archive.namelist()}
            if "manifest.json" not in names or "level.geojson" not in names:
                raise unreadable("缺少 manifest.json 或 level.geojson", "manifest.json or level.geojson is missing")
            texts = {kind: _unpacked(archive, names[f"{kind}.geojson"]) for kind in TYPES if f"{kind}.geojson" in names}
    except (
        zipfile.BadZipFile,
        EOFError,
        zlib.error,
        NotImplementedError,
        RuntimeError,
        OSError,
    ) as error:
        raise unreadable("压缩包或其中的文件已损坏", "the archive or a file in it is damaged") from error
    if sum(text.count(mark) for text in texts.values() for mark in (b",", b"[", b"{")) > MOST_VALUES:
        raise unreadable("内容太多", "there is too much in it")
    try:
        return _placed({kind: _collection(texts[kind]) if kind in texts else [] for kind in TYPES})
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise unreadable("压缩包或其中的文件已损坏", "the archive or a file in it is damaged") from error


def _unpacked(archive: zipfile.ZipFile, name: str) -> bytes:
    """No more than the archive says: what it says of a file's size is believed by nobody. Only the two methods that are
    unpacked bit by bit (the others give all at once, whatever is asked for)."""
    info = archive.getinfo(name)
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise unreadable("压缩方法不是通用的 Deflate", "it is packed by another method than Deflate")
    text = bytearray()
    with archive.open(info) as file:
        while piece := file.read(65536):
            text += piece
    if len(text) != info.file_size:
        raise unreadable("压缩包或其中的文件已损坏", "the archive or a file in it is damaged")
    return bytes(text)


def _collection(text: bytes) -> list[dict[str, Any]]:
    features = json.loads(text)["features"]
    if not isinstance(features, list) or len(features) > MOST:
        raise unreadable("要素太多或不是列表", "there are too many features, or no list of them")
    return features


def _placed(found: dict[str, list[dict[str, Any]]]) -> dict[str, list[Feature]]:
    corners = [point for feature in found["level"] for part in _parts(feature) for point in part]
    if not corners:
        raise unreadable("没有楼层轮廓", "no level has an outline")
    west, north = min(x for x, _ in corners), max(y for _, y in corners)
    across = METRES_A_DEGREE * cos(radians(north))

    def metres(point: Point) -> Point:
        return round((point[0] - west) * across, 2), round((north - point[1]) * METRES_A_DEGREE, 2)

    return {
        kind: [_feature(kind, one, [tuple(map(metres, part)) for part in _parts(one)]) for one in features]
        for kind, features in found.items()
    }


def _feature(kind: str, raw: dict[str, Any], parts: list[tuple[Point, ...]]) -> Feature:
    properties = dict(raw.get("properties") or {})
    labels = properties.get("name") or {}
    zh = next((text for tag, text in labels.items() if tag.lower().startswith("zh")), "")
    en = next((text for tag, text in labels.items() if tag.lower().startswith("en")), "")
    first = next(iter(labels.values()), "")
    return Feature(
        str(raw["id"]),
        kind,
        str(properties.get("category") or ""),
        str(zh or first)[:400],
        str(en)[:400],
        parts[0] if parts else (),
        tuple(parts),
        properties,
    )


def _parts(raw: dict[str, Any]) -> list[list[Point]]:
    """The outer ring of each polygon; holes do not matter to people who walk."""
    geometry = raw.get("geometry") or {}
    found = geometry.get("coordinates") or []
    depth = DEPTHS.get(str(geometry.get("type")), -1)
    if depth < 0 or not found:
        return []
    parts = {0: [[found]], 1: [found], 2: [found[0]] if geometry["type"] == "Polygon" else found, 3: found}[depth]
    rings = [part[0] for part in parts] if depth == 3 else parts
    return [[(float(point[0]), float(point[1])) for point in ring] for ring in rings]


def unreadable(zh: str, en: str) -> Problem:
    return Problem(422, "imdf", f"这不是能读的 IMDF 文件：{zh}。", f"This IMDF archive cannot be read: {en}.")
