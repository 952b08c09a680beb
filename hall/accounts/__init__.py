"""Staff: who they are, what role they hold, how they sign in. Rooms above may ask who is asking; nobody else sees a
password or a session token."""

from hall.accounts.doors import PUBLIC, STATION, Door, Staff, staff
from hall.accounts.service import Member, check_password_rules, end_session, member_of_session, open_attempt

__all__ = [
    "PUBLIC",
    "STATION",
    "Door",
    "Member",
    "Staff",
    "check_password_rules",
    "end_session",
    "member_of_session",
    "open_attempt",
    "staff",
]
