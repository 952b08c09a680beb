"""A kiosk's disk is copied and goes on from another machine; the press ends both, and says what cannot be believed."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

from tests.support.house import PATIENCE, House, Manager, Member, until
from tests.support.numbers import on_paper, second_kiosk, take_a_number


def test_after_the_press_a_copied_disk_gets_nowhere_and_its_visitor_reads_why(house: House, tmp_path: Path):
    assert take_a_number(house) == "A001"
    disk = tmp_path / "second" / "kiosk"
    house.stop("kiosk")
    shutil.copytree(house.path / "kiosk", disk)
    guard = Member(house, "security")
    began = datetime.fromtimestamp(house.rows("stations_station")[0]["enrolled_at"] // 1_000_000, UTC)
    pressed = guard.call("POST", "/api/stations/K001/stolen", since=began.isoformat(), reason="夜里被人搬走")
    assert pressed == {"stolen": True}
    with second_kiosk(house, tmp_path / "second") as second:
        second.visitor.sees("OutOfServiceView", "这台自助机已在大厅停用")
        assert on_paper(second) == {}
        cards = until("it was heard", lambda: _heard(guard))
        assert any("A001" in line for line in cards[0]["lines"])
        assert any("今天 A701–A720" in line for line in cards[0]["lines"])
    assert list(house.tickets()) == ["A001"]
    assert "Traceback" not in second.log("kiosk")
    code = Manager(house, "manager")._session.post(
        f"{house.hall_url}/api/stations/codes", data={"name": "自助机 ZZ-01"}, timeout=PATIENCE
    )
    assert code.ok, "the manager alone lifts it, by enrolling anew"


def _heard(guard: Member) -> list[dict]:
    cards = guard._session.get(f"{guard._url}/api/stations/stolen", timeout=PATIENCE).json()
    return cards if any("已拒绝" in line for line in cards[0]["lines"]) else []
