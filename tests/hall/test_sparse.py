"""What anybody can make happen without end is no row each: the audit trail says how often, and keeps what matters."""

from typing import Any

from hall.kit.sparse import Sparse
from tests.hall.caller import House


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
