"""Who may come in, and why. Departments, their people and cards; the letters (审批授权委托书) from which every right
comes; the doors and their rules; and what of all this each station is told.

Rights are derived from living papers and never stored: a letter that ends, is suspended or withdrawn closes its doors
by itself. Visits come in by the wiring (``visits``); nobody but the treaty's ``decide`` says who may.
"""

from hall.access import erasing
from hall.access.granting import Granting
from hall.access.may import may
from hall.access.office import Office
from hall.access.people.cards import CardKeys
from hall.access.people.rekeying import rekey
from hall.access.people.service import known_as, plain
from hall.access.room import rules_of
from hall.access.rules import RulesBook
from hall.access.visits import Pass, Visit, Visits

__all__ = [
    "CardKeys",
    "Granting",
    "Office",
    "Pass",
    "RulesBook",
    "Visit",
    "Visits",
    "erasing",
    "known_as",
    "may",
    "plain",
    "rekey",
    "rules_of",
]
