"""Who is connected: people and machines we know, and strangers, who share a budget.

A connection is a stranger's until a request on it was admitted: of staff, of a station, of a paired screen. Strangers
are counted by address and in all. Where their room is full the newcomer is let in and a stranger is sent away, the one
that has kept us waiting longest first: so a flood pushes out itself, and whoever brings a secret needs only the moment
from his connection to his first request. Behind one address (NAT) there may be 200 screens, 60 pages and an attacker.
Whom we know has a budget too, by who he is: one stolen kiosk or cookie must not take all places of the hall.

One a process: with ``workers`` the room is that many times as large.
"""

import resource
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from hall.kit.turns import Pace
from hall.settings import Settings

RESERVED = 128
"""Files that are no connections: database, logs, pages being read."""
WANTED_FILES = 65_536


@dataclass(frozen=True)
class Limits:
    connections: int = 4000
    strangers: int = 1200
    strangers_each: int = 600
    each_known: int = 512
    """Of one member of staff, or one station."""
    head_seconds: float = 10.0
    head_bytes: int = 32_768
    body_seconds: float = 20.0
    body_bytes: int = 64 * 1024 * 1024
    """Of strangers' bodies held at once, in all; a quarter of it from one address."""

    @property
    def leaving(self) -> int:
        """Connections that are over and have not heard so yet."""
        return self.connections // 4


