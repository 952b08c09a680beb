"""Files that are small on the wire and large behind it: refused before they cost anything, off the event loop."""

import gc
import io
import json
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

from hall.kit.errors import Problem
from hall.plan.drawings import examined
from hall.plan.imdf import read_imdf
from hall.plan.routes import _read
from tests.hall.plan.test_imdf import box, degrees, dot, feature

LEVEL = feature("level", "l0", box(0, 0, 300, 300), "一层", category="unspecified", ordinal=0)


def zipped(files: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return held.getvalue()


def imdf(found: dict[str, list[Any]]) -> bytes:
    collections = {f"{kind}.geojson": json.dumps({"features": all_}).encode() for kind, all_ in found.items()}
    return zipped({"manifest.json": b"{}", **collections})


def rooms(count: int, across: int) -> dict[str, list[Any]]:
    """Rooms of six metres in rows, each with its door to the south."""
    corner = [(6 * (n % across), 6 * (n // across)) for n in range(count)]
    return {
        "level": [feature("level", "l0", box(0, 0, 6 * across, 6 * (count // across + 1)), "一层", ordinal=0)],
        "unit": [
            feature("unit", f"u{n}", box(x, y, x + 6, y + 6), "房间", category="room", level_id="l0")
            for n, (x, y) in enumerate(corner)
        ],
        "opening": [
            feature("opening", f"o{n}", dot(x + 3, y + 6), category="pedestrian", level_id="l0")
            for n, (x, y) in enumerate(corner)
        ],
    }


def one_large_wall() -> bytes:
    wall = feature(
        "unit", "u", {"type": "Polygon", "coordinates": [[degrees(0, 0), degrees(3, 3)] * 50_000]}, level_id="l0"
    )
    doors = [feature("opening", f"o{n}", dot(1, 1), category="pedestrian", level_id="l0") for n in range(2000)]
    return imdf(
        {"level": [LEVEL], "unit": [wall | {"properties": {"level_id": "l0", "category": "room"}}], "opening": doors}
    )


def all_on_one_spot() -> bytes:
    units = [feature("unit", f"u{n}", box(0, 0, 3, 3), category="room", level_id="l0") for n in range(2000)]
    doors = [feature("opening", f"o{n}", dot(1, 1), category="pedestrian", level_id="l0") for n in range(2000)]
    return imdf({"level": [LEVEL], "unit": units, "opening": doors})


def things_at_nodes() -> bytes:
    units = [feature("unit", f"u{n}", box(n, 0, n + 1, 1), category="room", level_id="l0") for n in range(4000)]
    things = [feature("kiosk", f"k{n}", box(0, 0, 1, 1), level_id="l0") for n in range(4000)]
    return imdf({"level": [LEVEL], "unit": units, "kiosk": things})


def levelled(**files: bytes) -> bytes:
    return zipped({"manifest.json": b"{}", "level.geojson": b"{}", **{f"{k}.geojson": v for k, v in files.items()}})


ARCHIVES: dict[str, Callable[[], bytes]] = {
    "zeros": lambda: levelled(unit=bytes(200_000_000)),
    "lists": lambda: levelled(unit=b'{"features":[' + b"[]," * 4_000_000 + b"[]]}"),
    "deep": lambda: levelled(unit=b"[" * 500_000),
    "many files": lambda: zipped({f"{n}": b"" for n in range(60_000)}),
    "numbers": lambda: levelled(unit=b'{"features":[' + b"1," * 4_000_000 + b"1]}"),
    "one large wall": one_large_wall,
    "all on one spot": all_on_one_spot,
    "things at nodes": things_at_nodes,
    "far": lambda: imdf(
        {"level": [LEVEL], "unit": [feature("unit", "u", box(0, 0, 1e7, 1e7), category="room", level_id="l0")]}
    ),
}


@pytest.mark.parametrize("name", ARCHIVES)
def test_an_archive_that_is_a_bomb_is_refused_early(name: str):
    body = ARCHIVES[name]()
    assert len(body) < 9_000_000, "a room takes 8 MB"
    gc.collect()
    gc.freeze()  # what thousands of tests before this one left is not walked at the archive's cost
    try:
        began = time.thread_time()
        with pytest.raises(Problem) as refused:
            read_imdf(body)
        took = time.thread_time() - began
    finally:
        gc.unfreeze()
    assert (refused.value.status, refused.value.code) == (422, "imdf")
    assert took < 1.0, f"{took:.2f} s of a core"
    tracemalloc.start()
    try:
        with pytest.raises(Problem):
            read_imdf(body)
        assert tracemalloc.get_traced_memory()[1] < 64 * 1024 * 1024
    finally:
        tracemalloc.stop()


def lying(method: int) -> bytes:
    """An archive that says of its level that it has a hundred bytes; there are two hundred million."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", method) as archive:
        archive.writestr("manifest.json", b"{}")
        archive.writestr("level.geojson", bytes(200_000_000))
    body = bytearray(held.getvalue())
    for mark, at in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        begins = body.rfind(mark)
        body[begins + at : begins + at + 4] = (100).to_bytes(4, "little")
    return bytes(body)


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_an_archive_that_lies_about_its_size_is_unpacked_no_further_than_it_says(method: int):
    """536 bytes of bzip2 are two hundred megabytes: at eight megabytes of it the hall would be gone."""
    body = lying(method)
    tracemalloc.start()
    try:
        began = time.thread_time()
        with pytest.raises(Problem):
            read_imdf(body)
        assert time.thread_time() - began < 0.5
        assert tracemalloc.get_traced_memory()[1] < 16 * 1024 * 1024
    finally:
        tracemalloc.stop()


ONES = b",".join([b"1"] * 4_000_000)
PLACE = b'"id":"a","kind":"room","x":1,"y":1,"name_zh":"a"'


@pytest.mark.parametrize(
    "body",
    [
        b'{"nodes":[' + b"{}," * 2_600_000 + b"{}]}",
        b"[" * 8_000_000,
        b'{"name_zh":"' + b"x" * 8_000_000 + b'"}',
        b'{"name_zh":"a","nodes":[' + ONES + b"]}",
        b'{"name_zh":"a","nodes":[' + ONES[:390_000] + b"]}",
        b'{"name_zh":"a","places":[{' + PLACE + b',"outline":[' + ONES[:390_000] + b"]}]}",
        b'{"name_zh":"a","places":[{' + PLACE + b',"services":[' + ONES[:390_000] + b"]}]}",
        b'{"name_zh":"a","ways":[{"open":[{"days":[' + b"9," * 390_000 + b"9]}]}]}",
        b"{" + b",".join(b'"k%d":1' % n for n in range(700_000)) + b"}",
    ],
    ids=["things", "deep", "a long name", "numbers", "nodes", "outline", "services", "days", "keys"],
)
def test_a_plan_that_is_a_bomb_is_refused_early(body: bytes):
    began = time.thread_time()
    with pytest.raises(Problem) as refused:
        _read(body)
    assert refused.value.status == 422
    assert time.thread_time() - began < 0.5


@pytest.mark.parametrize(
    "body",
    [
        b"<svg>" * 1_600_000,
        b'<svg width="1" height="1">' + b"<a>" * 1_000_000 + b"</a>" * 1_000_000 + b"</svg>",
        b"<!DOCTYPE svg [<!ATTLIST a " + b"".join(b'b%d CDATA "x" ' % n for n in range(3000)) + b">]>"
        b'<svg width="1" height="1">' + b"<a/>" * 100_000 + b"</svg>",
        b"<svg " + b" ".join(b'a%d=""' % n for n in range(600_000)) + b">",
        b'<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><svg>&b;</svg>',
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR" + b"\x7f\xff\xff\xff" * 2 + bytes(20),
    ],
    ids=["open", "deep", "attributes for all", "attributes", "entities", "pixels"],
)
def test_a_drawing_that_is_a_bomb_is_refused_early(body: bytes):
    began = time.thread_time()
    with pytest.raises(Problem):
        examined(body)
    assert time.thread_time() - began < 1.0


def test_what_is_declared_for_every_element_is_not_repeated_at_each():
    head = b'<!DOCTYPE svg [<!ATTLIST a b CDATA "' + b"x" * 2_000_000 + b'">]><svg width="1" height="1">'
    began = time.thread_time()
    assert examined(head + b"<a/>" * 300_000 + b"</svg>")[1:] == (1, 1)
    assert time.thread_time() - began < 1.0


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_plan_is_opened_as_windows_saves_it(encoding: str):
    plan, _ = _read('{"format":"onedoor-plan-1","name_zh":"大厅"}'.encode(encoding))
    assert plan.name_zh == "大厅"


def test_another_encoding_is_named():
    with pytest.raises(Problem, match="UTF-8") as refused:
        _read('{"format":"onedoor-plan-1","name_zh":"大厅"}'.encode("gb18030"))
    assert "另存为 UTF-8" in refused.value.zh


def test_a_centre_of_twelve_hundred_units_and_openings_is_read_in_a_moment():
    """It took 53 seconds."""
    body = imdf(rooms(1200, 40))
    began = time.thread_time()
    plan, _ = read_imdf(body)
    took = time.thread_time() - began
    assert took < 2.0, f"{took:.2f} s"
    assert len(plan.nodes) == 2400
    doors = {node.id for node in plan.nodes if node.kind != "junction"}
    between = [d for d in doors if sum(d in (way.a, way.b) for way in plan.ways) == 2]
    assert len(between) == 1160, "every door but those of the last row has a room on either side"
