"""A room's routes, not looked through where an address cannot be the room's: matching is one pass over every route of
the hall, twice, and a hall has hundreds."""

from collections.abc import Iterable, Iterator
from typing import Self

from fastapi import APIRouter
from starlette.routing import BaseRoute, Match
from starlette.types import Scope


class Router(APIRouter):
    """``APIRouter`` that knows how its addresses begin."""

    _begins: tuple[int, frozenset[str]] = (-1, frozenset())

    @classmethod
    def of(cls, router: APIRouter) -> Self:
        """The same routes, under this class."""
        quick = cls.__new__(cls)
        quick.__dict__.update(router.__dict__)
        return quick

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        begins = self._beginnings()
        if scope["type"] == "http" and "{" not in begins and _beginning(scope["path"]) not in begins:
            return Match.NONE, {}
        return super().matches(scope)

    def _beginnings(self) -> frozenset[str]:
        """Worked out again where routes were added meanwhile."""
        count, begins = self._begins
        if count != len(self.routes):
            begins = frozenset(map(_beginning, _paths(self.routes)))
            self._begins = len(self.routes), begins
        return begins


def _beginning(path: str) -> str:
    """``/api/station/tickets/{token}`` → ``api/station``; ``{`` where anything may stand there."""
    first, _, rest = path.removeprefix("/").partition("/")
    begin = f"{first}/{rest.partition('/')[0]}" if first == "api" else first
    return "{" if "{" in begin else begin


def _paths(routes: Iterable[BaseRoute]) -> Iterator[str]:
    for route in routes:
        inner = getattr(route, "original_router", None)
        if inner is not None:
            yield from _paths(inner.routes)
        else:
            yield getattr(route, "path", "/{}")
