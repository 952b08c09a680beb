"""An evacuation that was pressed reaches the kiosks while the database is away, as it reaches the glass."""

from collections.abc import Callable
from typing import Any

import pytest

from hall.kit.errors import storage_failed
from tests.hall.caller import House, enrolled, signed_in


@pytest.fixture
def away(house: House, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """From here on the database answers nobody."""

    def refused(*_: Any, **__: Any) -> Any:
        raise storage_failed()

    def go() -> None:
        monkeypatch.setattr(house.db, "look", refused)
        monkeypatch.setattr(house.db.writer, "submit", refused)

    return go


def parts(station: Any, have: dict[str, str]) -> tuple[int, dict[str, Any]]:
    answer = station.post("/api/station/parts", {"have": have, "wait": 0})
    return answer.status_code, answer.json().get("parts", {})


def test_a_kiosk_that_was_heard_a_moment_before_is_told_at_once(house: House, away: Callable[[], None]):
    station, guard = enrolled(house), signed_in(house, "security")
    _, told = parts(station, {})
    have = {name: one["revision"] for name, one in told.items()}
    guard.get("/evacuation")
    away()
    assert parts(station, have)[0] == 503, "nothing is pressed: it waits like everybody"
    assert guard.post("/api/evacuation/begin", {"mode": "evacuation"}).json() == {"alarm": None}
    status, told = parts(station, have)
    assert (status, told["alarm"]["body"], set(told)) == (200, {"alarm": "evacuation"}, {"alarm"})
    have["alarm"] = told["alarm"]["revision"]
    assert parts(station, have)[0] == 503, "it knows, and there is nothing else to tell"
    assert station.post("/api/station/tickets", {"key": "visit-0001", "service": "intake"}).status_code == 503
    stranger = house.caller(auth=("K001", "not its secret"))
    assert parts(stranger, {})[0] in (401, 503)
