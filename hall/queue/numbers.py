"""Which number comes next. Pure.

A day's numbers of one service: the counter gives 1–700, then 1000–9000; 701–999 and 9001–9999 are kept back for blocks
granted to stations, so that a station cut off from the hall can go on without ever meeting the counter.
"""

RESERVED = ((701, 999), (9001, 9999))
LAST = 9999


MARGIN, THOUSAND = 300, 1000
"""Numbers of one service that may have been given without our knowing; what comes after begins at a whole thousand, so
that everybody sees at a glance that it does."""
UNKNOWN_BLOCKS = 200
"""Numbers kept back for blocks that may have been granted without our knowing, once the first range is used."""


def beyond(n: int) -> int:
    """Where the counter goes on when it is not known how far beyond ``n`` it had come."""
    thousand = -(-(n + MARGIN) // THOUSAND) * THOUSAND
    return thousand if thousand <= 8000 else n + MARGIN


def unknown_blocks(taken_up_to: int) -> tuple[int, int] | None:
    """The span behind ``taken_up_to`` that is not granted any more, since it may have been: the rest of the first
    range, or 200 numbers of the second."""
    for first, last in RESERVED:
        start = max(first, taken_up_to + 1)
        if start <= last:
            return start, last if first < THOUSAND else min(last, start + UNKNOWN_BLOCKS - 1)
    return None


def next_free(n: int) -> int | None:
    """The first number from ``n`` on that the counter may give; None when the day's numbers are used up."""
    for first, last in RESERVED:
        if first <= n <= last:
            n = last + 1
    return n if n <= LAST else None


def next_block(taken_up_to: int, size: int) -> tuple[int, int] | None:
    """The next block of ``size`` in the reserved ranges after ``taken_up_to`` (0: none yet); None if there is none."""
    for first, last in RESERVED:
        start = max(first, taken_up_to + 1)
        if start + size - 1 <= last:
            return start, start + size - 1
    return None


def missing(first: int, last: int, given: list[int]) -> list[tuple[int, int]]:
    """The spans of ``first..last`` that are not among ``given`` (ascending)."""
    spans, start = [], first
    for n in (*given, last + 1):
        if n > start:
            spans.append((start, n - 1))
        start = n + 1
    return spans
