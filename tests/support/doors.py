"""A small hall with doors, people and papers: one secondment, one meeting, one guard."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hall.contract.access import (
    Calendar,
    Credential,
    Document,
    Door,
    DoorGroup,
    DoorState,
    Grant,
    Grants,
    Person,
    Presented,
    Span,
    TimeProfile,
    Waiting,
)

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 30, 10, 0, tzinfo=ZONE)  # a Monday
DAY = timedelta(days=1)
LI, WANG, ZHOU, GUEST = "a1" * 32, "b2" * 32, "c3" * 32, "0123456789abcdef"
PIN, FORCED = "d4" * 32, "e5" * 32

LI_CARD = Presented("card", LI)
PASS = Presented("pass", GUEST)


def at(hour: int, minute: int = 0, *, days: int = 0) -> datetime:
    return NOW.replace(hour=hour, minute=minute) + days * DAY


def grants(**changes: object) -> Grants:
    """``back``: the back office; ``gate``: the kiosk's; ``out``: out of the back office; ``safe``: two people."""
    letter = {"kind": "letter", "begins": NOW - 30 * DAY, "ends": at(0, days=31)}
    given = {
        "profiles": (TimeProfile(id="office", spans=(Span(begins="08:00", ends="18:00"),)),),
        "calendar": Calendar(holidays=(at(0, days=2).date(),)),
        "doors": (
            Door(id="back", name_zh="后台门", station="D1", from_zone="za", to_zone="back_f1"),
            Door(id="out", name_zh="后台门", station="D1", from_zone="back_f1", to_zone="za", leaves=True),
            Door(id="gate", name_zh="闸机", kind="gate", station="K1", from_zone="self", to_zone="joint"),
            Door(id="safe", name_zh="档案室", station="D1", from_zone="back_f1", to_zone="safe", two=True),
        ),
        "groups": (DoorGroup(id="backoffice", doors=("back", "safe")),),
        "people": (
            Person(id="li", label="李*", department="water", pin=PIN, duress=FORCED),
            Person(id="wang", label="王*", department="fire"),
            Person(id="zhou", label="周*", department="hall"),
            Person(id="guest", label="来访 1 人"),
        ),
        "documents": (
            Document(id="L1", **letter),
            Document(id="L2", **letter),
            Document(id="L3", **letter),
            Document(id="M1", kind="appointment", begins=at(9, 50), ends=at(18), host="zhou", room="joint",
                     offline_until=at(12)),
        ),
        "grants": (
            Grant(id="g1", person="li", document="L1", groups=("backoffice",), profile="office"),
            Grant(id="g2", person="wang", document="L2", doors=("back", "safe")),
            Grant(id="g3", person="zhou", document="L3", doors=("back", "gate", "safe"), level="fire", first=True),
            Grant(id="g4", person="guest", document="M1", doors=("gate",), level="normal"),
        ),
        "credentials": (
            Credential(key=LI, kind="card", person="li"),
            Credential(key=WANG, kind="card", person="wang"),
            Credential(key=ZHOU, kind="card", person="zhou"),
            Credential(key=GUEST, kind="pass", person="guest", document="M1"),
        ),
    }  # fmt: skip
    return Grants(**{**given, **changes})


def changed(held: Grants, part: str, id_: str, **changes: object) -> Grants:
    """With one of its people, documents, doors … otherwise."""
    name = "key" if part == "credentials" else "id"
    rest = tuple(one.model_copy(update=changes) if getattr(one, name) == id_ else one for one in getattr(held, part))
    return held.model_copy(update={part: rest})


def state(door: str, heard: datetime | None = NOW, **known: object) -> DoorState:
    return replace(DoorState(door, heard=heard), **known)


def stood(person: str, department: str, seconds: float = 5) -> Waiting:
    return Waiting(person, department, NOW - timedelta(seconds=seconds))
