"""Whether somebody may pass a door at some moment, asked of ``decide``: the only copy of the rule there is."""

from datetime import datetime

from hall.access.granting import asked_as
from hall.contract.access import Cause, Decision, DoorState, Grants, Presented, decide

BESIDES = frozenset(
    {Cause.PIN_WANTED, Cause.SECOND_WANTED, Cause.SAME_DEPARTMENT, Cause.FIRST_WANTED, Cause.ESCORT_WANTED}
)
"""He has the right, and something comes beside it: a PIN, a second person."""


def asked(grants: Grants, person: str, door: str, at: datetime) -> Decision:
    """As if he laid his card there at ``at``, with the hall in reach and nobody else about."""
    return decide(Presented("card", asked_as(person)), grants, DoorState(door, heard=at), at)


def has_right(decision: Decision) -> bool:
    return decision.admitted or decision.cause in BESIDES


def why(decision: Decision) -> str:
    """As one says it of somebody else and of any moment; at the door it is said to him, and of now."""
    said = {
        Cause.GRANTED: "委托书有效，在准许的时段内",
        Cause.HOURS: "委托书有效，但这个时间不在准许的时段",
        Cause.NO_RIGHT: "没有一份有效的委托书准许这道门",
    }
    return said.get(decision.cause, decision.zh)


def may(grants: Grants, person: str, door: str, at: datetime) -> bool:
    return has_right(asked(grants, person, door, at))


def asked_by(grants: Grants, person: str) -> Presented | None:
    """A card of his that is known here; None: he has none."""
    made_up = asked_as(person)
    if ("card", made_up) in grants.credential_by_key:
        return Presented("card", made_up)
    card = next((one for one in grants.credentials if one.person == person and one.kind == "card"), None)
    return Presented("card", card.key) if card else None
