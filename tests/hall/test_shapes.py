"""Every body that the hall takes, made from its own shape with values at the edges: years 1 and 9999, 2⁶³, a hundred
thousand letters, half characters, NUL. Half of what is sent fits its shape to the letter, so that it comes through to
the rooms and to the database. A sentence always, never a broken hall, and never a slow one."""

import json
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, NamedTuple
from urllib.parse import urlencode

import pytest
from fastapi.params import Form
from fastapi.routing import APIRoute
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from hall.accounts import STATION, Staff
from hall.accounts.permits import each_route, permit_of
from hall.contract.report import ReportBatch
from tests.hall.caller import Caller, House, enrolled, signed_in
from tests.support.thorough import examples

UNHURRIED = [HealthCheck.too_slow, HealthCheck.data_too_large]
SLOW = timedelta(seconds=2)
"""Of the processor, for one answer; the whole description of the interface takes half a second on a busy machine."""

INSTANTS = ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-11-24T09:00:00.123456789+08:00",
            "2026-11-24T09:00:00Z", "1969-12-31T23:59:59Z")  # fmt: skip
DAYS = ("0001-01-01", "9999-12-31", "2026-11-24", "2024-02-29")
TEXTS = ("", "x", "长" * 100_000, "\ud800", "a\udfffb", "\0", "‮⁦", "x" * 65536, "😀" * 1000, "0" * 400, "１２３", "%00")
WHOLE = (0, 1, -1, 2**31 - 1, 2**31, 2**53 + 1, 2**63 - 1, -(2**63), 2**63, 2**70, 10**400)
BROKEN = (0.0, -0.0, 1e308, -1e308, 5e-324, 1e-9, 60.5)
ANYTHING: SearchStrategy[Any] = st.sampled_from(
    (*TEXTS[:6], *WHOLE, float("nan"), float("inf"), None, True, [], {}, [[]], {"\udfff": 1}, {"": {}})
)
DEEP = '{"a":' * 900 + "1" + "}" * 900
PLACES = ("1", str(2**63 - 1), str(2**63), str(2**70), "-1", "x", "%00", "%F0%9F%98%80", "..%2f..", "长" * 200)
"""Where an address has a variable. Nobody's name."""

APART = {"/sign-in", "/sign-out", "/account"}
"""They end the session of who asks, or take argon2's time: ``test_accounts.py``, ``test_attempts.py``."""


class Entry(NamedTuple):
    method: str
    path: str
    who: str
    shape: dict[str, Any] | None
    form: bool
    names: tuple[str, ...]
    """Of its query."""


def made(shape: dict[str, Any], defs: dict[str, Any], depth: int = 0) -> SearchStrategy[Any]:
    """What fits the shape to the letter, at its edges."""
    if "$ref" in shape:
        return made(defs[shape["$ref"].rpartition("/")[2]], defs, depth)
    if options := shape.get("anyOf") or shape.get("oneOf"):
        return st.one_of([made(one, defs, depth) for one in options])
    if "const" in shape:
        return st.just(shape["const"])
    if "enum" in shape:
        return st.sampled_from(shape["enum"])
    kinds = {"string": _text, "integer": _number, "number": _number, "array": _list, "object": _object}
    kind = shape.get("type")
    if kind in kinds:
        return kinds[kind](shape, defs, depth)
    return {"boolean": st.booleans(), "null": st.none()}.get(str(kind), ANYTHING)


def _text(shape: dict[str, Any], _defs: dict[str, Any], _depth: int) -> SearchStrategy[str]:
    if "format" in shape:
        return st.sampled_from(DAYS if shape["format"] == "date" else INSTANTS)
    least, most = shape.get("minLength", 0), shape.get("maxLength", 100_000)
    if "pattern" in shape:
        return st.from_regex(shape["pattern"], fullmatch=True).map(lambda text: text[:most].rstrip("\n"))
    fits = [text[:most].ljust(least, "x") for text in TEXTS]
    return st.sampled_from(fits)


def _number(shape: dict[str, Any], _defs: dict[str, Any], _depth: int) -> SearchStrategy[float]:
    low = shape.get("minimum", shape.get("exclusiveMinimum", -(2**70)))
    high = shape.get("maximum", shape.get("exclusiveMaximum", 2**70))
    edges = (*WHOLE, low, high, low + 1, high - 1, *(BROKEN if shape["type"] == "number" else ()))
    return st.sampled_from([one for one in edges if low <= one <= high])


def _list(shape: dict[str, Any], defs: dict[str, Any], depth: int) -> SearchStrategy[list[Any]]:
    least, most = shape.get("minItems", 0), shape.get("maxItems", 3)
    if "prefixItems" in shape:
        return st.tuples(*(made(one, defs, depth + 1) for one in shape["prefixItems"])).map(list)
    if depth > 5:
        return st.just([])
    return st.lists(made(shape.get("items", {}), defs, depth + 1), min_size=least, max_size=max(least, min(most, 3)))


def _object(shape: dict[str, Any], defs: dict[str, Any], depth: int) -> SearchStrategy[dict[str, Any]]:
    if "properties" not in shape:
        return st.dictionaries(st.sampled_from(TEXTS[:6]), ANYTHING, max_size=2)
    needed = set(shape.get("required", ()))
    fields = {name: made(one, defs, depth + 1) for name, one in shape["properties"].items()}
    return st.fixed_dictionaries(
        {name: one for name, one in fields.items() if name in needed},
        optional={name: one for name, one in fields.items() if name not in needed},
    )


