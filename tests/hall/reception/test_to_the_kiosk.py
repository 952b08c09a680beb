"""From the counter to the glass: what this hall signs is proved by a kiosk that has its word, asked over HTTP, and a
forged one is on the guard's list a moment later."""

from contextlib import closing
from typing import Any

import pytest

from hall.contract.parts import SHAPES
from hall.contract.progress import CaseTold, ReceiptDoubted
from hall.reception import Reception
from kiosk.calls import Answered
from kiosk.errands.case.view import CaseView
from kiosk.ledger.parts import written
from kiosk.news import PartsCame
from kiosk.screens.samples import WORD
from kiosk.visit.rehearsal import Rehearsal
from tests.hall.caller import Caller, House, report, signed_in
from tests.hall.reception.test_reception import taken


class AtTheKiosk:
    """A kiosk without wires, between which and the hall a test carries what each says."""

    def __init__(self, kiosk: Rehearsal, house: House, station: Caller) -> None:
        self.kiosk, self.house, self.station, self._told = kiosk, house, station, 0

    def hear(self) -> None:
        told = self.station.post("/api/station/parts", {}).raise_for_status().json()["parts"]
        models = {name: SHAPES[name].model_validate(told[name]["body"]) for name in ("receipts", "receipts_known")}
        self.kiosk.tell(PartsCame(self.house.hands.at, written(models)))

    def scan(self, text: str) -> CaseView:
        self.kiosk.scan(text)
        view = self.kiosk.attendant.face().view
        assert isinstance(view, CaseView)
        return view

    def answered(self) -> CaseView:
        call = self.kiosk._asked.pop(0)
        assert call.body is not None
        answer = self.station.post(f"/api/station/{call.path}", call.body.model_dump(mode="json")).raise_for_status()
        self.kiosk.tell(Answered(call.name, CaseTold.model_validate(answer.json())))
        view = self.kiosk.attendant.face().view
        assert isinstance(view, CaseView)
        return view

    def report(self) -> None:
        bodies: list[Any] = [one.body for one in self.kiosk.ledger.outbox.reader()(100)]
        for body in [one for one in bodies if isinstance(one, ReceiptDoubted)][self._told :]:
            self._told += 1
            told = report(self._told, body.model_dump(mode="json"))
            assert self.station.post("/api/station/reports", {"reports": [told]}).json()["refused"] == []


@pytest.fixture
def at(house: House, station: Caller):
    with closing(Rehearsal(WORD)) as kiosk:
        yield AtTheKiosk(kiosk, house, station)


def code(house: House, number: str) -> str:
    kit = house.app.state.kit
    rules = Reception(kit.settings.data_dir, kit.subject_key, kit.clock, None)  # type: ignore[arg-type]
    return house.db.look(lambda conn: rules.code(conn, rules.case(conn, number), 0, kit.clock.now()))


def test_a_receipt_of_a_moment_ago(house: House, at: AtTheKiosk):
    """Younger than last night's numbers: signed, and the hall says the rest."""
    case = taken(signed_in(house, "clerk1"))
    at.hear()
    assert at.scan(code(house, case["number"])).verdict == "unsynced"
    shown = at.answered()
    assert (shown.verdict, shown.state, shown.department) == ("true", "received", "区建设管理委")
    assert [one.name for one in shown.missing] == ["保函"]


def test_a_forged_receipt_is_called_out(house: House, at: AtTheKiosk):
    """One letter of a real code is another: the glass says so, and so does the guard's list."""
    text = code(house, taken(signed_in(house, "clerk1"))["number"])
    at.hear()
    forged = text[:-6] + "".join(reversed(text[-6:]))
    assert at.scan(forged).verdict == "forged"
    at.report()
    needs = signed_in(house, "security").get("/api/attention").json()["needs"]
    assert [one["kind"] for one in needs if one["kind"] == "receipt"] == ["receipt"]
