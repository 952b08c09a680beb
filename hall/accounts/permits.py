"""Who may call an endpoint: said beside its route by :func:`may`, printed whole by ``python -m hall who-may``."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

F = TypeVar("F", bound=Callable[..., Any])

Role = Literal["clerk", "office", "manager", "security", "admin", "auditor"]
ROLES: dict[Role, tuple[str, str]] = {
    "clerk": ("窗口人员", "window clerk"),
    "office": ("部门经办", "department officer"),
    "manager": ("大厅管理", "hall manager"),
    "security": ("安保", "security"),
    "admin": ("系统管理", "administrator"),
    "auditor": ("审计", "auditor"),
}
"""System, security and audit lie with three roles (GB/T 22239-2019, 8.1.5): an administrator makes accounts, an auditor
reads and changes nothing but his own password."""


@dataclass(frozen=True)
class Public:
    """Anybody. ``why`` is the reason it may be."""

    why: str


@dataclass(frozen=True)
class Station:
    """An enrolled station, by HTTP Basic."""


@dataclass(frozen=True)
class Staff:
    """A member of staff in one of these roles. ``always``: also while the database does not say who that is, if it was
    known a moment before."""

    roles: frozenset[Role]
    always: bool = False


Permit = Public | Station | Staff
STATION = Station()


def staff(*roles: Role) -> Staff:
    """Without roles: everybody who is signed in."""
    return Staff(frozenset(roles or ROLES))


SIGNED_IN = staff()
CREW = staff("clerk", "manager", "security", "admin")
"""Who does something in the hall: everybody but the auditor."""
DESK = staff("clerk", "manager")
MANAGERS = staff("manager", "admin")
GUARDS = staff("manager", "security", "admin")
KEEPERS = staff("manager", "security")
"""Who answers for what stands in the hall; who looks after the system does not."""
GUARDS_ALWAYS = Staff(GUARDS.roles, always=True)
"""Safety first: an evacuation does not wait for a database."""
AUDITORS = staff("auditor")
OVERSEERS = staff("manager", "admin", "auditor")
"""Who reads what managers set up for the public, and what it was at any time; an auditor changes none of it."""

_MARK = "__permit__"


def may(permit: Permit) -> Callable[[F], F]:
    """Stands between the route and its function. A function without it is refused to everybody."""

    def mark(endpoint: F) -> F:
        setattr(endpoint, _MARK, permit)
        return endpoint

    return mark


def permit_of(endpoint: Callable[..., Any]) -> Permit | None:
    return getattr(endpoint, _MARK, None)


def who_may(routes: Iterable[Any]) -> dict[str, Permit | None]:
    """Every endpoint behind these routes ("GET /plan"), in their order; None: closed to everybody."""
    return {
        f"{method} {route.path}": permit_of(route.endpoint)
        for route in each_route(routes)
        for method in sorted(route.methods)
    }


def each_route(routes: Iterable[Any]) -> Iterator[Any]:
    """Also those of routers that FastAPI includes lazily."""
    for route in routes:
        included = getattr(route, "original_router", None)
        if included is None:
            yield route
        else:
            yield from each_route(included.routes)
