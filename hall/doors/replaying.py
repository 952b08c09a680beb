"""A past decision derived once more, under the rights that its door had then: the same ``decide``, the revision that
the station named with the decision, and what the same doors told before it.

What a station knew and did not tell is said: a PIN is kept nowhere, so that it is tried what it must have been."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import MappingProxyType

from hall.contract.access import Cause, Decision, Door, DoorState, Grants, Presented, Seen, after, decide
from hall.contract.access.words import AccessEvent
from hall.contract.report import EntryTold, PassageTold
from hall.doors.reading import Told

BEFORE = timedelta(days=2)
"""So far back a station's own doors bear on a decision: no pass lives longer."""
BY_BOARD = "by_board"
"""A board let him in by the list it was given: of its rule there is no more to say than that ours would have."""
NOWHERE: Mapping[str, Seen] = MappingProxyType({})
_NOBODY = ("not_released", "not_passed")
_WRONG_PIN = "0" * 64


@dataclass(frozen=True)
class Again:
    """``why``: one of same, other, no_rights (they were never kept), no_rule (a person opened it), no_code (a code that
    no rule was asked about). ``assumed``: what was not told and had to be supposed."""

    why: str
    decision: Decision | None = None
    assumed: tuple[str, ...] = ()


def again(told: Told, grants: Grants | None, before: list[Told], elsewhere: Mapping[str, Seen] = NOWHERE) -> Again:
    """``before``: what the same station told before it, in its order. ``elsewhere``: where people went last by other
    stations' doors, as the hall had heard."""
    entry = told.body
    assert isinstance(entry, EntryTold)
    if entry.shown == "hand":
        return Again("no_rule")
    if not entry.credential:
        return Again("no_code")
    if grants is None:
        return Again("no_rights")
    known, assumed = _state(told, entry, grants, before)
    found = None
    for state, lines in _lines(known, entry, elsewhere):
        for pin, supposed in _pins(entry, grants):
            decision = decide(Presented(entry.shown, entry.credential, pin), grants, state, told.at)
            found = found or (decision, assumed)
            if _same(decision, entry):
                return Again("same", decision, (*assumed, *lines, *supposed))
    assert found is not None
    return Again("other", *found)


def _lines(
    state: DoorState, entry: EntryTold, elsewhere: Mapping[str, Seen]
) -> list[tuple[DoorState, tuple[str, ...]]]:
    """What its station may have known of other stations' doors: all that the hall had, its own alone, or nothing that
    could be believed."""
    here, there = state.where.get(entry.person), elsewhere.get(entry.person)
    later = [one for one in (here, there) if one is not None]
    heard = replace(state, where={entry.person: max(later, key=lambda one: one.at)} if later else {})
    return [
        (heard, ()),
        (state, ("按站点当时没听到别处的门推算",)),
        (replace(state, where_known=False), ("按站点当时断线推算",)),
    ]


def went(told: Iterable[Told], doors: Mapping[str, Door]) -> dict[str, Seen]:
    """By person, into which zone he went last."""
    told = list(told)
    nobody = {one.body.key for one in told if isinstance(one.body, PassageTold) and one.body.became in _NOBODY}
    found: dict[str, Seen] = {}
    for one in told:
        entry = one.body
        if not isinstance(entry, EntryTold) or not entry.admitted or entry.key in nobody:
            continue
        if (door := doors.get(entry.door)) is not None and entry.person:
            found[entry.person] = Seen(door.to_zone, one.at)
    return found


def _same(decision: Decision, entry: EntryTold) -> bool:
    if entry.cause == BY_BOARD:
        return decision.admitted
    return (decision.admitted, decision.cause, decision.event, decision.silent_alarm) == (
        entry.admitted,
        entry.cause,
        entry.event,
        entry.silent_alarm,
    )


def _pins(entry: EntryTold, grants: Grants) -> list[tuple[str | None, tuple[str, ...]]]:
    """What may have been typed."""
    person = grants.person_by_id.get(entry.person)
    if entry.shown == "pass" or person is None:
        return [(None, ())]
    tries: list[tuple[str | None, tuple[str, ...]]] = [(None, ())]
    if person.pin:
        tries.append((person.pin, ("密码不留存，按输对了推算",)))
    if person.duress:
        tries.append((person.duress, ("密码不留存，按胁迫密码推算",)))
    tries.append((_WRONG_PIN, ("密码不留存，按输错了推算",)))
    return tries


def _state(told: Told, entry: EntryTold, grants: Grants, before: list[Told]) -> tuple[DoorState, tuple[str, ...]]:
    """What the station knew of the door, from what it had told."""
    door = grants.door_by_id.get(entry.door)
    heard = None if entry.heard is None else told.at - timedelta(seconds=entry.heard)
    state = DoorState(entry.door, heard=heard, level=entry.level)
    became = {one.body.key: one.body.became for one in before if isinstance(one.body, PassageTold)}
    used, where = 0, {}
    for one in before:
        earlier = one.body
        if not isinstance(earlier, EntryTold) or earlier.shown == "hand":
            continue
        into = grants.door_by_id.get(earlier.door)
        if earlier.door == entry.door:
            state = after(state, _shown(earlier), _decided(earlier, grants), grants, one.at)
        if not earlier.admitted or became.get(earlier.key) in _NOBODY or into is None:
            continue
        where[earlier.person] = Seen(into.to_zone, one.at)
        if door is not None and earlier.credential == entry.credential and into.to_zone == door.to_zone:
            used += 1
    others = frozenset(door.interlock) if door is not None else frozenset()
    assumed = ("互锁的另一扇门按当时记下的推算",) if others else ()
    known = replace(
        state,
        used={entry.credential: used},
        untold={},
        where=where,
        open_doors=others if entry.cause == Cause.INTERLOCK else frozenset(),
        unseen_doors=others if entry.cause == Cause.INTERLOCK_UNSEEN else frozenset(),
        wrong={},
    )
    return (replace(known, wrong=state.wrong) if _lately(before, told.at) else known), assumed


def _lately(before: list[Told], at: datetime) -> bool:
    """Wrong PINs count for minutes."""
    return any(
        isinstance(one.body, EntryTold) and one.body.cause == Cause.PIN_WRONG and at - one.at < timedelta(minutes=5)
        for one in before
    )


def _shown(entry: EntryTold) -> Presented:
    return Presented("pass" if entry.shown == "pass" else "card", entry.credential)


def _decided(entry: EntryTold, grants: Grants) -> Decision:
    right = next((one for one in grants.grants_of.get(entry.person, ()) if one.id == entry.grant), None)
    cause = Cause(entry.cause) if entry.cause in set(Cause) else Cause.UNKNOWN
    return Decision(
        admitted=entry.admitted,
        event=AccessEvent(entry.event) if entry.event in set(AccessEvent) else AccessEvent.DENIED_OTHER,
        cause=cause,
        zh=entry.zh,
        en=entry.en,
        person=entry.person,
        document=entry.document,
        grant=entry.grant,
        waits=cause in (Cause.SECOND_WANTED, Cause.SAME_DEPARTMENT),
        first=entry.admitted and right is not None and right.first,
    )
