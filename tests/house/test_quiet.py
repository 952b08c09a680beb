"""The proof that a line of the log fails a test which did not expect it."""

import logging

import pytest

from tests.support.quiet import unexpected


def heard(*lines: tuple[str, str]) -> list[logging.LogRecord]:
    return [logging.LogRecord(name, logging.WARNING, "", 0, text, None, None) for name, text in lines]


def test_a_line_that_nobody_expected_is_told():
    assert unexpected(heard(("hall.kit.db", "disk full")), []) == ["WARNING hall.kit.db: disk full"]
    assert unexpected(heard(("hall.kit.db", "disk full")), [("hall.kit", "disk full")]) != []
    assert unexpected(heard(("hall.kit.db", "disk full")), [("hall.kit.db", "disk")]) == []


def test_a_line_that_was_expected_and_did_not_come_is_told():
    assert unexpected([], [("hall.kit.db", "disk")]) == ["never said: hall.kit.db: disk"]


@pytest.mark.says("somebody", "a line of a thread or a server")
def test_a_test_says_what_it_causes():
    logging.getLogger("somebody").error("a %s of a thread or a server", "line")


def test_qt_is_held_to_it_too(pytestconfig: pytest.Config):
    assert pytestconfig.getini("qt_log_level_fail") == "WARNING"
