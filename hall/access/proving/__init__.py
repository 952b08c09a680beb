"""Proof before publishing: the laws of the doors, by enumeration. Every class of people is asked at every door, in
every hour of a week, at every level, by the treaty's ``decide``; then it is walked through the plan with the answers.

``building`` the plan as passages, with the doors across them; ``classes`` people of equal rights, hours of equal
profiles; ``rights`` the questions; ``laws`` and ``walking`` what must hold; ``saying`` the sentences; ``drawing`` what
the page shows. Pure.
"""

from hall.access.proving.holes import LAWS, Hole, Law
from hall.access.proving.proof import Proof, prove, worse

__all__ = ["LAWS", "Hole", "Law", "Proof", "prove", "worse"]
