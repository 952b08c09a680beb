"""What is kept long enough is forgotten, and no sooner."""

from typing import Any

import pytest
from sqlalchemy import func, select

from hall.audit.store import line
from hall.contract.ids import subject_of
from hall.queue.store import ticket
from hall.retention import service
from hall.stations.store import help_call, report
from tests.hall.caller import Caller, House, order
from tests.hall.caller import report as said


def night(house: House) -> None:
    (room,) = (room for room in house.app.state.rooms if room.name == "retention")
    house.loop.run(room.keep())


def count(house: House, table: Any, *where: Any) -> int:
    return house.db.look(lambda conn: conn.execute(select(func.count()).select_from(table).where(*where)).scalar_one())


def test_a_ticket_keeps_its_person_for_its_day(house: House, station: Caller, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(service, "ROWS", 2)
    subject = subject_of("id_number", "11010519491231002X", station.subject_key).model_dump()
    for n in range(5):
        order(station, f"visit-000{n}", subject=subject)
    night(house)
    assert count(house, ticket, ticket.c.subject_last4.is_not(None)) == 5
    house.hands.move(days=1)
    night(house)
    assert count(house, ticket, ticket.c.subject_last4.is_not(None) | ticket.c.subject_hash.is_not(None)) == 0
    kept = house.db.look(lambda conn: conn.execute(select(line).where(line.c.action == "forgotten")).all())
    assert [(row.about, row.detail) for row in kept] == [
        ("people", '{"rows":2}'),
        ("people", '{"rows":2}'),
        ("people", '{"rows":1}'),
    ]
    night(house)
    assert count(house, line, line.c.action == "forgotten") == 3


def test_reports_and_calls_for_help_go_after_their_days(house: House, station: Caller):
    body = {"kind": "help", "screen": "home"}
    answer = station.post("/api/station/reports", {"reports": [said(1, body)]})
    assert answer.json() == {"upto": 1, "refused": []}
    house.hands.move(days=89)
    night(house)
    assert (count(house, help_call), count(house, report, report.c.body != "")) == (1, 1)
    house.hands.move(days=2)
    night(house)
    assert (count(house, help_call), count(house, report, report.c.body != "")) == (0, 1)
    house.hands.move(days=90)
    night(house)
    assert (count(house, report), count(house, report, report.c.body != "")) == (1, 0)
    again = station.post("/api/station/reports", {"reports": [said(1, body)]})
    assert again.json() == {"upto": 1, "refused": []}, "what is told again is known, and contradicts nothing"
