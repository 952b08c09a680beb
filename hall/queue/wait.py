"""How long somebody will wait, as a range; None where nothing is known. Pure.

The middle half of what recent visits took (first to third quartile), for the people ahead shared among the windows that
are serving. The range is rounded outwards to whole minutes. It is what the last visits say, not a promise.
"""

from collections.abc import Sequence
from math import ceil, floor
from statistics import quantiles

FEWEST = 5
"""Visits needed before anything is said: fewer tell nothing."""

LATEST = 30
"""How many of today's visits are looked at."""


def wait_range(ahead: int, windows: int, took: Sequence[float]) -> tuple[int, int] | None:
    """Whole minutes from–to for somebody with ``ahead`` people before him, ``windows`` serving, and recent visits that
    ``took`` so many seconds each."""
    if windows < 1 or len(took) < FEWEST:
        return None
    low, _, high = (round(cut) for cut in quantiles(took, n=4, method="inclusive"))
    return floor(ahead / windows * low / 60), ceil((ahead + 1) / windows * high / 60)
