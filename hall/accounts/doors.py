"""The three ways into an endpoint. Which endpoint has which is one table, in ``hall.app``."""

from dataclasses import dataclass
from typing import Literal

Role = Literal["clerk", "manager", "security", "admin"]
ROLES: dict[Role, tuple[str, str]] = {
    "clerk": ("窗口人员", "window clerk"),
    "manager": ("大厅管理", "hall manager"),
    "security": ("安保", "security"),
    "admin": ("系统管理", "administrator"),
}


@dataclass(frozen=True)
class Public:
    """Anybody. ``why`` is the reason it may be."""

    why: str


@dataclass(frozen=True)
class Station:
    """An enrolled station, by HTTP Basic."""


@dataclass(frozen=True)
class Staff:
    """A member of staff in one of these roles. ``page``: an anonymous browser is led to the sign-in page."""

    roles: frozenset[Role]
    page: bool = False


Door = Public | Station | Staff
PUBLIC = Public
STATION = Station()


def staff(*roles: Role, page: bool = False) -> Staff:
    """Without roles: everybody who is signed in."""
    return Staff(frozenset(roles or ROLES), page)
