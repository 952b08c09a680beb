"""What this room needs of the plan: the one that is published now."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from sqlalchemy import Connection

from hall.contract.plan import Plan


class Published(Protocol):
    """A published plan: its revision, and the moment of the commit."""

    @property
    def revision(self) -> int: ...
    @property
    def plan(self) -> Plan: ...
    @property
    def at(self) -> datetime: ...


class Plans(Protocol):
    def current(self, conn: Connection) -> Published: ...


@dataclass(frozen=True)
class _Nothing:
    revision: int
    plan: Plan
    at: datetime


class PlansOrNone:
    """For a hall that may not have published yet: then a plan without screens, revision 0."""

    def __init__(self, published: Callable[[Connection], Published | None], name_zh: str) -> None:
        self._published = published
        self._nothing = _Nothing(0, Plan(name_zh=name_zh), datetime(1970, 1, 1, tzinfo=UTC))

    def current(self, conn: Connection) -> Published:
        return self._published(conn) or self._nothing
