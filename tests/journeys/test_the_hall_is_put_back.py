"""The hall is put back from a backup: every number on paper is counted, none twice and none in silence."""

import signal
from pathlib import Path

import pytest

from tests.hall.serving import run_hall
from tests.journeys.errands import _slip
from tests.support.house import House, until

KEY = {"ONEDOOR_BACKUP_PASSPHRASE": "twelve characters and more"}


def look(_: str) -> None: ...


def takes(house: House, *, asking: bool = False) -> str:
    """A number, by the glass; ``asking``: for help on the way."""
    house.visitor.touch("wake")
    if asking:
        house.visitor.touch("help")
        house.visitor.touch("help_close")
    house.visitor.touch("service", "intake")
    house.visitor.touch("skip")
    number = _slip(house, look, "")
    house.visitor.touch("done")
    return number


@pytest.mark.parametrize("how", ["running", "killed"])
def test_what_was_given_and_told_since_comes_back_by_itself(tmp_path: Path, how: str):
    with House(tmp_path) as house:
        house.visitor.sees("AttractView", "您好")
        paper = [takes(house)]
        kept = tmp_path / "kept.backup"
        done = run_hall(tmp_path / "hall", "backup", str(kept), **KEY)
        assert done.returncode == 0, done.stderr
        paper += [takes(house), takes(house, asking=True)]
        until("the call for help", lambda: len(house.rows("stations_help")) == 1)
        if how == "killed":
            house.stop("hall", signal.SIGKILL)
        done = run_hall(tmp_path / "hall", "restore", str(kept), **KEY)
        assert done.returncode == 0, done.stderr
        if how == "killed":
            house.start_hall()
        until("numbers come back", lambda: set(paper) <= set(house.tickets()), 60)
        until("the call for help comes again", lambda: len(house.rows("stations_help")) == 1, 60)
        paper.append(takes(house))
        assert paper == ["A001", "A002", "A003", "A1000"]
        assert sorted(house.tickets()) == sorted(paper)
        clerk = house.clerk()
        assert [clerk.next() for _ in paper] == paper, "each called once, in the order they were taken"
        (line,) = [one for one in house.manager().call("GET", "/api/attention")["needs"] if one["kind"] == "hall"]
        assert "2 个号码（A002、A003）" in line["what"], line["what"]
