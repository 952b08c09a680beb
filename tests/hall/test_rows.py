"""What a store hands on is typed; its fields are the table's columns, in their order."""

import pytest

from hall.signage.evacuation import store as evacuation


@pytest.mark.parametrize(
    ("row", "table"),
    [
        (evacuation.AlarmRow, evacuation.alarm),
        (evacuation.ClearRow, evacuation.clear),
        (evacuation.ContactRow, evacuation.contact),
        (evacuation.LineRow, evacuation.line),
    ],
)
def test_a_row_has_the_columns_of_its_table(row, table):
    assert row._fields == tuple(table.c.keys())
