"""A device that is mute, garbling or unplugged is said, bothers nobody else, and comes back by itself."""

from tests.journeys.errands import _slip, _without_card
from tests.support.house import House, until


def look(_: str) -> None: ...


def test_a_mute_card_reader_holds_nobody_up(house: House):
    house.rack("idcard", "mute", on=True)
    house.rack("scanner", "garble", share=0.5)
    _without_card(house, "intake")
    assert _slip(house, look, "") == "A001"
    house.visitor.touch("done")
    until("the hall to know", lambda: "idcard" in house.devices(able=False))
    house.rack("idcard", "mute", on=False)
    until("the reader back", lambda: "idcard" in house.devices(able=True))
    house.rack("idcard", "lay", person="li")
    house.visitor.sees("TicketView", "李*")


def test_devices_unplugged_and_plugged_again(house: House):
    for device in ("printer", "idcard", "scanner"):
        house.rack(device, "plug", **{"in": False})
    down = {"printer", "idcard", "scanner"}
    until("all three told", lambda: house.devices(able=False) == down)
    house.visitor.touch("wake")
    house.visitor.sees("HomeView", "打印机")
    house.visitor.touch("service", "intake")
    house.visitor.touch("skip")
    house.visitor.sees("TroubleView", "A001")
    house.visitor.touch("no_slip")
    for device in down:
        house.rack(device, "plug", **{"in": True})
    until("all three back", lambda: house.devices(able=True) == down)
    house.rack("scanner", "show", text="https://s.sh.gov.cn/0123456789abcdef0123456789ab061767225600000")
    house.visitor.sees("TicketView")
    house.visitor.touch("service", "intake")
    assert _slip(house, look, "") == "A002"


def test_an_unreadable_card_and_a_card_pulled_away(house: House):
    house.rack("idcard", "unreadable", status="41")
    house.rack("idcard", "lay", person="zhang")
    house.visitor.sees("IdentifyView", "重新")
    house.rack("idcard", "take")
    house.rack("idcard", "unreadable", status=None)
    house.rack("idcard", "lay", person="zhang")
    house.visitor.sees("TicketView", "张*")
