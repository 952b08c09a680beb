"""The part ``grants``: what one station has to know to decide at its doors, and nothing of any other.

Nobody's name, number or card stands in it: people are opaque ids with a masked label, cards and PINs points under the
station's own key (`hall.contract.subjects`), passes the random number of a code that only the hall can sign. A stolen
disk opens nothing.
"""

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import AwareDatetime, Field, StringConstraints

from hall.contract.access.hours import Calendar, TimeProfile
from hall.contract.access.words import Level
from hall.contract.passes import PassKey
from hall.contract.plan import Id, Name, Ref
from hall.contract.queue import Wire

Opaque = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z_-]{1,40}$")]
OpaqueRef = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z_-]{0,40}$")]
Label = Annotated[str, StringConstraints(max_length=80)]
CardKey = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16,64}$")]
"""A card or PIN: 64 hex digits, as ``subjects.person`` says it under the station's key. A pass: the 16 of its cti."""

DoorKind = Literal["door", "gate", "turnstile"]
Passback = Literal["off", "soft", "hard", "timed"]
MOST_PEOPLE = 20_000


class Door(Wire):
    """One door in one direction, from one zone of the plan into another (empty: outside). ``station``: whose gate it
    is. ``way``: the plan's way that it stands across; ``place``: where one finds it on the plan.

    ``leaves``: this direction is the way out. It is never refused, whoever it is and whatever the level: getting out is
    the lock's and the button's own, and software does not stand before them.

    ``pin``: from which level on a card wants its PIN. ``two``: two people, not of one department. ``interlock``: doors
    that must be shut first. ``first``: until somebody who is named for it has come, in that profile's hours, nobody
    else is let in. ``passback``: what is done with one who, as far as is known, is inside already; ``timed``: refused
    for ``passback_minutes``. ``stale``: what hard and timed become while the station cannot know (its link was down, or
    it started anew); off and soft stay as they are.
    """

    id: Id
    name_zh: Name
    name_en: Name = ""
    kind: DoorKind = "door"
    station: str = Field(default="", max_length=32)
    place: Ref = ""
    way: Ref = ""
    from_zone: Ref = ""
    to_zone: Ref = ""
    leaves: bool = False
    unlock_seconds: float = Field(default=5.0, gt=0, le=60)
    pin: Level | None = "heightened"
    two: bool = False
    interlock: tuple[Id, ...] = ()
    first: Ref = ""
    passback: Passback = "off"
    passback_minutes: int = Field(default=5, ge=1, le=1440)
    stale: Literal["soft", "hard"] = "soft"


class DoorGroup(Wire):
    id: Id
    name_zh: Name = ""
    doors: tuple[Id, ...] = ()


class Person(Wire):
    """Who has cards and rights: an opaque id and a masked label (张*). ``pin``, ``duress``: as said under the station's
    key, empty: none. ``suspended``: nothing of his opens anything. ``step_free``: he is shown a way without steps, for
    he was invited so."""

    id: Opaque
    label: Label = ""
    department: OpaqueRef = ""
    department_zh: Label = ""
    pin: Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{64})?$")] = ""
    duress: Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{64})?$")] = ""
    suspended: bool = False
    step_free: bool = False


DocumentState = Literal["living", "suspended", "withdrawn", "closed"]


class Document(Wire):
    """The paper a right comes from: a secondment letter (审批授权委托书), or an appointment. From ``begins`` up to
    ``ends``. ``closed``: the meeting is over, said in the hall. An appointment has a ``host``, and a ``room`` (a place
    of the plan) to which the way is shown; ``offline_until``: how long it is believed by a station that the hall has
    not spoken to for longer than the part's ``stale_after``."""

    id: Opaque
    kind: Literal["letter", "appointment"]
    label_zh: Label = ""
    label_en: Label = ""
    begins: AwareDatetime
    ends: AwareDatetime
    state: DocumentState = "living"
    host: OpaqueRef = ""
    room: Ref = ""
    offline_until: AwareDatetime | None = None


