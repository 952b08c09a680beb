"""What every room's tables are made of."""

from datetime import UTC, datetime

from sqlalchemy import BigInteger, Integer, MetaData
from sqlalchemy.types import TypeDecorator

metadata = MetaData()
"""Every room's tables."""

BigKey = BigInteger().with_variant(Integer, "sqlite")
"""A 64-bit key; SQLite only counts up by itself on INTEGER."""


class Instant(TypeDecorator[datetime]):
    """An aware datetime as whole microseconds since 1970, UTC: exact, ordered, the same in every database."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: object) -> int | None:
        return None if value is None else micros(value)

    def process_result_value(self, value: int | None, dialect: object) -> datetime | None:
        if value is None:
            return None
        value = max(_FIRST, min(value, _LAST))  # one that was written before there were bounds spoils no page
        return datetime.fromtimestamp(value // 1_000_000, UTC).replace(microsecond=value % 1_000_000)


def micros(value: datetime) -> int:
    """Raises ``OverflowError`` for the calendar's first and last day: what somewhere has a year 0 or 10000 could be
    written, and then whoever reads the row falls."""
    if value.tzinfo is None:
        raise ValueError("a naive datetime has no place in the database")
    whole = value.replace(microsecond=0).timestamp()
    found = int(whole) * 1_000_000 + value.microsecond
    if not _FIRST <= found <= _LAST:
        raise OverflowError("an instant at the end of the calendar")
    return found


_FIRST, _LAST = (
    int(at.timestamp()) * 1_000_000 for at in (datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC))
)
