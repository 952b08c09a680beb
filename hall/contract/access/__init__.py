"""The treaty of doors: who may come in, when, because of which document, and the sentence that says so. Pure.

``grants`` the part of the snapshot a station decides on; ``hours`` profiles and the hall's calendar; ``state`` what a
station knows of a door; ``decide`` the only copy of the rule; ``decision`` its answers, and their sentences; ``words``
BACnet's events and the levels; ``cards`` how a card and a PIN are said.
"""

from hall.contract.access.cards import said_card, said_pin
from hall.contract.access.decide import after, decide, refused
from hall.contract.access.decision import Cause, Decision
from hall.contract.access.grants import (
    Credential,
    Document,
    Door,
    DoorGroup,
    Grant,
    Grants,
    Person,
)
from hall.contract.access.hours import Calendar, OtherDay, Span, TimeProfile, within
from hall.contract.access.state import DoorState, Presented, Seen, Waiting
from hall.contract.access.words import LEVELS, AccessEvent, Level
from hall.contract.passes import PassKey

__all__ = [
    "LEVELS",
    "AccessEvent",
    "Calendar",
    "Cause",
    "Credential",
    "Decision",
    "Document",
    "Door",
    "DoorGroup",
    "DoorState",
    "Grant",
    "Grants",
    "Level",
    "OtherDay",
    "PassKey",
    "Person",
    "Presented",
    "Seen",
    "Span",
    "TimeProfile",
    "Waiting",
    "after",
    "decide",
    "refused",
    "said_card",
    "said_pin",
    "within",
]
