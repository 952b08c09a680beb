"""May this person through this door, now? Pure, and the only copy: kiosks, door stations, the guard's page and the
proof before publishing ask here.

Everything is refused that is not allowed by a grant with a living document behind it. Of several grants one that opens
is enough; if none does, the sentence is about the one that came nearest.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hall.contract.access.decision import (
    ADMITTED,
    APPOINTMENT,
    CARD,
    LETTER,
    PASS,
    Cause,
    Decision,
    Words,
    event_of,
    sentences,
)
from hall.contract.access.grants import Credential, Document, Door, Grant, Grants, Person
from hall.contract.access.hours import within
from hall.contract.access.state import TOGETHER, TRIES, TRIES_MINUTES, DoorState, Presented, Waiting
from hall.contract.access.words import RANK, AccessEvent, Level, highest

_TOGETHER = timedelta(seconds=TOGETHER)
_TRIED = timedelta(minutes=TRIES_MINUTES)
_BACK = timedelta(minutes=2)  # so far the hall's clock and ours may differ


@dataclass(frozen=True, slots=True)
class _Asked:
    shown: Presented
    issued: Credential
    person: Person
    door: Door
    state: DoorState
    grants: Grants
    level: Level
    now: datetime

    @property
    def local(self) -> datetime:
        return self.now.astimezone(ZoneInfo(self.grants.timezone))


Flaw = tuple[Cause, datetime | None]
"""What stands against it, and the moment the sentence is about."""


def decide(credential: Presented, grants: Grants, door: DoorState, now: datetime) -> Decision:
    """``now``: aware, by the hall's clock. Raises nothing; who is not known is refused."""
    where = grants.door_by_id.get(door.door)
    issued = grants.credential_by_key.get((credential.kind, credential.key))
    person = grants.person_by_id.get(issued.person) if issued else None
    if where is not None and where.leaves:
        return _said(Cause.LEAVING, credential, grants, now, person)
    if where is None:
        return _said(Cause.UNKNOWN_DOOR, credential, grants, now, person)
    if issued is None:
        return _said(Cause.UNKNOWN, credential, grants, now, None)
    if (flaw := _credential(issued, now)) is not None:
        return _said(flaw[0], credential, grants, now, person, moment=flaw[1])
    if person is None or person.suspended:
        cause = Cause.UNASSIGNED if person is None else Cause.PERSON_SUSPENDED
        return _said(cause, credential, grants, now, person)
    level = highest(grants.level, door.level)
    decision = _of_grants(_Asked(credential, issued, person, where, door, grants, level, now))
    if not _forced(credential, person):
        return decision
    return replace(decision, silent_alarm=True, event=AccessEvent.DURESS if decision.admitted else decision.event)


def refused(cause: Cause, grants: Grants, now: datetime, moment: datetime | None = None) -> Decision:
    """Of a code that did not even come to be asked about."""
    return _said(cause, Presented("pass", ""), grants, now, None, moment=moment)


def after(state: DoorState, shown: Presented, decision: Decision, grants: Grants, now: datetime) -> DoorState:
    """What the door's station knows then, if it was passed."""
    waiting = tuple(one for one in state.waiting if now - one.at <= _TOGETHER and one.person != decision.person)
    person = grants.person_by_id.get(decision.person)
    if person is not None and (decision.waits or decision.admitted):
        waiting = (*waiting, Waiting(person.id, person.department, now))
    first_at = now if decision.admitted and decision.first else state.first_at
    used, untold = dict(state.used), dict(state.untold)
    if decision.admitted and shown.kind == "pass" and decision.cause is not Cause.LEAVING:
        used[shown.key] = used.get(shown.key, 0) + 1
        untold[shown.key] = untold.get(shown.key, 0) + 1
    wrong = {key: tries for key, tries in state.wrong.items() if _lately(tries, now)}
    if decision.cause is Cause.PIN_WRONG:
        wrong[shown.key] = (*_lately(wrong.get(shown.key, ()), now), now)
    elif decision.admitted:
        wrong.pop(shown.key, None)
    return replace(state, waiting=waiting, first_at=first_at, used=used, untold=untold, wrong=wrong)


def _lately(tries: tuple[datetime, ...], now: datetime) -> tuple[datetime, ...]:
    return tuple(at for at in tries if now - at < _TRIED)


def _forced(shown: Presented, person: Person) -> bool:
    return bool(person.duress) and shown.pin == person.duress


def _credential(issued: Credential, now: datetime) -> Flaw | None:
    match issued.state:
        case "lost":
            return Cause.LOST, None
        case "stolen":
            return Cause.STOLEN, None
        case "suspended":
            return Cause.CREDENTIAL_SUSPENDED, None
        case "withdrawn":
            return Cause.CREDENTIAL_WITHDRAWN, None
    if issued.begins is not None and now < issued.begins:
        return Cause.CREDENTIAL_NOT_YET, issued.begins
    if issued.ends is not None and now >= issued.ends:
        return Cause.CREDENTIAL_ENDED, issued.ends
    return None


