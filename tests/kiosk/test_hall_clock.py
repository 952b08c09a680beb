"""The hall's time at a station, whatever the station's own computer says."""

from datetime import UTC, datetime, timedelta

from kiosk.kit.hall_clock import HallClock

NINE = datetime(2026, 11, 24, 1, 42, tzinfo=UTC)
"""09:42 at the hall."""


class Count:
    at = 100.0

    def __call__(self) -> float:
        return self.at


def test_it_goes_on_by_the_count_alone_and_follows_the_hall():
    count = Count()
    clock = HallClock(count)
    assert not clock.checked
    clock.set(NINE)
    count.at += 3600
    assert (clock.checked, clock.now()) == (True, NINE + timedelta(hours=1))
    clock.set(NINE + timedelta(hours=1, seconds=1))
    assert clock.now() == NINE + timedelta(hours=1), "an answer a second late moves nothing"
    clock.set(NINE + timedelta(minutes=5))
    assert clock.now() == NINE + timedelta(minutes=5), "what the hall says counts, backwards too"
