"""The hall's word in parts: each with its own revision, asked for by what one has, told as soon as it is another."""

import threading
import time
from collections import ChainMap
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import pytest
import requests
from pydantic import BaseModel

from hall.contract.parts import LARGEST, SHAPES, PartsTold
from hall.contract.snapshot import Snapshot
from hall.stations import parts as hall_parts
from hall.stations import routes
from tests.hall.caller import Caller, House, enrolled, order, signed_in
from tests.support.founded import sample_running
from tests.support.house import PATIENCE, Manager


class Pad(BaseModel):
    text: str = ""


def ask(station: Caller, have: Mapping[str, str] | None = None, **more: Any) -> PartsTold:
    answer = station.post("/api/station/parts", {"have": dict(have or {}), **more})
    return PartsTold.model_validate_json(answer.raise_for_status().content)


def revisions(told: PartsTold) -> dict[str, str]:
    return {name: part.revision for name, part in told.parts.items()}


@pytest.fixture
def more(monkeypatch: pytest.MonkeyPatch):
    """Readers of rooms to come; the hall of this test tells their parts too."""
    extra: dict[str, hall_parts.PartReader] = {}
    monkeypatch.setattr(routes, "Parts", lambda kit, own: hall_parts.Parts(kit, ChainMap(extra, own)))
    return extra


def test_a_station_gets_only_what_it_has_not(house: House, station: Caller):
    whole = ask(station)
    assert set(whole.parts) == set(SHAPES)
    for name, part in whole.parts.items():
        SHAPES[name].model_validate(part.body)
    have = revisions(whole)
    assert ask(station, have).parts == {}, "a quiet hall says nothing"
    order(station, "visit-0001")
    told = ask(station, have)
    assert set(told.parts) == {"services"}, "a wait is not a reason to send the rest"
    assert told.parts["services"].body["services"][0]["waiting"] == 1


def test_what_an_older_station_is_told_whole_is_the_same(house: House, station: Caller):
    """An old kiosk with a new hall."""
    old = Snapshot.model_validate_json(station.get("/api/station/snapshot").raise_for_status().content)
    told = {name: SHAPES[name].model_validate(part.body) for name, part in ask(station).parts.items()}
    assert old.blocks == told["blocks"].blocks  # type: ignore[attr-defined]
    for name in ("alarm", "station", "hall", "services"):
        for field, value in told[name]:
            assert getattr(old, field) == value, field
    assert old.plan == told["plan"].revision  # type: ignore[attr-defined]


def test_a_revision_that_is_later_than_ours_is_only_another(house: House, station: Caller):
    """The hall was put back: what the station has is newer, and the hall's is taken."""
    have = revisions(ask(station))
    plan = have["plan"]
    assert plan.startswith("1-")
    assert set(ask(station, {**have, "plan": "9-later"}).parts) == {"plan"}
    assert set(ask(station, {**have, "plan": "1-another"}).parts) == {"plan"}, "one number, another content"


def test_what_the_hall_has_never_heard_of_is_no_matter(house: House, station: Caller):
    have = revisions(ask(station))
    assert ask(station, {**have, "horoscope": "12"}, treaty=99, whatever=[1]).parts == {}


def test_blocks_are_each_stations_own(house: House, station: Caller):
    other = enrolled(house, "自助机 ZZ-03")
    ours, theirs = (ask(one).parts["blocks"].body["blocks"] for one in (station, other))
    assert ours
    assert theirs
    assert {b["first"] for b in ours}.isdisjoint({b["first"] for b in theirs})
    have = revisions(ask(station))
    assert set(ask(other, have).parts) == {"station", "blocks"}, "what is not the station's own is the same for all"


@pytest.mark.says("hall.stations.parts", "the part cases cannot be read")
def test_a_broken_part_harms_no_other_and_is_said(
    more: dict[str, Any], station: Caller, caplog: pytest.LogCaptureFixture
):
    def broken(*_: object) -> BaseModel:
        raise RuntimeError("not today")

    more["cases"], more["experts"] = broken, lambda *_: Pad(text="all well")
    told = ask(station)
    assert told.failed == {"cases": "broken"}
    assert set(told.parts) == {*SHAPES, "experts"}
    assert ask(station, revisions(told), failed=told.failed).parts == {}
    assert ask(station, revisions(told)).failed == {"cases": "broken"}, "a station that has not heard it is told"
    assert [r.getMessage() for r in caplog.records if r.levelname == "ERROR"] == ["the part cases cannot be read"]