@st.composite
def bent(draw: st.DrawFn, fits: SearchStrategy[Any]) -> Any:
    """What fits, but for one place of it."""
    whole = draw(fits)
    inner = whole
    while isinstance(inner, dict) and inner:
        key = draw(st.sampled_from(sorted(inner)))
        if not isinstance(inner[key], dict) or draw(st.booleans()):
            inner[key] = draw(ANYTHING)
            return whole
        inner = inner[key]
    return draw(ANYTHING)


def bodies(entry: Entry) -> SearchStrategy[str]:
    assert entry.shape is not None
    fits = made(entry.shape, entry.shape.get("$defs", {}))
    if entry.form:
        return fits.map(lambda said: urlencode({k: str(v) for k, v in said.items()}, errors="surrogatepass"))
    return st.one_of(fits.map(json.dumps), bent(fits).map(json.dumps), st.just(DEEP))


def entries(house: House) -> Iterator[Entry]:
    for route in each_route(house.app.routes):
        assert isinstance(route, APIRoute)
        permit = permit_of(route.endpoint)
        who = "anybody"
        if permit is STATION:
            who = "station"
        elif isinstance(permit, Staff):
            who = next(one for one in ("manager", "security", "admin", "clerk", "auditor") if one in permit.roles)
        body: Any = route.body_field.field_info.annotation if route.body_field else None
        shape = body.model_json_schema() if hasattr(body, "model_json_schema") else None
        if route.path == "/api/station/reports":
            shape = ReportBatch.model_json_schema()
        form = any(isinstance(one.field_info, Form) for one in route.dependant.body_params)
        names = tuple(one.alias for one in route.dependant.query_params)
        for method in sorted((route.methods or set()) - {"HEAD"}):
            yield Entry(method, route.path, who, shape, form, names)


@st.composite
def asked(draw: st.DrawFn, entry: Entry) -> tuple[str, str]:
    """Address and body."""
    path = entry.path
    while "{" in path:
        before, _, rest = path.partition("{")
        path = before + draw(st.sampled_from(PLACES)) + rest.partition("}")[2]
    said = {
        name: draw(st.sampled_from((*TEXTS[:2], *TEXTS[3:7], *INSTANTS, *DAYS, *map(str, WHOLE[:-1]))))
        for name in entry.names
    }
    query = urlencode(said, errors="surrogatepass")
    return f"{path}?{query}" if query else path, draw(bodies(entry)) if entry.shape else ""


@pytest.fixture(scope="module")
def callers(refusing: House) -> dict[str, Caller]:
    staff = {role: signed_in(refusing, login) for role, login in
             (("clerk", "clerk1"), *((one, one) for one in ("manager", "security", "admin", "auditor")))}  # fmt: skip
    return {"anybody": refusing.caller(), "station": enrolled(refusing)} | staff


def unbounded(shape: Any, where: str = "") -> Iterator[str]:
    """Texts without a longest, and whole numbers without a largest."""
    if isinstance(shape, dict):
        kind = shape.get("type")
        if kind == "string" and not {"maxLength", "pattern", "format", "enum", "const"} & set(shape):
            yield f"{where}: a text"
        if kind == "integer" and not {"maximum", "exclusiveMaximum", "enum", "const"} & set(shape):
            yield f"{where}: a number"
        for name, inner in shape.items():
            yield from unbounded(inner, f"{where}.{name}" if isinstance(inner, dict) else where)
    elif isinstance(shape, list):
        for one in shape:
            yield from unbounded(one, where)


def test_every_field_of_every_body_has_bounds(refusing: House):
    """Whoever adds a body bounds it. Reports are read leniently, each by itself, and cut where they are kept."""
    bodies = [one for one in entries(refusing) if one.path != "/api/station/reports"]
    assert {one.path: found for one in bodies if (found := list(unbounded(one.shape)))} == {}


def test_whatever_is_sent_anywhere_is_answered_in_words_and_soon(refusing: House, callers: dict[str, Caller]):
    table = [one for one in entries(refusing) if one.path not in APART and not one.path.endswith("/stream")]
    assert len({one.path for one in table}) > 100
    tried = set()

    def ask(entry: Entry, said: tuple[str, str]) -> None:
        path, body = said
        kind = "application/x-www-form-urlencoded" if entry.form else "application/json"
        began = time.process_time()
        answer = callers[entry.who].request(
            entry.method, path, content=body.encode("utf-8", "surrogatepass"), headers={"Content-Type": kind}
        )
        took = time.process_time() - began
        tried.add(entry.path)
        what = (entry.method, path[:200], body[:300], answer.status_code, answer.text[:200])
        assert answer.status_code < 500 or answer.json()["code"] not in ("internal", "storage_failed"), what
        assert took < SLOW.total_seconds(), (took, *what)

    for entry in table:
        times = examples(6 if entry.shape else 1)

        @settings(max_examples=times, deadline=None, suppress_health_check=UNHURRIED, database=None, derandomize=True)
        @given(said=asked(entry))
        def answers(said: tuple[str, str]) -> None:
            ask(entry, said)  # noqa: B023 – asked at once

        answers()
    assert len(tried) == len({one.path for one in table})
