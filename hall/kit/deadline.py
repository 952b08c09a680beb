"""A press that was given up must not take effect later.

Whoever presses says until when it is meant, by the hall's clock: header ``X-Good-Until``, milliseconds since 1970. It
may wait in the browser, in a proxy, in the socket of a hall that stood still, or before the writer; what is older than
that when its turn comes is refused, and nothing is changed. The refusal carries the hall's time, so that a page whose
idea of it was wrong can press again at once.
"""

from contextvars import ContextVar
from datetime import UTC, datetime

from hall.kit.errors import Problem

HEADER = "x-good-until"
LONGEST = 15
"""Digits: milliseconds up to the year 33658."""

GOOD_UNTIL: ContextVar[datetime | None] = ContextVar("GOOD_UNTIL", default=None)
"""Of the request that is being served; None when it did not say."""


def read(said: str | None) -> datetime | None:
    if said is None:
        return None
    if not (said.isascii() and said.isdecimal() and len(said) < LONGEST):
        raise Problem(422, "invalid", "按键的时限读不懂。", "X-Good-Until is no number of milliseconds.")
    return datetime.fromtimestamp(int(said) / 1000, UTC)


def check(good_until: datetime | None, now: datetime) -> None:
    if good_until is not None and now > good_until:
        raise Problem(
            408,
            "too_late",
            "这一下到大厅时已过时限，没有执行，请看清情况再按。",
            "This press reached the hall after its time and was not carried out.",
            {"X-Hall-Now": str(round(now.timestamp() * 1000))},
        )
