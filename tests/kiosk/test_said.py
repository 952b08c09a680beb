"""A sentence over what stands on the glass is about what was shown last, and about nothing else."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from devices.scanner.scan import ScannerTrouble
from kiosk.machine import Scanned
from tests.kiosk.test_shown import TEXTS
from tests.support.stage import Stage, snapshot


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    with closing(Stage(tmp_path, word=snapshot())) as stage:
        yield stage


def test_what_was_said_of_one_thing_is_not_said_of_the_next(stage: Stage):
    """A code that could be read stood under 这个码没有读出来 for as long as that was said."""
    stage.touch("wake")
    for text in (TEXTS["credit_code"], TEXTS["slip"]):
        stage.tell(Scanned(ScannerTrouble("nonsense")))
        stage.scan(text)
        notice = stage.attendant.face().frame.notice
        assert notice is None or notice.key != "scan.nonsense"
