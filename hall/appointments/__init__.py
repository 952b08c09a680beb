"""Appointments that open doors: a joint review (联合会审), an expert's talk, a visit. Each has a host of the house, a
room on the plan and a time; from it come visitors' passes, for the doors of the way to that room and no others. They
hold from ten minutes before until the meeting is closed in the hall, and end with it, with its host, and when it moves.
"""

from hall.appointments.service import ended, forget_guests

__all__ = ["ended", "forget_guests"]
