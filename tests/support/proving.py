"""A whole hall to prove: three floors of offices behind doors, twenty departments, and holes to be planted in it."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from random import Random
from typing import Any
from unittest.mock import patch
from zoneinfo import ZoneInfo

from hall.access.proving import Hole, Law
from hall.contract.access import Credential, Document, Door, DoorGroup, Grant, Grants, Person, Span, TimeProfile
from hall.contract.plan import Door as DrawnDoor
from hall.contract.plan import Floor, Hours, Node, Place, Plan, Way

NOW = datetime(2026, 11, 30, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))  # a Monday
FLOORS, OFFICES, DEPARTMENTS, PROFILES = 3, 19, 20, 20
LETTER: dict[str, Any] = {"kind": "letter", "begins": NOW - timedelta(days=90), "ends": NOW + timedelta(days=400)}


@dataclass
class Hall:
    """``forgets``: the rule's checks that are left out."""

    plan: dict[str, Any]
    grants: dict[str, Any]
    forgets: list[str] = field(default_factory=list)

    def plan_made(self) -> Plan:
        return Plan(**_tuples(self.plan))

    def grants_made(self) -> Grants:
        return Grants(**_tuples(self.grants))

    def changed(self, part: str, id: str, **values: Any) -> None:
        for things in (self.plan, self.grants):
            if part in things:
                things[part] = [one.model_copy(update=values) if one.id == id else one for one in things[part]]

    @contextmanager
    def rule(self) -> Iterator[None]:
        """The one rule, with what it forgets forgotten."""
        module = sys.modules["hall.contract.access.decide"]
        gone = {getattr(module, name) for name in self.forgets}
        paper, checks = (
            tuple(one for one in getattr(module, name) if one not in gone) for name in ("_PAPER", "_CHECKS")
        )
        with patch.object(module, "_PAPER", paper), patch.object(module, "_CHECKS", checks):
            yield


def _tuples(parts: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(things) if isinstance(things, list) else things for name, things in parts.items()}


def hall(people: int = 5000, visitors: int = 200) -> Hall:
    """Floor by floor: a public corridor, a staff door into the back corridor, and offices off it, each with its door;
    the last of each floor is an archive of two persons with a reader on its way out. Sixty doors that lead in."""
    drawn, told = ("floors", "nodes", "ways", "places", "doors"), ("doors", "groups", "profiles", "people", "documents")
    grants = {part: list[Any]() for part in (*told, "grants", "credentials")}
    made = Hall({"name_zh": "样例大厅", **{part: [] for part in drawn}}, grants)
    for floor in range(FLOORS):
        _floor(made, floor)
    _profiles(made)
    _groups(made)
    for n in range(people):
        _officer(made, n)
    for n in range(visitors):
        _visitor(made, n)
    return made


def _floor(made: Hall, f: int) -> None:
    plan = made.plan
    plan["floors"].append(Floor(id=f"f{f}", level=f, name_zh=f"{f + 1} 层", width=100, depth=40))
    _node(made, f"hall{f}", f, 10, 30, "entrance" if f == 0 else "junction")
    _node(made, f"lift{f}", f, 5, 30)
    _node(made, f"stairs{f}", f, 15, 30)
    _way(made, f"hall{f}", f"lift{f}")
    _way(made, f"hall{f}", f"stairs{f}")
    if f:
        _way(made, f"lift{f - 1}", f"lift{f}", kind="lift", length=4)
        _way(made, f"stairs{f - 1}", f"stairs{f}", kind="stairs", length=9)
    _node(made, f"back{f}", f, 10, 20)
    _place(made, f"corridor{f}", f"back{f}", f, f"{f + 1} 层后台", public=False)
    _door(made, f"in{f}", f"hall{f}", f"back{f}", f"corridor{f}", f"{f + 1} 层后台门", staff=True)
    for n in range(OFFICES):
        _node(made, f"o{f}_{n}", f, 15 + 4 * n, 10)
        _place(made, f"room{f}_{n}", f"o{f}_{n}", f, f"{f + 1}{n:02} 室", public=False)
        _door(made, f"d{f}_{n}", f"back{f}", f"o{f}_{n}", f"room{f}_{n}", f"{f + 1}{n:02} 室门", two=n == OFFICES - 1)
    last = f"{f}_{OFFICES - 1}"
    out = Door(id=f"out{f}", name_zh="档案室（出）", way=f"back{f}-o{last}", from_zone=f"room{last}", leaves=True)
    made.grants["doors"].append(out)


def _node(made: Hall, id: str, f: int, x: float, y: float, kind: Any = "junction") -> None:
    made.plan["nodes"].append(Node(id=id, floor=f"f{f}", x=x, y=y, kind=kind))


