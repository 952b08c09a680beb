"""Working days by the State Council's notices, and silence beyond them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hall.contract.workdays import NOTICES, after, between, beyond, works


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2025, 1, 1), False),  # 元旦，一天，不调休
        (date(2025, 1, 2), True),
        (date(2025, 1, 26), True),  # 周日上班
        (date(2025, 10, 8), False),
        (date(2025, 10, 11), True),
        (date(2026, 1, 4), True),  # 周日上班
        (date(2026, 2, 14), True),
        (date(2026, 2, 23), False),
        (date(2026, 9, 20), True),
        (date(2026, 10, 10), True),
        (date(2026, 12, 5), False),  # 周六
        (date(2026, 12, 31), True),
        (date(2027, 1, 4), None),
        (date(2024, 12, 31), None),
    ],
)
def test_a_day_is_worked_as_the_notice_says(day: date, worked: bool | None):
    assert works(day) is worked


@pytest.mark.parametrize(("year", "off", "worked"), [(2025, 28, 5), (2026, 33, 6)])
def test_the_notices_are_whole(year: int, off: int, worked: int):
    notice = NOTICES[year]
    assert sum((last - first).days + 1 for first, last in notice.off) == off
    assert len(notice.worked) == worked
    assert all(one.weekday() >= 5 for one in notice.worked), "a day that must be named is a Saturday or Sunday"
    days = sum(bool(works(date(year, 1, 1) + timedelta(days=n))) for n in range(365))
    assert days == 248, "365 days, 52 weekends, 13 holidays of the law"


def test_a_limit_runs_from_the_next_day_and_over_holidays():
    assert after(date(2026, 9, 29), 2) == date(2026, 10, 8)
    assert after(date(2026, 2, 13), 1) == date(2026, 2, 14), "a Saturday that is worked"
    assert after(date(2026, 11, 24), 0) == date(2026, 11, 24)
    assert between(date(2026, 9, 29), date(2026, 10, 8)) == 2
    assert between(date(2026, 10, 8), date(2026, 9, 29)) == -2


def test_beyond_the_notices_nothing_is_guessed():
    assert after(date(2026, 12, 24), 20) is None
    assert between(date(2026, 12, 24), date(2027, 1, 4)) is None
    assert "2027年" in beyond(date(2026, 12, 24))


@given(st.dates(date(2025, 1, 1), date(2026, 12, 1)), st.integers(1, 20))
def test_counting_there_and_back_agree(day: date, count: int):
    last = after(day, count)
    assert last is not None
    assert works(last)
    assert between(day, last) == count
