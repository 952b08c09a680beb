"""A station's requests are signed: nothing can be changed, asked of another path, later, or again."""

from pathlib import Path

import pytest

from hall.contract.signed import Asked, public_of, read, signed
from tests.hall.caller import Caller, House, _code, found_house, open_house

KEY = bytes(range(32))


@pytest.fixture
def signing(house: House) -> Caller:
    code = house.write(lambda tx: _code(tx, "一"))
    told = house.caller().post("/api/stations/enrol", {"code": code, "key": public_of(KEY)}).raise_for_status().json()
    assert (told["station"], told["secret"]) == ("K001", "")
    return house.caller()


def header(house: House, path: str, body: bytes = b"", method: str = "GET", late: float = 0, **more: str) -> dict:
    at = round(house.hands.at.timestamp() * 1000 + late * 1000)
    asked = Asked(more.get("station", "K001"), method, path, body)
    nonce = more.get("nonce", f"nonce-{at}-{path[-8:].replace('/', '_')}")
    return {"Authorization": signed(KEY, asked, at, nonce), "content-type": "application/json"}


def ask(caller: Caller, headers: dict, path: str, body: bytes = b"", method: str = "GET") -> tuple[int, str]:
    answer = caller.request(method, path, content=body, headers=headers)
    return answer.status_code, answer.json().get("code", "")


SNAPSHOT, ORDER = "/api/station/snapshot", b'{"key":"visit-0001","service":"intake"}'


def test_a_signed_request_is_answered_once(house: House, signing: Caller):
    said = header(house, "/api/station/tickets", ORDER, "POST")
    assert ask(signing, said, "/api/station/tickets", ORDER, "POST") == (200, "")
    assert ask(signing, said, "/api/station/tickets", ORDER, "POST") == (401, "asked_before")


def test_what_was_changed_on_the_way_is_refused(house: House, signing: Caller):
    said = header(house, "/api/station/tickets", ORDER, "POST")
    other = ORDER.replace(b"0001", b"0002")
    unknown = (401, "unknown_station")
    assert ask(signing, said, "/api/station/tickets", other, "POST") == unknown
    assert ask(signing, said, "/api/station/numbers", ORDER, "POST") == unknown
    assert ask(signing, said, "/api/station/tickets?a=1", ORDER, "POST") == unknown
    assert ask(signing, header(house, SNAPSHOT, station="K002"), SNAPSHOT) == unknown
    for broken in ("OneDoor", "OneDoor K001 1 x y", said["Authorization"][:-1], said["Authorization"] + "A"):
        assert ask(signing, said | {"Authorization": broken}, "/api/station/tickets", ORDER, "POST") == unknown


def test_it_is_good_for_a_minute_by_the_halls_clock_which_is_told(house: House, signing: Caller):
    for late in (-61, 61, 10 * 86400, -10 * 86400):
        answer = signing.get(SNAPSHOT, headers=header(house, SNAPSHOT, late=late))
        assert answer.json()["code"] == "wrong_moment"
        assert abs(int(answer.headers["OneDoor-Now"]) - house.hands.at.timestamp() * 1000) < 10
    assert ask(signing, header(house, SNAPSHOT, late=59), SNAPSHOT)[0] == 200
    said = header(house, SNAPSHOT)
    house.hands.move(minutes=2)
    assert ask(signing, said, SNAPSHOT) == (401, "wrong_moment")


def test_a_secret_of_old_does_not_open_a_station_that_signs(house: House, signing: Caller):
    for secret in ("", "K001"):
        assert house.caller(auth=("K001", secret)).get(SNAPSHOT).status_code == 401


def test_the_hall_started_again_still_knows_what_was_asked(tmp_path: Path):
    house = found_house(tmp_path / "hall")
    code = house.write(lambda tx: _code(tx, "一"))
    house.caller().post("/api/stations/enrol", {"code": code, "key": public_of(KEY)}).raise_for_status()
    said = header(house, SNAPSHOT)
    assert ask(house.caller(), said, SNAPSHOT)[0] == 200
    house.close()
    again = open_house(tmp_path / "hall", {})
    again.hands.at = house.hands.at
    try:
        assert ask(again.caller(), said, SNAPSHOT) == (401, "asked_before")
        again.hands.move(minutes=10)
        assert ask(again.caller(), header(again, SNAPSHOT), SNAPSHOT)[0] == 200
        assert len(list((tmp_path / "hall" / "nonces").iterdir())) == 1, "what is too old to count is forgotten"
    finally:
        again.close()


def test_a_full_disk_does_not_stop_the_stations(house: House, signing: Caller, monkeypatch: pytest.MonkeyPatch):
    (house.app.state.kit.settings.data_dir / "nonces").write_text("no folder can be made here")
    said = header(house, SNAPSHOT)
    assert ask(signing, said, SNAPSHOT)[0] == 200
    assert ask(signing, said, SNAPSHOT) == (401, "asked_before")


def test_the_header_is_read_strictly():
    asked = Asked("K001", "GET", "/", b"")
    good = signed(KEY, asked, 5, "n" * 22)
    assert read(good) is not None
    assert all(read(bad) is None for bad in (good + "\n", good.replace(" ", "  "), good.lower(), "", "OneDoor " * 40))
