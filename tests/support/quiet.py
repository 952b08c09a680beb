"""A line of the log at WARNING or above that nobody expected fails the test.

A test that causes one says so: ``@pytest.mark.says("hall.kit.db", "disk full")``, the logger and words of the line;
that line must then come. Threads and servers in this process are heard as well, and so are Python's and Qt's warnings
(``filterwarnings`` and ``qt_log_level_fail`` in pyproject.toml). Lines of other processes are not: their tests read
them.
"""

import logging
from collections.abc import Iterator
from typing import NamedTuple

import pytest

APART = ("uvicorn",)
"""Loggers that keep their lines from the root's."""


WHOLE = logging.Formatter()
"""With the traceback, where there is one."""


class Known(NamedTuple):
    """A line that may come in any test. ``why`` is read by people."""

    logger: str
    words: str
    why: str


KNOWN: tuple[Known, ...] = ()


class Ear(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(record)


def unexpected(heard: list[logging.LogRecord], said: list[tuple[str, str]]) -> list[str]:
    """What was heard and not expected; and what was expected and not heard."""
    known = [(one.logger, one.words) for one in KNOWN]
    lines = [(record.name, record.getMessage()) for record in heard]
    strange = [
        f"{record.levelname} {record.name}: {WHOLE.format(record)}"
        for record in heard
        if not any(record.name == logger and words in record.getMessage() for logger, words in said + known)
    ]
    silent = [
        f"never said: {logger}: {words}"
        for logger, words in said
        if not any(name == logger and words in line for name, line in lines)
    ]
    return strange + silent


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "says(logger, words): this test causes that line of the log")


@pytest.fixture(autouse=True)
def quiet(request: pytest.FixtureRequest) -> Iterator[None]:
    ear = Ear()
    loggers = [logging.getLogger(name) for name in ("", *APART)]
    for logger in loggers:
        logger.addHandler(ear)
    yield
    for logger in loggers:
        logger.removeHandler(ear)
    said = [(mark.args[0], mark.args[1]) for mark in request.node.iter_markers("says")]
    if lines := unexpected(ear.heard, said):
        pytest.fail("in the log:\n" + "\n".join(lines), pytrace=False)
