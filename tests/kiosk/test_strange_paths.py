"""A station's folder may be called anything; what lies in it is the station's alone, its write-ahead log too."""

import os
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.ledger.glimpse import hall_names
from kiosk.ledger.store import Ledger
from tests.support.snapshots import said, snapshot

NOW = datetime(2026, 11, 24, 1, 42, tzinfo=UTC)


@pytest.mark.parametrize("name", ["数 据", 'it\'s "one"', "a?mode=memory&b", "50%40#x", "[a]*{b}$(id);~"])
def test_a_ledger_lies_where_it_was_asked_for_and_is_glimpsed_there(tmp_path: Path, name: str):
    before = os.umask(0o022)
    try:
        ledger = Ledger(tmp_path / name / "ledger.db")
        ledger.parts.keep(said(snapshot()), NOW)
        modes = {one.name: stat.S_IMODE(one.stat().st_mode) for one in (tmp_path / name).iterdir()}
        ledger.close()
    finally:
        os.umask(before)
    assert {"ledger.db", "ledger.db-wal"} <= set(modes)
    assert set(modes.values()) == {0o600}
    assert hall_names(tmp_path / name / "ledger.db") is not None
    assert {one.name for one in tmp_path.iterdir()} == {name}
