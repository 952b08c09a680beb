"""What the hall tells a station, and how a station becomes one."""

from typing import Literal

from pydantic import AwareDatetime, Field

from hall.contract.ids import Subject
from hall.contract.plan import Plan, Ref
from hall.contract.queue import Block, ServiceView, Wire

PUBLIC = r"^[A-Za-z0-9_-]{43}$"
"""A public key: 32 bytes as unpadded base64url."""


class HallView(Wire):
    name_zh: str
    name_en: str
    timezone: str = "Asia/Shanghai"
    complaint_line: str = "12345"


class StationView(Wire):
    """``place`` is the kiosk's own place in the plan ("kiosk1"); empty: nobody has said where it stands."""

    id: str
    name_zh: str
    name_en: str
    place: Ref = ""


HallAlarm = Literal["", "evacuation", "drill"]
"""Empty: none."""


class Snapshot(Wire):
    """GET /api/station/snapshot. The ETag is the hash of everything but ``at``; a station decides on its last one.

    ``at`` is when the hall last said so; ``nearest`` names the nearest other kiosk known to work, if any.
    ``plan`` is the revision of the published plan (0: none yet), fetched apart: it is large and seldom changes.
    ``alarm``: the hall is being evacuated, or rehearses it; nothing else is done then.
    """

    at: AwareDatetime
    hall: HallView
    station: StationView
    services: tuple[ServiceView, ...]
    blocks: tuple[Block, ...] = ()
    missed_rule_zh: str = ""
    missed_rule_en: str = ""
    nearest_zh: str = ""
    nearest_en: str = ""
    plan: int = 0
    alarm: HallAlarm = ""


class PublishedPlan(Wire):
    """GET /api/station/plan, with the revision as its ETag: the plan without what stations never draw from (screens,
    fire signs, background drawings). ``at`` is when it was published."""

    revision: int
    at: AwareDatetime
    plan: Plan


class EnrolRequest(Wire):
    """POST /api/stations/enrol. ``code`` is the one-time code from `python -m hall enrol` or the manager's page.
    ``key``: the public half of the key with which the station is going to sign; an older one has none."""

    code: str = Field(max_length=64)
    key: str = Field("", pattern=rf"{PUBLIC}|^$")


class Enrolled(Wire):
    """Given once. ``secret`` authenticates a station without a key (HTTP Basic user = station id, password = secret);
    ``subject_key`` (64 hex digits) is its own: under it, it says who somebody is (``hall.contract.subjects``).
    """

    station: str
    secret: str
    subject_key: str


class CodeLookup(Wire):
    """POST /api/station/identity: a scanned code that only the city's platform can resolve (随申码, 电子证照)."""

    text: str = Field(max_length=4096)


class CodeOwner(Wire):
    """Who showed the code, masked by the hall."""

    kind: Literal["person", "firm"]
    name_masked: str
    number_masked: str
    subject: Subject
    provider: str


class ProblemDetail(Wire):
    """Body of every 4xx/5xx answer: a code for programs, a sentence in two languages for people."""

    code: str
    zh: str
    en: str