class Grant(Wire):
    """A right: ``person`` through ``doors`` and the doors of ``groups``, from ``begins`` up to ``ends``, in the hours
    of ``profile`` (empty: always), because of ``document``.

    ``level``: the highest level at which it still opens. ``two``: only with a second person, of another department.
    ``escort``: only right behind the host of its document, or behind whoever is of ``department`` when one is named.
    ``first``: he may be the first of the day. ``free``: anti-passback does not count for him.
    """

    id: Opaque
    person: Opaque
    document: Opaque
    doors: tuple[Id, ...] = ()
    groups: tuple[Id, ...] = ()
    begins: AwareDatetime | None = None
    ends: AwareDatetime | None = None
    profile: Ref = ""
    level: Level = "heightened"
    two: bool = False
    escort: bool = False
    department: OpaqueRef = ""
    first: bool = False
    free: bool = False


CredentialState = Literal["active", "suspended", "withdrawn", "lost", "stolen"]


class Credential(Wire):
    """What is laid or shown. A card is for everything its ``person`` may; a pass for its ``document`` alone, once in
    and once out for each of ``people``. ``entered`` counts, by zone, who came in, as far as the hall has heard."""

    key: CardKey
    kind: Literal["card", "pass"]
    person: Opaque
    document: OpaqueRef = ""
    state: CredentialState = "active"
    begins: AwareDatetime | None = None
    ends: AwareDatetime | None = None
    people: int = Field(default=1, ge=1, le=200)
    entered: dict[Ref, int] = Field(default={}, max_length=64)


class Grants(Wire):
    """``iss`` and ``pass_keys``: whose codes are believed. ``level``: how the hall is held now. ``stale_after``:
    seconds without a word of the hall after which appointments are believed up to their ``offline_until`` alone.

    Built once for each word of the hall; what is looked up is indexed at the first question."""

    timezone: str = "Asia/Shanghai"
    level: Level = "normal"
    stale_after: int = Field(default=900, ge=0, le=7 * 86400)
    calendar: Calendar = Calendar()
    profiles: Annotated[tuple[TimeProfile, ...], Field(max_length=1000)] = ()
    doors: Annotated[tuple[Door, ...], Field(max_length=1000)] = ()
    groups: Annotated[tuple[DoorGroup, ...], Field(max_length=1000)] = ()
    people: Annotated[tuple[Person, ...], Field(max_length=MOST_PEOPLE)] = ()
    documents: Annotated[tuple[Document, ...], Field(max_length=MOST_PEOPLE)] = ()
    grants: Annotated[tuple[Grant, ...], Field(max_length=4 * MOST_PEOPLE)] = ()
    credentials: Annotated[tuple[Credential, ...], Field(max_length=4 * MOST_PEOPLE)] = ()
    iss: str = Field(default="", max_length=32)
    pass_keys: Annotated[tuple[PassKey, ...], Field(max_length=16)] = ()

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Checked, and indexed anew: an index of the one before would open what this one does not."""
        return type(self)(**{name: getattr(self, name) for name in type(self).model_fields} | dict(update or {}))

    @cached_property
    def door_by_id(self) -> dict[str, Door]:
        return {door.id: door for door in self.doors}

    @cached_property
    def person_by_id(self) -> dict[str, Person]:
        return {person.id: person for person in self.people}

    @cached_property
    def document_by_id(self) -> dict[str, Document]:
        return {document.id: document for document in self.documents}

    @cached_property
    def profile_by_id(self) -> dict[str, TimeProfile]:
        return {profile.id: profile for profile in self.profiles}

    @cached_property
    def credential_by_key(self) -> dict[tuple[str, str], Credential]:
        return {(one.kind, one.key): one for one in self.credentials}

    @cached_property
    def doors_of_group(self) -> dict[str, frozenset[str]]:
        return {group.id: frozenset(group.doors) for group in self.groups}

    @cached_property
    def grants_of(self) -> dict[str, tuple[Grant, ...]]:
        """By person."""
        found: dict[str, list[Grant]] = {}
        for grant in self.grants:
            found.setdefault(grant.person, []).append(grant)
        return {person: tuple(grants) for person, grants in found.items()}

    def opens(self, grant: Grant, door: str) -> bool:
        """The grant names this door, itself or by a group."""
        return door in grant.doors or any(door in self.doors_of_group.get(group, ()) for group in grant.groups)
