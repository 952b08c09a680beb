"""At a door of the rack, as people do it: whoever stands there leans on it until it gives way, and who comes to a lock
that has fallen shut again shows what he has once more. On a busy machine both happen; neither is the door's fault."""

import contextlib
import secrets
from collections.abc import Callable

from tests.support.house import PATIENCE, House, Manager, NeverCame, until

TIMES = 6
"""So often a person tries before he asks for help."""
_NOT_OPEN = {"refused", "silent", "not_passed", "unseen", "maybe"}


def shows(house: House, code: str, *texts: str) -> None:
    """Held to the scanner until the glass says so: the same code within two seconds is one scan."""
    for _ in range(4):
        house.rack("scanner", "show", text=code)
        with contextlib.suppress(NeverCame):
            house.visitor.sees("EntryView", *texts, patience=PATIENCE / 4)
            return
    house.visitor.sees("EntryView", *texts)


def enters(house: House, code: str, *texts: str, look: Callable[[], object] = lambda: None) -> None:
    """Shows it, reads what the glass says, and is through. ``look``: what somebody does who sees it open."""
    for _ in range(TIMES):
        shows(house, code, "闸机已打开", *texts)
        look()
        if house.rack("gate", "push")["open"]:
            house.visitor.sees("EntryView", "请往里走")
            house.rack("gate", "shut")
            return
        house.visitor.sees("EntryView", "没有人通过")  # proved, and so he may come again
    raise NeverCame("through the gate")


def lets_in(house: House, guard: Manager, device: str, door: str, reason: str) -> str:
    """The guard opens ``door`` once, somebody leans on it, and the page says that he passed. Pressed again where it
    came too late. Returns the order's id."""

    def outcome(order: str) -> str:
        return next(one["outcome"] for one in guard.call("GET", "/api/guard")["orders"] if one["id"] == order)

    for _ in range(TIMES):
        order = guard.call("POST", "/api/guard/open", key=secrets.token_hex(12), door=door, reason=reason)["order"]
        if leans(house, device, lambda order=order: outcome(order) in _NOT_OPEN):
            until("through", lambda order=order: outcome(order) == "passed")
            house.rack(device, "shut")
            return order
    raise NeverCame(f"{door}, opened by hand")


def leans(house: House, device: str, over: Callable[[], bool]) -> bool:
    """Pushed until it is open (True), or until it is ``over``: the very moment its lock lets go counts, not the moment
    at which somebody far away has read of it."""
    while not house.rack(device, "push")["open"]:
        if over():
            return house.rack(device, "push")["open"]
    return True
