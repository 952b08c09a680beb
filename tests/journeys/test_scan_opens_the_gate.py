"""A pass is shown at the kiosk beside a gate: decided and written there, the gate opens, the way is shown and printed;
once, by this hall's pass alone, and with the hall away as long as the appointment is believed."""

import json
import re
import signal
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from hall.contract.passes import Claims, signed
from tests.support.house import House, until, with_gate
from tests.support.memory_rounds import wrong_by
from tests.support.passes import pass_codes
from tests.support.threshold import enters, shows


@pytest.fixture
def house(tmp_path: Path):
    with House(tmp_path, environment=with_gate(tmp_path)) as house:
        house.visitor.sees("AttractView", "您好")
        until("the gate watched", lambda: "gate" in house.devices(able=True))
        until("the hall's word of the doors", lambda: _doors(house))
        yield house


def _doors(house: House) -> bool:
    return bool(house.kept_by_kiosk("SELECT count(*) FROM parts WHERE name = 'grants' AND body LIKE '%gate1%'"))


def told(house: House) -> list[dict[str, Any]]:
    """Entries and passages as the hall has them."""
    rows = sorted(house.rows("stations_report"), key=lambda row: row["seq"])
    return [json.loads(row["body"]) for row in rows if row["kind"] in ("entry", "passage", "door")]


def causes(house: House) -> list[str]:
    return [body["cause"] for body in told(house) if body["kind"] == "entry"]


def became(house: House) -> list[str]:
    return [body["became"] for body in told(house) if body["kind"] == "passage"]


def test_scan_opens_the_gate(house: House):
    party, wheelchair = pass_codes(house.path / "hall")
    visitor = house.visitor
    enters(house, wheelchair, "请进", "联合会审室")
    until(
        "the slip with the way", lambda: any("联合会审室" in line for paper in house.papers() for line in paper["text"])
    )
    visitor.sees("EntryView", "路线已打印")
    until("what was told", lambda: "passed" in became(house))
    entry = next(body for body in told(house) if body["kind"] == "entry")
    assert (entry["admitted"], entry["door"], entry["shown"], entry["zh"]) == (True, "gate1", "pass", "请进")
    assert not re.search("样例", json.dumps(entry, ensure_ascii=False)), "nobody's name, nor a firm's"

    # the same pass once more, and one of another hall
    visitor.touch("done")
    visitor.sees("AttractView")
    shows(house, wheelchair, "通行码已经用过一次", "求助")
    now = datetime.now(UTC)
    other = signed(Claims("onedoor-00000000", "pass", b"stranger", now, now + timedelta(hours=1)), "01", bytes(32))
    shows(house, other, "这是其他大厅的通行码")
    until("what was told", lambda: list(dict.fromkeys(causes(house))) == ["granted", "used", "code_other_hall"])
    assert became(house)[-2:] == ["released", "passed"]
    assert became(house).count("passed") == 1

    # a party goes in one by one, the hall away
    house.stop("hall", signal.SIGKILL)
    visitor.touch("home")
    for _ in range(3):
        enters(house, party)
        visitor.touch("done")
    shows(house, party, "通行码已经用过一次")
    house.start_hall()
    until("what was told late", lambda: became(house).count("passed") == 4 and causes(house)[-1] == "used")
    seqs = [row["seq"] for row in house.rows("stations_report")]
    assert sorted(seqs) == list(range(1, len(seqs) + 1)), "no hole, none doubled"


def test_the_hall_is_away_for_a_day(house: House):
    """The kiosk starts again without it, under clocks that are wrong: an appointment is believed up to its own bound,
    and a pass that was used stays used."""
    party, wheelchair = pass_codes(house.path / "hall")
    enters(house, wheelchair)
    house.stop("hall", signal.SIGKILL)

    def starts_again(days: float) -> None:
        house.stop("kiosk", signal.SIGKILL)
        house.environment |= wrong_by(days, house.path)
        house.start_kiosk()
        house.visitor.sees("AttractView", "您好")

    starts_again(-1)
    shows(house, wheelchair, "已经用过一次")
    enters(house, party)
    starts_again(3 / 24)
    shows(house, party, "大厅网络中断")
    starts_again(1)
    shows(house, party, "到期")
    shows(house, wheelchair, "到期")
