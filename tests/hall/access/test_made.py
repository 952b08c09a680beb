"""What is kept of rows that stay as they were, and of no other."""

from typing import NamedTuple

from hall.access.made import MadeOf


class Row(NamedTuple):
    id: int
    says: str


def test_a_row_is_made_of_once_and_again_when_it_says_something_else():
    asked: list[Row] = []

    def make(row: Row) -> str:
        asked.append(row)
        return row.says.upper()

    made = MadeOf(make)
    first, second = Row(1, "a"), Row(2, "b")
    assert made.all([first, second]) == {1: "A", 2: "B"}
    assert made.all([Row(1, "a"), Row(2, "c")]) == {1: "A", 2: "C"}
    assert made.all([first]) == {1: "A"}
    assert made.all([first, Row(2, "c")]) == {1: "A", 2: "C"}, "who had left the list is made anew"
    assert asked == [first, second, Row(2, "c"), Row(2, "c")]
