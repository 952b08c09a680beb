"""After every start the stations page says how each device is, whatever was told of it before."""

import json
from pathlib import Path

import pytest

from tests.support.house import House, until

ALL_WELL = {"printer": (1, "[]"), "idcard": (1, "[]"), "scanner": (1, "[]")}


@pytest.fixture
def house(tmp_path: Path):
    with House(tmp_path) as house:
        yield house


def told(house: House) -> dict[str, tuple[int | None, str]]:
    return {row["device"]: (row["able"], row["reasons"]) for row in house.rows("stations_device")}


def test_what_was_unplugged_when_it_stopped_and_works_now_is_said_to_work(house: House):
    until("all well after the first start", lambda: told(house) == ALL_WELL)
    house.stop("bench")
    for device in ("idcard", "scanner"):
        until(f"{device} unplugged", lambda device=device: told(house)[device] == (0, json.dumps(["unplugged"])))
    house.stop("kiosk")
    house.start("bench", "devices", "bench", "--port", house.bench_url.rpartition(":")[2],
                "--dir", str(house.path / "bench"))  # fmt: skip
    house.start_kiosk()
    until("all well after the second", lambda: told(house) == ALL_WELL)

    house.stop("kiosk")
    house.environment["ONEDOOR_KIOSK_SCANNER"] = ""
    house.start_kiosk()
    without = {name: state for name, state in ALL_WELL.items() if name != "scanner"}
    until("a device that is no longer there is gone", lambda: told(house) == without)
