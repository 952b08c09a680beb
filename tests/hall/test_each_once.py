"""Two rooms that name one report, or one part of the snapshot, are refused when the hall is put together."""

import pytest

from hall.accounts import each_once
from hall.contract.report import DeviceTold, HelpWanted


def test_rooms_that_name_different_things_are_heard_each():
    given = [("stations", {DeviceTold: 1}), ("attention", {HelpWanted: 2}), ("plan", {})]
    assert each_once("report", given) == {DeviceTold: 1, HelpWanted: 2}


@pytest.mark.parametrize(("key", "said"), [(DeviceTold, "report DeviceTold"), ("plan", "report plan")])
def test_a_second_one_is_refused_by_both_names(key, said):
    with pytest.raises(ValueError, match=f"The rooms 'stations' and 'lost' both name the {said}."):
        each_once("report", [("stations", {key: 1}), ("lost", {key: 2})])
