"""Several scanners are one to the station."""

import queue
import time
from collections.abc import Iterator

import pytest

from devices.scanner.scan import Scan, ScanEvent, ScannerTrouble
from devices.scanner.several import SeveralScanners
from tests.support.house import until


class Hand:
    """A scanner that says what a test puts into its hand."""

    def __init__(self) -> None:
        self.says: queue.SimpleQueue[ScanEvent] = queue.SimpleQueue()
        self.closed = False

    def poll(self) -> ScanEvent | None:
        try:
            return self.says.get(timeout=0.05)
        except queue.Empty:
            return None

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def hands() -> Iterator[tuple[SeveralScanners, Hand, Hand]]:
    left, right = Hand(), Hand()
    several = SeveralScanners((left, right))
    yield several, left, right
    several.close()
    assert left.closed
    assert right.closed


def heard(several: SeveralScanners, most: int = 4) -> list[ScanEvent]:
    return [event for _ in range(most) if (event := several.poll()) is not None]


def test_a_code_shown_to_both_is_one_scan(hands):
    several, left, right = hands
    left.says.put(Scan("one"))
    right.says.put(Scan("one"))
    assert heard(several) == [Scan("one")]
    right.says.put(Scan("two"))
    assert heard(several) == [Scan("two")]


def test_another_code_between_makes_no_second_scan(hands):
    several, left, right = hands
    for hand, text in ((left, "one"), (left, "two"), (right, "one"), (right, "two")):
        hand.says.put(Scan(text))
    assert sorted(scan.text for scan in heard(several, 6)) == ["one", "two"]


def test_what_was_heard_together_and_asked_for_late_is_one_scan(hands, monkeypatch):
    several, left, right = hands
    monkeypatch.setattr("devices.scanner.several._SAME", 0.3)
    assert heard(several, 1) == []
    left.says.put(Scan("one"))
    right.says.put(Scan("one"))
    until("both heard", lambda: several._heard.qsize() == 2)
    assert heard(several, 1) == [Scan("one")]
    time.sleep(0.4)  # whoever asks has something else to do
    assert heard(several, 1) == []


def test_codes_can_be_read_as_long_as_one_stands(hands):
    several, left, right = hands
    left.says.put(ScannerTrouble("unplugged"))
    assert heard(several) == []
    right.says.put(ScannerTrouble("unplugged"))
    assert heard(several) == [ScannerTrouble("unplugged")]
    left.says.put(ScannerTrouble("back"))
    assert heard(several) == [ScannerTrouble("back")]
    right.says.put(ScannerTrouble("back"))
    right.says.put(ScannerTrouble("nonsense"))
    assert heard(several) == [ScannerTrouble("nonsense")]
