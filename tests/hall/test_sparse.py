"""What anybody can make happen without end is no row each: the audit trail says how often, and keeps what matters."""

from typing import Any

from hall.kit.sparse import Sparse
from tests.hall.caller import House, _code


class Notes:
    """As a transaction takes them."""

    def __init__(self) -> None:
        self.kept: list[tuple[str, dict[str, Any]]] = []

    def note(self, actor: str, action: str, about: str, **detail: Any) -> None:
        self.kept.append((actor, detail))


def test_after_so_many_they_are_counted_and_the_next_row_says_how_many():
    tx: Any = Notes()
    few = Sparse(most=3, every=1000.0)
    for n in range(10):
        few.note(tx, "sign-in", f"who{n}", "failed", "address:?")
    few.note(tx, "another", "she", "failed", "address:?")
    assert [who for who, _ in tx.kept] == ["who0", "who1", "who2", "she"], "others are not left out for it"
    few._purse._empty_until.clear()
    few.note(tx, "sign-in", "who10", "failed", "address:?")
    assert tx.kept[-1] == ("who10", {"more": 7})


def refusals(house: House, action: str) -> int:
    sql = "SELECT count(*) FROM audit_line WHERE action = ?"
    return house.db.look(lambda conn: conn.exec_driver_sql(sql, (action,)).scalar_one())


def test_wrong_enrolment_codes_from_everywhere_fill_no_trail(house: House):
    for n in range(90):
        caller = house.caller(at=f"10.1.{n}.1")
        assert caller.post("/api/stations/enrol", {"code": f"WRONG{n:05d}"}).status_code == 401
    assert refusals(house, "enrol_failed") == 60


def test_codes_guessed_from_many_addresses_keep_no_machine_out(house: House):
    """Each address is slowed by itself; a right code is taken from any of them."""
    code = house.write(lambda tx: _code(tx, "自助机 三"))
    guessers = [house.caller(at=f"10.0.{n}.7") for n in range(12)]
    said = [one.post("/api/stations/enrol", {"code": f"{n:010d}"}).status_code for one in guessers for n in range(12)]
    assert said == ([401] * 10 + [429] * 2) * 12
    assert guessers[0].post("/api/stations/enrol", {"code": code}).status_code == 200
    assert guessers[0].post("/api/stations/enrol", {"code": code}).status_code == 429, "it is a wrong one now"
