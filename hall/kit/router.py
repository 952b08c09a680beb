"""Only those routes are looked through whose addresses begin like the one that is asked for: matching is one pass over
every route of the hall, twice, and a hall has hundreds."""

from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from typing import Self

from fastapi import APIRouter
from starlette.routing import BaseRoute
from starlette.types import Receive, Scope, Send

ANYTHING = "{"
"""Where an address has a variable, or anything at all."""

Marked = tuple[APIRouter, list[tuple[BaseRoute, set[str]]]]
"""A room's router, and how the addresses of each of its routes begin."""


class Directory(APIRouter):
    """An application's router that knows where the routes of its rooms begin. Everything else is as it was: a request
    is handed to a router like it that has those routes alone."""

    _narrow: dict[str, APIRouter]

    @classmethod
    def of(cls, router: APIRouter, rooms: Sequence[APIRouter]) -> Self:
        """``rooms``: what ``router`` includes, in that order. A route that is added afterwards is
        found if none of theirs begins like it."""
        self = cls.__new__(cls)
        self.__dict__.update(router.__dict__)
        self.middleware_stack = self.app
        marked = [(room, [(route, _begun(route)) for route in room.routes]) for room in rooms]
        begins = {begin for _, routes in marked for _, begun in routes for begin in begun} - {ANYTHING}
        self._narrow = {begin: _narrowed(router, marked, set(_begins(begin))) for begin in begins}
        return self

    async def app(self, scope: Scope, receive: Receive, send: Send) -> None:
        begins = _begins(scope["path"]) if scope["type"] == "http" else []
        narrow = next((self._narrow[begin] for begin in begins if begin in self._narrow), None)
        if narrow is None:
            await super().app(scope, receive, send)
            return
        scope["router"] = self
        await narrow.app(scope, receive, send)


def _narrowed(router: APIRouter, marked: Iterable[Marked], begins: set[str]) -> APIRouter:
    narrow = copy(router)
    narrow.routes = []
    for room, routes in marked:
        part = copy(room)
        part.routes = [route for route, begun in routes if not begun.isdisjoint(begins)]
        if part.routes:
            narrow.include_router(part)
    return narrow


def _begins(path: str) -> list[str]:
    """How routes begin that may be meant, the narrowest first: ``/api/station/tickets/{token}`` →
    ``api/station/tickets``, ``api/station/{``, ``{``."""
    steps = path.strip("/").split("/", 3)
    steps = steps[: 3 if steps[0] == "api" else 1]
    found = [steps, *([[*steps[:2], ANYTHING]] if len(steps) == 3 else []), [ANYTHING]]
    return ["/".join(one) for one in found if not any(ANYTHING in step and step != ANYTHING for step in one)]


def _begun(route: BaseRoute) -> set[str]:
    return {_begins(path)[0] for path in _paths([route])}


def _paths(routes: Iterable[BaseRoute]) -> Iterator[str]:
    for route in routes:
        inner = getattr(route, "original_router", None)
        if inner is not None:
            yield from _paths(inner.routes)
        else:
            yield getattr(route, "path", "/{}")
