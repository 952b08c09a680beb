"""``python -m hall who-may``: every endpoint and who may call it, as docs/who-may.md holds it."""

from collections.abc import Iterable

from hall.accounts import ROLES, Permit, Public, Room, Staff, who_may

HEAD = """# Who may call what

This is what `python -m hall who-may` prints; a test holds them equal. It is drawn from the marks beside the routes
(`@may(…)`): a route without one is closed to everybody. What staff change carries the page's CSRF token and comes from
the hall's own pages.
"""


def printed(rooms: Iterable[Room]) -> str:
    return "\n".join([HEAD, *(_room(room) for room in rooms)])


def _room(room: Room) -> str:
    lines = [f"## {room.name}", "", "| endpoint | who may |", "|---|---|"]
    lines += [f"| `{front.path}` | everybody: {front.why} |" for front in room.fronts]
    lines += [f"| `{entry}` | {_who(permit)} |" for entry, permit in who_may(room.router.routes).items()]
    return "\n".join([*lines, ""])


def _who(permit: Permit | None) -> str:
    if permit is None:
        return "nobody"
    if isinstance(permit, Public):
        return f"everybody: {permit.why}"
    if not isinstance(permit, Staff):
        return "a station"
    if permit.roles == ROLES.keys():
        return "all staff"
    return ", ".join(en for role, (_, en) in ROLES.items() if role in permit.roles)