# -- rights ------------------------------------------------------------------------------------------------------------


def _of_grants(asked: _Asked) -> Decision:
    best: tuple[int, Flaw, Grant, Document | None] | None = None
    for grant in asked.grants.grants_of.get(asked.person.id, ()):
        if asked.issued.kind == "pass" and grant.document != asked.issued.document:
            continue
        if not asked.grants.opens(grant, asked.door.id):
            continue
        document = asked.grants.document_by_id.get(grant.document)
        found = _first_flaw(asked, grant, document, len(_CHECKS))
        if found is None:
            return _admitted(asked, grant)
        if best is None or found[0] > best[0]:
            best = (*found, grant, document)
    if best is None:
        return _said(Cause.NO_RIGHT, asked.shown, asked.grants, asked.now, asked.person)
    _, (cause, moment), grant, document = best
    return _said(cause, asked.shown, asked.grants, asked.now, asked.person, grant, document, moment)


def _first_flaw(asked: _Asked, grant: Grant, document: Document | None, upto: int) -> tuple[int, Flaw] | None:
    """How far it came, and what stopped it there."""
    if document is None:
        return -1, (Cause.NO_DOCUMENT, None)
    for rank, check in enumerate(_CHECKS[:upto]):
        if (flaw := check(asked, grant, document)) is not None:
            return rank, flaw
    return None


def _document(asked: _Asked, grant: Grant, document: Document) -> Flaw | None:
    match document.state:
        case "withdrawn":
            return Cause.DOCUMENT_WITHDRAWN, None
        case "suspended":
            return Cause.DOCUMENT_SUSPENDED, None
        case "closed":
            return Cause.DOCUMENT_CLOSED, None
    if asked.now >= document.ends:
        return Cause.DOCUMENT_ENDED, document.ends
    return (Cause.DOCUMENT_NOT_YET, document.begins) if asked.now < document.begins else None


def _dates(asked: _Asked, grant: Grant, document: Document) -> Flaw | None:
    if grant.ends is not None and asked.now >= grant.ends:
        return Cause.GRANT_ENDED, grant.ends
    return (Cause.GRANT_NOT_YET, grant.begins) if grant.begins is not None and asked.now < grant.begins else None


def _host(asked: _Asked, grant: Grant, document: Document) -> Flaw | None:
    """No visitor without a host who is still one of the house."""
    if document.kind == "letter":
        return None
    host = asked.grants.person_by_id.get(document.host)
    return (Cause.NO_HOST, None) if host is None or host.suspended else None


def _offline(asked: _Asked, grant: Grant, document: Document) -> Flaw | None:
    """A hall that is away cannot prolong a visit."""
    if document.kind == "letter":
        return None
    heard, bound = asked.state.heard, document.offline_until
    stale_after = timedelta(seconds=asked.grants.stale_after)
    if heard is not None and -_BACK <= asked.now - heard <= stale_after:
        return None
    return None if bound is not None and asked.now < bound else (Cause.OFFLINE_BOUND, bound)


def _level(asked: _Asked, grant: Grant, document: Document) -> Flaw | None:
    if RANK[grant.level] >= RANK[asked.level]:
        return None
    return {"fire": Cause.FIRE, "lockdown": Cause.LOCKDOWN}.get(asked.level, Cause.HEIGHTENED), None


def _hours(asked: _Asked, grant: Grant, document: Document) -> Flaw | None:
    if not grant.profile:
        return None
    profile = asked.grants.profile_by_id.get(grant.profile)  # one that is missing opens never, unlike on a board
    fits = profile is not None and within(profile, asked.grants.calendar, asked.local)
    return None if fits else (Cause.HOURS, None)


def _pin(asked: _Asked, grant: Grant, document: Document) -> Flaw | None:
    """Wrong ones are counted also where none is wanted."""
    shown, person = asked.shown, asked.person
    if shown.kind == "pass":
        return None
    if len(_lately(asked.state.wrong.get(shown.key, ()), asked.now)) >= TRIES:
        return Cause.PIN_TRIES, None
    if shown.pin is not None:
        right = (person.pin and shown.pin == person.pin) or _forced(shown, person)
        return None if right else (Cause.PIN_WRONG, None)
    wanted = asked.door.pin is not None and RANK[asked.level] >= RANK[asked.door.pin]
    return (Cause.PIN_WANTED, None) if wanted else None


def _used(asked: _Asked, grant: Grant, document: Document) -> Flaw | None:
    """A pass: once in for each of its people, here and wherever else one comes into this zone."""
    if asked.issued.kind != "pass":
        return None
    key = asked.shown.key
    heard = asked.issued.entered.get(asked.door.to_zone, 0)
    came = max(asked.state.used.get(key, 0), heard + asked.state.untold.get(key, 0))
    return (Cause.USED, None) if came >= asked.issued.people else None


