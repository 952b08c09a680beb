"""Staff: who they are, what role they hold, how they sign in; and who may call what. Rooms above may ask who is asking;
nobody else sees a password or a session token."""

from hall.accounts.needs import Kind, Need, Source, Thing
from hall.accounts.permits import (
    AUDITORS,
    CREW,
    DESK,
    GUARDS,
    GUARDS_ALWAYS,
    MANAGERS,
    ROLES,
    SIGNED_IN,
    STATION,
    Permit,
    Public,
    Role,
    Staff,
    may,
    staff,
    who_may,
)
from hall.accounts.rooms import Action, Front, PageCard, PartReader, Room, draw_navigation
from hall.accounts.sessions import Lasts, Member, at_work, end_all_sessions, lasts, member_of_session

__all__ = [
    "AUDITORS",
    "CREW",
    "DESK",
    "GUARDS",
    "GUARDS_ALWAYS",
    "MANAGERS",
    "ROLES",
    "SIGNED_IN",
    "STATION",
    "Action",
    "Front",
    "Kind",
    "Lasts",
    "Member",
    "Need",
    "PageCard",
    "PartReader",
    "Permit",
    "Public",
    "Role",
    "Room",
    "Source",
    "Staff",
    "Thing",
    "at_work",
    "draw_navigation",
    "end_all_sessions",
    "lasts",
    "may",
    "member_of_session",
    "staff",
    "who_may",
]
