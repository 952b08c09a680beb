"""A limit as it is written, as a number of working days: only where it says one number and no other."""

import re

_WORKDAYS = re.compile(r"(\d{1,3})个工作日")


def working_days(limit: str) -> int | None:
    """``受理后2个工作日`` is 2; ``图审5个工作日；施工许可2个工作日`` is two limits, and so none."""
    counts = set(_WORKDAYS.findall(limit))
    return int(counts.pop()) if len(counts) == 1 else None