def _inside(asked: _Asked, grant: Grant) -> bool:
    """As far as is known, he is where this door leads to."""
    door = asked.door
    if door.passback == "off" or grant.free or asked.issued.kind == "pass" or not door.to_zone:
        return False
    seen = asked.state.where.get(asked.person.id)
    if seen is None or seen.zone != door.to_zone:
        return False
    return door.passback != "timed" or asked.now - seen.at < timedelta(minutes=door.passback_minutes)


def _passback(asked: _Asked, grant: Grant, document: Document) -> Flaw | None:
    lenient = asked.door.passback == "soft" or (not asked.state.where_known and asked.door.stale == "soft")
    return None if lenient or not _inside(asked, grant) else (Cause.PASSBACK, None)


def _interlock(asked: _Asked, grant: Grant, document: Document) -> Flaw | None:
    if asked.state.open_doors.intersection(asked.door.interlock):
        return Cause.INTERLOCK, None
    return (Cause.INTERLOCK_UNSEEN, None) if asked.state.unseen_doors.intersection(asked.door.interlock) else None


def _first(asked: _Asked, grant: Grant, document: Document) -> Flaw | None:
    if not asked.door.first or grant.first:
        return None
    local, profile = asked.local, asked.grants.profile_by_id.get(asked.door.first)
    if profile is not None and not within(profile, asked.grants.calendar, local):
        return None
    came = asked.state.first_at
    here = came is not None and came <= asked.now and came.astimezone(local.tzinfo).date() == local.date()
    return None if here else (Cause.FIRST_WANTED, None)


def _escort(asked: _Asked, grant: Grant, document: Document) -> Flaw | None:
    if not grant.escort:
        return None
    for one in _companions(asked):
        if one.person == document.host or (grant.department and one.department == grant.department):
            return None
    return Cause.ESCORT_WANTED, None


def _two(asked: _Asked, grant: Grant, document: Document) -> Flaw | None:
    if not (asked.door.two or grant.two):
        return None
    others = _companions(asked)
    if any(one.department and one.department != asked.person.department for one in others if asked.person.department):
        return None
    return (Cause.SAME_DEPARTMENT if others else Cause.SECOND_WANTED), None


_PAPER = (_document, _dates, _host, _offline, _level, _hours)
_CHECKS: tuple[Callable[[_Asked, Grant, Document], Flaw | None], ...] = (
    *_PAPER, _pin, _used, _passback, _interlock, _first, _escort, _two)  # fmt: skip
"""In the order in which they are said: paper before people before the door."""


def _companions(asked: _Asked) -> list[Waiting]:
    """Who stood here a moment ago, is somebody else, and still has a right to this door."""
    return [
        one
        for one in asked.state.waiting
        if one.person != asked.person.id and timedelta() <= asked.now - one.at <= _TOGETHER and _may(asked, one)
    ]


def _may(asked: _Asked, one: Waiting) -> bool:
    person = asked.grants.person_by_id.get(one.person)
    if person is None or person.suspended:
        return False
    return any(
        asked.grants.opens(grant, asked.door.id)
        and _first_flaw(asked, grant, asked.grants.document_by_id.get(grant.document), len(_PAPER)) is None
        for grant in asked.grants.grants_of.get(one.person, ())
    )


# -- the answer --------------------------------------------------------------------------------------------------------


def _admitted(asked: _Asked, grant: Grant) -> Decision:
    cause = Cause.GRANTED
    if _inside(asked, grant):
        cause = Cause.PASSBACK_SEEN
    elif asked.door.two or grant.two:
        cause = Cause.SECOND_CAME
    said = _said(cause, asked.shown, asked.grants, asked.now, asked.person, grant)
    return replace(said, first=True) if grant.first else said


def _said(
    cause: Cause,
    shown: Presented,
    grants: Grants,
    now: datetime,
    person: Person | None,
    grant: Grant | None = None,
    document: Document | None = None,
    moment: datetime | None = None,
) -> Decision:
    local = now.astimezone(ZoneInfo(grants.timezone))
    paper = ("", "") if document is None else APPOINTMENT if document.kind == "appointment" else LETTER
    when = moment.astimezone(local.tzinfo) if moment else None
    zh, en = sentences(cause, Words(PASS if shown.kind == "pass" else CARD, paper, when), local)
    return Decision(
        admitted=cause in ADMITTED,
        event=event_of(cause),
        cause=cause,
        zh=zh,
        en=en,
        person=person.id if person else "",
        label=person.label if person else "",
        document=grant.document if grant else "",
        grant=grant.id if grant else "",
        waits=cause in (Cause.SECOND_WANTED, Cause.SAME_DEPARTMENT),
    )