def limits(settings: Settings, files: int) -> Limits:
    connections = max(64, min(settings.connections, (files - RESERVED) * 4 // 5))
    strangers = min(settings.strangers, connections * 3 // 4)
    return Limits(
        connections=connections,
        strangers=strangers,
        strangers_each=min(settings.strangers_each_address, strangers),
        each_known=max(8, min(settings.connections_each, connections // 4)),
        head_seconds=settings.head_seconds,
        head_bytes=settings.head_bytes,
        body_seconds=settings.body_seconds,
    )


def raise_files() -> int:
    """As many files as the system lets this process have; how many that is."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = WANTED_FILES if hard == resource.RLIM_INFINITY else min(hard, WANTED_FILES)
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return WANTED_FILES if soft == resource.RLIM_INFINITY else soft
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    return wanted


class Caller:
    """One connection. ``send_away`` closes it."""

    __slots__ = ("_crowd", "_name", "_stranger", "address", "body", "holds", "send_away", "waiting")

    def __init__(self, crowd: "Crowd", address: str, send_away: Callable[[], None]) -> None:
        self._crowd, self.address, self.send_away = crowd, address, send_away
        self.waiting = True
        """For a request that is not here yet, or not the whole of it."""
        self.holds = 0
        """Streams: it watches within the budget of streams, and is not sent away for others."""
        self.body = 0
        self._stranger, self._name = True, ""

    @property
    def stranger(self) -> bool:
        return self._stranger

    @property
    def name(self) -> str:
        return self._name

    def known(self, name: str = "") -> bool:
        """``name`` was admitted on it. False: he has as many connections as one may have; this one stays a
        stranger's."""
        if not self._stranger:
            return True
        if not self._crowd.counts(name):
            return False
        self._stranger, self._name = False, name
        self._crowd.let_go(self)
        return True

    def took(self, size: int) -> bool:
        """So many more bytes of a body are held; False: more than strangers may have held."""
        if not self._stranger:
            return True
        self.body += size
        return self._crowd.took(self, size)

    def done(self) -> None:
        """Its body is not held any more."""
        if self.body:
            self._crowd.took(self, -self.body)
            self.body = 0

    def gone(self) -> None:
        self._crowd.gone(self)
        self._name = self._crowd.left(self._name)


@dataclass(frozen=True)
class Open:
    """Streams that anybody may watch: where they are, and whether a household has as many as it may. In the state of
    the application under :data:`OPEN`, so that who finds no place is refused before his request becomes one."""

    paths: frozenset[bytes]
    full: Callable[[str], bool]


OPEN = "open_streams"


def acquainted(scope: Any, name: str = "") -> bool:
    """The connection of this request (or line) is no stranger's but ``name`` 's. False: he has too many."""
    caller: Caller | None = scope.get("state", {}).get("caller")
    return caller is None or caller.known(name)


def known_as(scope: Any) -> str:
    """Who was admitted on this connection; empty: nobody yet, or one who speaks for many."""
    caller: Caller | None = scope.get("state", {}).get("caller")
    return "" if caller is None else caller.name


def stranger(scope: Any) -> bool:
    """Whether nobody has been admitted on this connection yet."""
    caller: Caller | None = scope.get("state", {}).get("caller")
    return caller is not None and caller.stranger


@contextmanager
def holding(scope: Any) -> Iterator[None]:
    """Meanwhile this connection is not sent away for others: it has its place within another budget."""
    caller: Caller | None = scope.get("state", {}).get("caller")
    if caller is None:
        yield
        return
    caller.holds += 1
    try:
        yield
    finally:
        caller.holds -= 1


class Crowd:
    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._strangers: dict[str, dict[Caller, None]] = {}
        """By address, in the order in which they came."""
        self._count = 0
        self._all: set[Caller] = set()
        self._bodies: dict[str, int] = {}
        self._known: Counter[str] = Counter()
        self._pace, self._leaving = Pace(), 0

    def counts(self, name: str) -> bool:
        """One more of ``name`` 's; False: there are as many as one may have. Nobody's are not counted."""
        if name and self._known[name] >= self.limits.each_known:
            return False
        self._known[name] += bool(name)
        return True

    def left(self, name: str) -> str:
        if name:
            self._known[name] -= 1
            if not self._known[name]:
                del self._known[name]
        return ""

    def leaves(self, address: str) -> float | None:
        """One that is none any more has to be told so. A program comes again as soon as it hears, and who is kept
        waiting costs nothing: so it hears in so many seconds, after those of its household before it. None: at once,
        since as many are kept as may be. :meth:`left_at_last` when it has."""
        if self._leaving >= self.limits.leaving:
            return None
        self._leaving += 1
        return self._pace.wait(address)

    def left_at_last(self) -> None:
        self._leaving -= 1

    @property
    def strangers(self) -> int:
        return self._count

    def __len__(self) -> int:
        return len(self._all)

    def arrive(self, address: str, send_away: Callable[[], None]) -> Caller | None:
        """None: there is no room even when strangers are sent away."""
        there = self._strangers.get(address, {})
        if len(there) >= self.limits.strangers_each and not self._make_room(address):
            return None
        crowded = self._count >= self.limits.strangers or len(self._all) >= self.limits.connections
        if crowded and not self._make_room(self._most_crowded()):
            return None
        caller = Caller(self, address, send_away)
        self._all.add(caller)
        self._strangers.setdefault(address, {})[caller] = None
        self._count += 1
        return caller

    def let_go(self, caller: Caller) -> None:
        """It is no stranger any more."""
        there = self._strangers.get(caller.address, {})
        if there.pop(caller, caller) is None:
            self._count -= 1
            if not there:
                del self._strangers[caller.address]
        caller.done()

    def gone(self, caller: Caller) -> None:
        self._all.discard(caller)
        self.let_go(caller)

    def took(self, caller: Caller, size: int) -> bool:
        held = self._bodies.get(caller.address, 0) + size
        if held > 0:
            self._bodies[caller.address] = held
        else:
            self._bodies.pop(caller.address, None)
        most = self.limits.body_bytes
        return size < 0 or (held <= most // 4 and sum(self._bodies.values()) <= most)

    def _most_crowded(self) -> str:
        return max(self._strangers, key=lambda address: len(self._strangers[address]), default="")

    def _make_room(self, address: str) -> bool:
        there = self._strangers.get(address, {})
        leaves = next((one for one in there if one.waiting and not one.holds), None)
        leaves = leaves or next((one for one in there if not one.holds), None)
        if leaves is None:
            return False
        self.gone(leaves)
        leaves.send_away()
        return True
