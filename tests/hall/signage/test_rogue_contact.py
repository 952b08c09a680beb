"""A station whose fire contact lies: what a manager has to say first, what two roles can do, what it never can."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from hall.contract.report import AlarmLineTold, FireContact
from hall.kit.db import Tx
from hall.signage.evacuation import contact_told, contacts, line_told, service, store, told_directly
from tests.hall.signage.standing import Standing
from tests.support.glass import open_page


@dataclass
class Member:
    login: str
    role: str
    shown: str = "某人"


TWO: tuple[Any, ...] = (Member("manager", "manager"), Member("guard", "security"))
LINE = AlarmLineTold(address="http://10.0.0.7:8621", key="A" * 43)


def write(standing: Standing, work: Any) -> Any:
    return standing.kit.db.write_now(work)


def closes(tx: Tx, station: str, moment: int) -> None:
    contact_told(tx, station, tx.now, FireContact(active=True, since=tx.now + timedelta(milliseconds=moment)))


def ends(tx: Tx) -> None:
    alarm = store.running(tx.conn)
    assert alarm is not None
    for member in TWO:
        service.all_clear(tx, alarm.id, member)


def words(standing: Standing, station: str) -> list[str]:
    found = standing.kit.db.look(lambda conn: contacts.needs(conn, datetime.now(UTC), {station}, raised=False))
    return [need.what for need in found if need.station == station]


def runs(standing: Standing) -> bool:
    return standing.kit.db.look(store.running) is not None


def test_a_station_that_no_manager_knows_to_have_a_contact_empties_no_hall_but_is_named(standing: Standing):
    write(standing, lambda tx: line_told(tx, "zr1", LINE))
    assert words(standing, "zr1") == ["的消防触点还没有批准"]
    write(standing, lambda tx: closes(tx, "zr1", 1))
    assert not runs(standing)
    assert words(standing, "zr1") == ["的消防触点在报警，但未批准"]
    assert standing.kit.db.look(lambda conn: told_directly(conn, {"zr1"})).lines == ()
    write(standing, lambda tx: contacts.approve(tx, "zr1", True, "manager"))
    assert len(standing.kit.db.look(lambda conn: told_directly(conn, {"zr1"})).lines) == 1
    write(standing, lambda tx: closes(tx, "zr1", 2))
    assert runs(standing)
    write(standing, ends)


def test_screens_are_not_pointed_elsewhere_by_a_station_alone(standing: Standing):
    write(standing, lambda tx: (line_told(tx, "zr2", LINE), contacts.approve(tx, "zr2", True, "manager")))
    moved = LINE.model_copy(update={"address": "http://10.66.66.66:80"})
    write(standing, lambda tx: line_told(tx, "zr2", moved))
    assert standing.kit.db.look(lambda conn: told_directly(conn, {"zr2"})).lines == ()
    assert words(standing, "zr2") == ["的警报线换了地址"]
    write(standing, lambda tx: contacts.approve(tx, "zr2", True, "manager"))
    (line,) = standing.kit.db.look(lambda conn: told_directly(conn, {"zr2"})).lines
    assert line.address == moved.address


def test_a_contact_that_two_roles_have_muted_raises_nothing_until_one_person_wants_it_back(standing: Standing):
    write(standing, lambda tx: (line_told(tx, "zr3", LINE), contacts.approve(tx, "zr3", True, "manager")))
    assert not write(standing, lambda tx: contacts.mute(tx, "zr3", TWO[0]))
    assert not write(standing, lambda tx: contacts.mute(tx, "zr3", Member("another", "manager"))), "the same role"
    write(standing, lambda tx: closes(tx, "zr3", 1))
    assert runs(standing), "one role alone mutes nothing"
    write(standing, ends)
    assert write(standing, lambda tx: contacts.mute(tx, "zr3", TWO[1]))
    write(standing, lambda tx: closes(tx, "zr3", 2))
    assert not runs(standing)
    assert words(standing, "zr3") == ["的消防触点已静音"]
    assert standing.kit.db.look(lambda conn: told_directly(conn, {"zr3"})).lines == ()
    write(standing, lambda tx: contacts.unmute(tx, "zr3", "guard"))
    write(standing, lambda tx: closes(tx, "zr3", 3))
    assert runs(standing)
    write(standing, ends)


def test_a_rogue_cannot_empty_the_hall_for_ever(standing: Standing):
    write(standing, lambda tx: (line_told(tx, "zr4", LINE), contacts.approve(tx, "zr4", True, "manager")))
    for n in range(contacts.RAISES):
        write(standing, lambda tx, n=n: closes(tx, "zr4", n))
        assert runs(standing)
        write(standing, ends)
        assert words(standing, "zr4") in (["的消防触点仍在报警"], ["的消防触点反复报警，已不再自动疏散"])
    write(standing, lambda tx: closes(tx, "zr4", 100))
    assert not runs(standing)
    assert words(standing, "zr4") == ["的消防触点反复报警，已不再自动疏散"]
    over = standing.kit.db.look(lambda conn: told_directly(conn, {"zr4"})).over
    assert "zr4" in {one.station for one in over}, "screens that heard it themselves come back"


@pytest.mark.parametrize(("login", "status"), [("security", 200), ("manager", 200)])
def test_the_keys_of_the_page(standing: Standing, login: str, status: int):
    write(standing, lambda tx: (line_told(tx, "zr5", LINE), contacts.approve(tx, "zr5", True, "manager")))
    answer = standing.post("/api/evacuation/contacts/zr5/mute", {"mute": True}, login=login)
    assert answer.status_code == status


def test_the_page_calls_a_station_as_everybody_does(standing: Standing, browser: Browser):
    def rings(tx: Tx) -> None:
        line_told(tx, "zr1", LINE)
        contacts.approve(tx, "zr1", True, "manager")
        closes(tx, "zr1", 1)

    write(standing, rings)
    page = open_page(browser, 1366, 768)
    page.goto(f"{standing.url}/evacuation")
    expect(page.locator("#since")).to_contain_text("由 自助机 ZZ-01 的消防触点 发起")
    expect(page.locator("#contacts")).to_contain_text("自助机 ZZ-01 的消防触点：自")
    write(standing, ends)
