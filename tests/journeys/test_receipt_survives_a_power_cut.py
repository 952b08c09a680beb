"""One number, never two originals, never silence: SIGKILL of the kiosk, of the printer, of the cable."""

import contextlib
import os
import signal
import sqlite3

from tests.journeys.errands import _number, _paper_of, _slip, _without_card
from tests.support.house import House, until


def look(_: str) -> None: ...


def paper_states(house: House) -> list[str]:
    """As the kiosk's own ledger has them."""
    with contextlib.closing(sqlite3.connect(f"file:{house.path}/kiosk/ledger.db?mode=ro", uri=True)) as ledger:
        return [state for (state,) in ledger.execute("SELECT state FROM papers ORDER BY key, copy_no")]


def slips(house: House, number: str) -> list[str]:
    texts = ("\n".join(paper["text"]) for paper in house.papers())
    return [text for text in texts if number in text]


def test_killed_while_printing(house: House):
    house.rack("printer", "deaf", on=True)  # it prints, but its word does not reach us
    _without_card(house, "intake")
    until("the paper on its way", lambda: "sent" in paper_states(house))
    house.stop("kiosk", signal.SIGKILL)
    house.rack("printer", "deaf", on=False)
    house.start_kiosk()
    house.visitor.sees("TroubleView", "没有确认", "A001")
    house.visitor.touch("reprint")
    assert _slip(house, look, "") == "A001"
    assert "补打第 1 次" in slips(house, "A001")[-1]
    assert sum("补打" not in slip and "投诉建议" in slip for slip in slips(house, "A001")) <= 1
    assert list(house.tickets()) == ["A001"]


def test_killed_while_the_hall_is_being_asked(house: House):
    hall = house.programs["hall"].process.pid
    os.kill(hall, signal.SIGSTOP)
    _without_card(house, "intake")
    house.visitor.sees("TicketView", "正在取号")
    house.stop("kiosk", signal.SIGKILL)
    os.kill(hall, signal.SIGCONT)
    house.start_kiosk()
    number = _slip(house, look, "")
    assert len(slips(house, number)) == 1
    live = {n: row for n, row in house.tickets().items() if row["state"] != "void"}
    assert list(live) == [number]


def test_power_cut_at_the_printer_is_said_and_the_reprint_is_marked(house: House):
    house.rack("printer", "cut_after", bytes=300)  # the cable comes out in the middle of the slip
    _without_card(house, "intake")
    house.visitor.sees("TroubleView", "A001")
    number = _number(house)
    house.rack("printer", "cut_after", bytes=None)
    house.rack("printer", "plug", **{"in": True})
    key = until(
        "a key to try again",
        lambda: next((k for k in house.visitor.state()["keys"] if k["what"] in ("reprint", "again")), None),
    )
    until("the printer back", lambda: "printer" in house.devices(able=True))
    house.visitor.touch(key["what"])
    assert _slip(house, look, "") == number
    whole = [slip for slip in slips(house, number) if "投诉建议" in slip]
    assert len(whole) == 1
    until("the hall to know", lambda: house.tickets()[number]["slip"] in ("printed", "reprinted"))


def test_a_second_start_keeps_everything(house: House):
    _without_card(house, "intake")
    number = _slip(house, look, "")
    house.visitor.touch("done")
    until("the hall to know", lambda: house.tickets()[number]["slip"] == "printed")
    for name in ("kiosk", "hall"):
        assert house.stop(name) in (0, -signal.SIGTERM), "a clean stop"
    house.start_hall()
    house.start_kiosk()
    house.visitor.sees("AttractView", "您好")
    _without_card(house, "intake")
    assert _slip(house, look, "") == "A002"
    assert _paper_of(house, "A002")
