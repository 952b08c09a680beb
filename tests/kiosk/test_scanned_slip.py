"""What the glass says while the hall is asked about something that was shown: what is really being done."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.kit.views import AskingView
from kiosk.qt.phrases import LANGUAGES, read
from tests.support.snapshots import snapshot
from tests.support.stage import Stage


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    stage = Stage(tmp_path, word=snapshot())
    yield stage
    stage.close()


def test_a_slip_that_is_scanned_is_looked_up_and_nobody_is_told_that_a_number_is_drawn(stage: Stage):
    view = stage.scan("OD1:" + "T" * 16)
    assert [call.path for call in stage.table.asked] == ["tickets/" + "T" * 16]
    assert isinstance(view, AskingView)
    said = {language: read(language)[view.what.key] for language in LANGUAGES}
    assert said["zh"] == "正在查这张票排到哪里"
    assert "取号" not in said["zh"]
    assert "Looking up" in said["en"]
