"""What no field holds, in every field of every body that the hall takes: a sentence, never a broken hall."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.routing import APIRoute

from tests.hall.caller import Caller, House, enrolled, signed_in

NASTY = {
    "a number of 70 bits": str(2**70),
    "one below": str(-(2**70)),
    "a number of a thousand digits": "9" * 1000,
    "infinite": "1e999",
    "NaN": "NaN",
    "half a character": '"\\ud800"',
    "NUL": '"\\u0000"',
    "long": json.dumps("x" * 100_000),
    "deep": "[" * 3000 + "]" * 3000,
    "nothing": "null",
    "a list": "[[]]",
    "an object": '{"\\udfff": 1}',
}


def bodies(route: APIRoute) -> Iterator[str]:
    """Every field of the body in turn, the others as good as their kind allows."""
    shape: Any = route.body_field.field_info.annotation if route.body_field else None
    schema = shape.model_json_schema() if hasattr(shape, "model_json_schema") else {}
    properties = schema.get("properties", {})
    good = {
        name: {"integer": 1, "boolean": True, "array": [], "object": {}}.get(one.get("type"), "x")
        for name, one in properties.items()
    }
    for name in properties:
        for nasty in NASTY.values():
            rest = {key: value for key, value in good.items() if key != name}
            yield f"{json.dumps(rest)[:-1]}{', ' if rest else ''}{json.dumps(name)}: {nasty}}}"
    yield from NASTY.values()


def routes(house: House) -> list[tuple[str, str, APIRoute]]:
    return [
        (method, route.path, route)
        for room in house.app.state.rooms
        for route in room.router.routes
        if isinstance(route, APIRoute)
        for method in sorted((route.methods or set()) - {"HEAD"})
    ]


@pytest.mark.parametrize("who", ["station", "clerk1", "manager", "admin"])
def test_every_body_of_every_route(refusing: House, who: str):
    caller: Caller = enrolled(refusing) if who == "station" else signed_in(refusing, who)
    broken = set()
    for method, path, route in routes(refusing):
        at = path
        if "stream" in path or method == "GET" or path in ("/sign-out", "/sign-in"):
            continue
        for name in route.param_convertors:
            at = at.replace("{" + name + "}", str(2**70)).replace("{" + name + ":path}", "x")
        for body in bodies(route) if route.body_field is not None else ("{}",):
            answer = caller.request(method, at, content=body.encode(), headers={"Content-Type": "application/json"})
            if answer.status_code >= 500 and answer.json()["code"] in ("internal", "storage_failed"):
                broken.add((method, at, body[:80], answer.text[:80]))
    assert not broken


@pytest.mark.parametrize("nasty", list(NASTY.values()), ids=list(NASTY))
def test_every_report(refusing: House, nasty: str):
    station = enrolled(refusing)
    kinds = ("ticket_taken", "paper", "device", "help", "fire_contact", "alarm_line", "started", "clock", "?")
    fields = (
        "ticket",
        "key",
        "copy_no",
        "device",
        "reasons",
        "screen",
        "since",
        "address",
        "version",
        "seconds",
        "more",
    )
    for n, kind in enumerate(kinds, 1):
        told = ",".join(f'"{name}": {nasty}' for name in fields)
        report = f'{{"seq": {n}, "at": "2026-11-24T09:00:00+08:00", "body": {{"kind": "{kind}", {told}}}}}'
        one = [
            f'{{"seq": {n}, "at": "2026-11-24T09:00:00+08:00", "body": {{"kind": "{kind}", "{name}": {nasty}}}}}'
            for name in fields
        ]
        for text in (report, *one):
            answer = station.post("/api/station/reports", content=f'{{"reports": [{text}]}}'.encode())
            assert answer.status_code < 500, (text[:200], answer.text)
