"""The scanner's role on a pty."""

import time

import pytest

from devices.open import open_scanner
from devices.scanner.scan import Scan, ScannerTrouble
from tests.support.wires import await_event, nothing_said, rack


@pytest.fixture
def standing(tmp_path):
    with rack(tmp_path) as standing:
        yield standing


@pytest.fixture
def scanner(standing):
    scanner = open_scanner(standing.scanner.url)
    scanner.poll()
    yield scanner
    scanner.close()


def test_a_code_is_told_with_its_inner_spaces(standing, scanner):
    standing.scanner.show("SJ1:A B  C ")
    assert await_event(scanner.poll, Scan).text == "SJ1:A B  C "


def test_a_code_without_an_end_is_told_after_the_silence(standing, scanner):
    standing.scanner.show_bytes(b"no end")
    assert await_event(scanner.poll, Scan).text == "no end"


def test_a_code_held_before_the_scanner_is_one_scan_and_later_another(standing, scanner):
    for _ in range(3):
        standing.scanner.show("held")
    assert await_event(scanner.poll, Scan).text == "held"
    assert nothing_said(scanner.poll, 0.3)
    standing.scanner.show("other")
    assert await_event(scanner.poll, Scan).text == "other"
    standing.scanner.show("held")
    assert await_event(scanner.poll, Scan).text == "held"
    assert nothing_said(scanner.poll, 2.1)
    standing.scanner.show("held")
    assert await_event(scanner.poll, Scan).text == "held"


def test_several_codes_in_one_breath_are_told_one_by_one(standing, scanner):
    standing.scanner.show_bytes(b"one\r\ntwo\rthree\n")
    assert [await_event(scanner.poll, Scan).text for _ in range(3)] == ["one", "two", "three"]


@pytest.mark.parametrize("nonsense", [b"\xff\xfe\x80\r\n", b"\x1b[2J\r\n", b"x" * 5000 + b"\r\n"])
def test_nonsense_is_told_and_the_next_code_read(standing, scanner, nonsense):
    standing.scanner.show_bytes(nonsense)
    assert await_event(scanner.poll, ScannerTrouble) == ScannerTrouble("nonsense")
    standing.scanner.show("fine")
    assert await_event(scanner.poll, Scan).text == "fine"


def test_unplugged_and_back_are_told_once_each(standing, scanner):
    standing.scanner.plug(False)
    assert await_event(scanner.poll, ScannerTrouble) == ScannerTrouble("unplugged")
    assert nothing_said(scanner.poll, 0.6)
    standing.scanner.plug()
    assert await_event(scanner.poll, ScannerTrouble) == ScannerTrouble("back")
    standing.scanner.show("again")
    assert await_event(scanner.poll, Scan).text == "again"


def test_half_a_code_lost_with_the_cable_does_not_stick_to_the_next(standing, scanner):
    standing.scanner.show_bytes(b"half")
    scanner.poll()
    standing.scanner.plug(False)
    await_event(scanner.poll, ScannerTrouble)
    standing.scanner.plug()
    await_event(scanner.poll, ScannerTrouble)
    standing.scanner.show("whole")
    assert await_event(scanner.poll, Scan).text == "whole"


def test_a_quiet_poll_takes_a_quarter_of_a_second_at_most(scanner):
    began = time.monotonic()
    assert scanner.poll() is None
    assert time.monotonic() - began < 0.6


def test_a_closed_scanner_says_nothing(scanner):
    scanner.close()
    assert scanner.poll() is None