@pytest.mark.says("hall.stations.parts", "the part cases is larger than")
def test_a_part_that_is_too_large_harms_no_other_and_is_said(
    more: dict[str, Any], house: House, station: Caller, caplog
):
    more["cases"] = lambda *_: Pad(text="x" * (LARGEST + 1))
    told = ask(station)
    assert told.failed == {"cases": "too_large"}
    assert set(told.parts) == set(SHAPES)
    assert "larger than" in caplog.text


def test_large_parts_go_one_after_another_and_small_ones_first(more: dict[str, Any], station: Caller):
    more["cases"] = lambda *_: Pad(text="a" * (LARGEST - 100))
    more["experts"] = lambda *_: Pad(text="b" * (LARGEST - 100))
    first = ask(station)
    assert set(first.parts) == set(SHAPES)
    have = revisions(first)
    for _ in range(2):
        told = ask(station, have)
        assert len(told.parts) == 1
        have |= revisions(told)
    assert ask(station, have).parts == {}


def test_a_part_of_some_stations_only(more: dict[str, Any], house: House, station: Caller):
    """The grants of one station's doors."""
    more["cases"] = lambda _conn, station, _now: Pad(text=station) if station == "K002" else None
    first, second = station, enrolled(house, "自助机 ZZ-03")
    assert "cases" not in ask(first).parts
    assert ask(second).parts["cases"].body == {"text": "K002"}


def test_a_question_is_kept_open_until_there_is_something_to_tell(tmp_path):
    """A real hall: the wait of a number taken is told at once, and so is that one is a station no more."""
    with sample_running(tmp_path / "hall") as hall:
        manager = Manager(hall, "manager")
        code = manager._session.post(f"{hall.url}/api/stations/codes", data={"name": "自助机 ZZ-09"}, timeout=5).json()[
            "code"
        ]
        who = requests.post(f"{hall.url}/api/stations/enrol", json={"code": code}, timeout=5).json()
        auth = (who["station"], who["secret"])

        def post(path: str, body: dict[str, Any]) -> requests.Response:
            return requests.post(f"{hall.url}/api/station/{path}", json=body, auth=auth, timeout=30)

        have = {name: part["revision"] for name, part in post("parts", {}).json()["parts"].items()}
        have |= {name: part["revision"] for name, part in post("parts", {"have": have}).json()["parts"].items()}
        began = time.monotonic()
        assert post("parts", {"have": have, "wait": 0.5}).json()["parts"] == {}
        assert 0.4 < time.monotonic() - began < 3

        said: list[requests.Response] = []

        def held() -> threading.Thread:
            def ask() -> None:
                with suppress(requests.ConnectionError):  # it came after the hall had stopped
                    said.append(post("parts", {"have": have, "wait": 20}))

            asking = threading.Thread(target=ask)
            asking.start()
            return asking

        asking = held()
        post("tickets", {"key": "visit-0001", "service": "intake"}).raise_for_status()
        asking.join(PATIENCE)
        assert set(said[0].json()["parts"]) == {"services"}
        have |= {"services": said[0].json()["parts"]["services"]["revision"]}
        asking = held()
        manager._session.post(f"{hall.url}/api/stations/{who['station']}/retire", timeout=5)
        asking.join(PATIENCE)
        if said[1].ok:  # something else was told in the moment before
            said[1] = post("parts", {"have": have, "wait": 20})
        assert said[1].status_code == 401
        assert said[1].json()["code"] == "unknown_station"
        asking = held()
        assert hall.stop() < 5, "a question that is kept open holds no shutdown"
        asking.join(PATIENCE)


def test_an_alarm_is_told_first_of_all(house: House, station: Caller):
    have = revisions(ask(station))
    guard = signed_in(house, "security")
    guard.post("/api/evacuation/begin", {"mode": "drill"}).raise_for_status()
    told = ask(station, have)
    assert next(iter(told.parts)) == "alarm"
    assert told.parts["alarm"].body == {"alarm": "drill"}


def test_a_part_of_each_stations_own_is_written_once_for_each(more: dict[str, Any], house: House, station: Caller):
    """Two stations that ask by turns, each with rights of its own."""
    written: list[str] = []

    class Own(BaseModel):
        text: str

        def model_dump_json(self, **options: Any) -> str:
            written.append(self.text)
            return super().model_dump_json(**options)

    of_each: dict[str, Own] = {}
    more["cases"] = lambda conn, who, now: of_each.setdefault(who, Own(text=who))
    other = enrolled(house, "自助机 ZZ-04")
    first = [ask(one).parts["cases"].body["text"] for one in (station, other)]
    assert [ask(one).parts["cases"].body["text"] for one in (station, other)] == first
    assert sorted(written) == sorted(first)
    of_each[first[0]] = Own(text="another")
    assert [ask(one).parts["cases"].body["text"] for one in (station, other)] == ["another", first[1]]
    assert len(written) == 3