def _way(made: Hall, a: str, b: str, **more: Any) -> str:
    made.plan["ways"].append(Way(id=f"{a}-{b}", a=a, b=b, **more))
    return f"{a}-{b}"


def _place(made: Hall, id: str, node: str, f: int, zh: str, **more: Any) -> None:
    at = next(one for one in made.plan["nodes"] if one.id == node)
    made.plan["places"].append(Place(id=id, kind="room", node=node, floor=f"f{f}", x=at.x, y=at.y, name_zh=zh, **more))


def _door(made: Hall, id: str, a: str, b: str, zone: str, zh: str, staff: bool = False, **more: Any) -> None:
    way = _way(made, a, b)
    if staff:
        made.plan["doors"].append(DrawnDoor(id=id, way=way, name_zh=zh, staff_only=True))
    made.grants["doors"].append(Door(id=id, name_zh=zh, way=way, to_zone=zone, **more))


def _profiles(made: Hall) -> None:
    for n in range(PROFILES):
        spans = (Span(begins=time(6 + n % 4, 30 * (n % 2)), ends=time(17 + n % 6)),)
        made.grants["profiles"].append(TimeProfile(id=f"t{n}", name_zh=f"时段 {n}", spans=spans))


def _groups(made: Hall) -> None:
    """Of each department: its floor's door and three offices of its own; the archives."""
    for d in range(DEPARTMENTS):
        f, first = d % FLOORS, 2 * (d // FLOORS)
        offices = [f"d{f}_{(first + n) % (OFFICES - 1)}" for n in range(3)]
        made.grants["groups"].append(DoorGroup(id=f"b{d}", doors=(f"in{f}", *offices)))
    made.grants["groups"].append(DoorGroup(id="archives", doors=tuple(f"d{f}_{OFFICES - 1}" for f in range(FLOORS))))


def _officer(made: Hall, n: int, **paper: Any) -> None:
    d = n % DEPARTMENTS
    groups = (f"b{d}", "archives") if n // DEPARTMENTS % 10 == 0 else (f"b{d}",)
    parts = made.grants
    parts["people"].append(Person(id=f"p{n}", label="张*", department=f"b{d}", department_zh=f"部门 {d}"))
    parts["documents"].append(Document(id=f"l{n}", **{**LETTER, **paper}))
    profile = f"t{n // DEPARTMENTS % PROFILES}"
    parts["grants"].append(Grant(id=f"g{n}", person=f"p{n}", document=f"l{n}", groups=groups, profile=profile))
    parts["credentials"].append(Credential(key=f"{n:064x}", kind="card", person=f"p{n}"))


def _visitor(made: Hall, n: int, host: str = "", doors: tuple[str, ...] = ()) -> None:
    """Into the first office of his host, in office hours of some day of the week."""
    d = n % DEPARTMENTS
    begins = NOW + timedelta(days=n % 5, minutes=7 * n % 180)
    parts = made.grants
    parts["people"].append(Person(id=f"v{n}", label="来访"))
    parts["documents"].append(
        Document(id=f"a{n}", kind="appointment", begins=begins, ends=begins + timedelta(hours=3), host=host or f"p{d}",
                 room=f"room{d % FLOORS}_0", offline_until=begins + timedelta(hours=2))
    )  # fmt: skip
    doors = doors or (f"in{d % FLOORS}", f"d{d % FLOORS}_{2 * (d // FLOORS) % (OFFICES - 1)}")
    parts["grants"].append(Grant(id=f"gv{n}", person=f"v{n}", document=f"a{n}", doors=doors))
    parts["credentials"].append(Credential(key=f"{n:016x}", kind="pass", person=f"v{n}", document=f"a{n}"))


# -- holes -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Planted:
    """``about``: ids of doors, nodes, places or people, one of which every counter-example has to name."""

    kind: str
    law: Law
    about: frozenset[str]

    def told_by(self, hole: Hole) -> bool:
        named = {*hole.doors, hole.place, *hole.people, *(step.node for step in hole.walk)}
        return hole.law == self.law and bool(named & self.about)


def planted(made: Hall, kind: str, random: Random) -> Planted:
    """One hole of this kind, somewhere. ``made`` is changed."""
    f, n = random.randrange(FLOORS), random.randrange(OFFICES - 1)
    law, *about = _PLANT[kind](made, f, n, random)
    return Planted(kind, law, frozenset(about))


def _ungoverned(made: Hall, f: int, n: int, random: Random) -> tuple[Any, ...]:
    made.grants["doors"] = [door for door in made.grants["doors"] if door.id != f"in{f}"]
    made.grants["groups"] = [
        group.model_copy(update={"doors": tuple(id for id in group.doors if id != f"in{f}")})
        for group in made.grants["groups"]
    ]
    return "back_office", f"in{f}"


def _leads_in(made: Hall, f: int, n: int, random: Random) -> tuple[Any, ...]:
    id = random.choice([f"in{f}", f"d{f}_{n}"])
    made.changed("doors", id, leaves=True)
    return "back_office", id


def _gap(made: Hall, f: int, n: int, random: Random) -> tuple[Any, ...]:
    goal = random.choice([f"o{f}_{n}", f"back{f}"])
    _way(made, f"stairs{f}", goal)
    return "back_office", goal


def _between(made: Hall, f: int, n: int, random: Random) -> tuple[Any, ...]:
    """A door from one office into another, through which one comes out again elsewhere."""
    n %= 13  # an office that is somebody's
    other = (n + 9) % (OFFICES - 1)
    way = _way(made, f"o{f}_{n}", f"o{f}_{other}")
    door = Door(id="between", name_zh="夹层门", way=way, from_zone=f"room{f}_{other}", to_zone=f"room{f}_{n}")
    made.grants["doors"].append(door)
    return "back_office", "between"


def _locked_in(made: Hall, f: int, n: int, random: Random) -> tuple[Any, ...]:
    way, room = f"back{f}-o{f}_{n}", f"room{f}_{n}"
    made.grants["doors"].append(Door(id="locked", name_zh="出门读卡", way=way, from_zone=room))
    return "way_out", "locked"


def _shut(made: Hall, f: int, n: int, random: Random) -> tuple[Any, ...]:
    hours = (Hours(days=(1, 2, 3, 4, 5), opens=time(7), closes=time(20)),)
    made.changed("ways", f"back{f}-o{f}_{n}", open=hours)
    return "way_out", f"room{f}_{n}"


def _lift_alone(made: Hall, f: int, n: int, random: Random) -> tuple[Any, ...]:
    made.plan["ways"] = [way for way in made.plan["ways"] if way.id != "stairs1-stairs2"]
    return "way_out", "stairs2", "hall2", "lift2", "corridor2", "room2_0"


def _no_way_back(made: Hall, f: int, n: int, random: Random) -> tuple[Any, ...]:
    made.changed("ways", f"back{f}-o{f}_{n}", one_way=True)
    return "way_out", f"room{f}_{n}"


def _host_gone(made: Hall, f: int, n: int, random: Random) -> tuple[Any, ...]:
    _officer(made, 9000, state=random.choice(["withdrawn", "suspended"]))
    _visitor(made, 900, "p9000")
    return "host", "v900"


def _host_elsewhere(made: Hall, f: int, n: int, random: Random) -> tuple[Any, ...]:
    """He may not open himself what his guest may: an office of another floor."""
    _visitor(made, 900, f"p{f}", (f"d{(f + 1) % FLOORS}_{n}",))
    return "host", "v900"


def _hosts_forgotten(made: Hall, f: int, n: int, random: Random) -> tuple[Any, ...]:
    made.forgets.append("_host")
    _visitor(made, 900, "nobody")
    return "host", "v900"


def _papers_forgotten(made: Hall, f: int, n: int, random: Random) -> tuple[Any, ...]:
    made.forgets.append("_document")
    _officer(made, 9000, ends=NOW - timedelta(days=random.randrange(1, 80)))
    made.grants["documents"] = [one for one in made.grants["documents"] if one.kind == "letter"]
    made.grants["grants"] = [one for one in made.grants["grants"] if not one.id.startswith("gv")]
    return "paper", "p9000"


def _second_forgotten(made: Hall, f: int, n: int, random: Random) -> tuple[Any, ...]:
    made.forgets.append("_two")
    return "two_departments", *(f"d{f}_{OFFICES - 1}" for f in range(FLOORS))


def _twice_written(made: Hall, f: int, n: int, random: Random) -> tuple[Any, ...]:
    made.changed("people", f"p{random.randrange(DEPARTMENTS)}", department="other")
    return "two_departments", *(f"d{f}_{OFFICES - 1}" for f in range(FLOORS))


_PLANT = {
    "staff door that no rule governs": _ungoverned,
    "way out that leads in": _leads_in,
    "way beside the door": _gap,
    "through two doors": _between,
    "right asked for on the way out": _locked_in,
    "way out shut by its hours": _shut,
    "lift alone in a fire": _lift_alone,
    "no way back": _no_way_back,
    "host whose letter does not live": _host_gone,
    "host who may not himself": _host_elsewhere,
    "rule that forgets hosts": _hosts_forgotten,
    "rule that forgets papers": _papers_forgotten,
    "rule that forgets the second person": _second_forgotten,
    "department written down twice": _twice_written,
}
KINDS = tuple(_PLANT)
