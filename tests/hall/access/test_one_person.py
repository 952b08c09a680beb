"""One who may come in asks what is kept of him: it reaches his cards and what happened at the doors."""

import argparse
from collections.abc import Callable

import pytest

from hall.commands import person
from tests.hall.access.doors import card, entered, gate, lay, people
from tests.hall.caller import House, signed_in
from tests.hall.test_doors import entry, tell

ID = "11010519491231002X"
Asks = Callable[[str, str], str]


@pytest.fixture
def asks(house: House, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Asks:
    """Two of the staff at the server's keyboard, beside the hall that runs: what it answers."""
    by = argparse.Namespace(by="manager", second="clerk1")

    def asked(what: str, number: str) -> str:
        monkeypatch.setattr(person.getpass, "getpass", lambda _: number)
        run = {"find": person.find, "erase": person.erased}[what]
        assert run(house.app.state.kit.settings, by) == 0
        return capsys.readouterr().out

    return asked


def test_an_id_card_that_opens_doors_is_found_and_ends_and_the_rest_says_why(house: House, asks: Asks):
    station, manager = gate(house), signed_in(house, "manager")
    him = people(manager)["YJ601"]
    manager.post(f"/api/access/people/{him['id']}/cards", {"number": ID}).raise_for_status()
    assert tell(station, entry(person=f"p{him['id']}", shown="card", credential=card(station, ID)))["refused"] == []
    found = asks("find", ID)
    assert f"门禁：{him['name']}，工号 YJ601，在岗" in found
    assert "门卡末四位 002X" in found
    assert "进出记录 1 条" in found
    assert ID not in found
    told = asks("erase", ID)
    assert "已清除：1 张门卡" in told
    assert "本人在岗" in told
    assert f"只记编号 p{him['id']}，没有姓名" in told
    assert "网络安全法第二十一条" in told
    assert not lay(house, station, ID).admitted, "it opens nothing any more, within the second"
    assert "没有用这个号码开门的人" in asks("find", ID)
    assert people(manager)["YJ601"]["name"] == him["name"]


def test_of_one_who_has_left_nothing_is_left_but_what_he_opened(house: House, asks: Asks):
    station, manager = gate(house), signed_in(house, "manager")
    him = people(manager)["YJ601"]
    entered(manager, him["id"])
    manager.post(f"/api/access/people/{him['id']}/cards", {"number": "0A0B0C0D"}).raise_for_status()
    tell(station, entry(person=f"p{him['id']}", shown="card"))
    signed_in(house, "security").post(f"/api/access/people/{him['id']}/let-go").raise_for_status()
    told = asks("erase", "YJ601")
    assert "已清除：门禁人员的姓名、工号" in told
    assert "审批授权委托书" in told, "each opening is traced to its paper"
    assert "进出记录 1 条" in told
    now = people(manager)
    assert "YJ601" not in now
    assert now[f"erased-{him['id']}"]["name"] == "已清除"
    rows = house.db.look(lambda c: c.exec_driver_sql("SELECT * FROM access_card").all())
    assert [(row.hash, row.last4) for row in rows if row.person == him["id"]] == [("", "")]
    with pytest.raises(person.Problem):
        asks("find", "YJ601")


def test_who_is_nobody_here_is_said_to_be_nobody(asks: Asks):
    with pytest.raises(person.Problem) as nobody:
        asks("find", "ZZ999")
    assert nobody.value.code == "bad_number"
