"""A migration takes as long as it takes; a log has times and an end."""

import logging
import time

import pytest

from hall.kit.db import database
from hall.kit.errors import Problem, busy
from hall.kit.logs import ALL, SAME, WITHIN, Bounded, Timed
from tests.hall.caller import House


def test_a_long_write_is_waited_for_and_says_that_it_goes_on(house: House, monkeypatch: pytest.MonkeyPatch):
    """The writer's own answer is waited for without a deadline; every few seconds there is a word."""
    monkeypatch.setattr(database, "STILL_EVERY", 0.05)
    words: list[int] = []
    assert house.db.write_long(lambda tx: time.sleep(0.3) or "done", words.append) == "done"
    assert len(words) >= 2


def test_what_fails_while_it_is_waited_for_is_raised(house: House):
    with pytest.raises(Problem):
        house.db.write_long(lambda tx: (_ for _ in ()).throw(busy()), print)


class Log:
    def __init__(self) -> None:
        self.now = 0.0
        self.filter, self.form = Bounded(lambda: self.now), Timed()
        self.lines: list[str] = []

    def say(self, words: str, *values: object, line: int = 1) -> None:
        record = logging.LogRecord("hall.x", logging.ERROR, __file__, line, words, values, None)
        if self.filter.filter(record):
            self.lines.append(self.form.format(record))


def test_a_line_has_its_time_with_its_zone():
    log = Log()
    log.say("disk %s", "full")
    assert log.lines[0].endswith(" ERROR hall.x: disk full")
    assert time.strptime(log.lines[0][:19], "%Y-%m-%dT%H:%M:%S")
    assert log.lines[0][23] in "+-"


def test_what_repeats_is_said_a_few_times_and_then_counted():
    log = Log()
    for n in range(1000):
        log.say("no answer %d", n)
    assert len(log.lines) == SAME
    log.say("something else", line=2)
    assert len(log.lines) == SAME + 1, "what is new is still heard"
    log.now += WITHIN
    log.say("no answer %d", 1000)
    assert log.lines[-1].endswith(f"no answer 1000 [and {1000 - SAME} times more before]")


def test_all_lines_together_are_bounded():
    log = Log()
    for n in range(10_000):
        log.say("one of many", line=n)
    assert len(log.lines) <= ALL
    assert sum(map(len, log.lines)) < 1_000_000, "13.8 MB a minute before"
