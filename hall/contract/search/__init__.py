"""The treaty of search: from a question as people ask it to the matter, the very line, or that we do not know. Pure.

``words`` what the hall's people say beside the catalogue: how it is asked for, what is done elsewhere, policies and
answers; ``asking`` a question taken apart; ``index`` built from both, once a revision, off the glass; ``found``
what comes back. A kiosk asks its own.
"""

from hall.contract.search.found import Found, Hit, Intent, said
from hall.contract.search.index import Index, build
from hall.contract.search.text import LONGEST, private
from hall.contract.search.words import Answer, Asked, Elsewhere, Entry, Policy, Words

__all__ = [
    "LONGEST",
    "Answer",
    "Asked",
    "Elsewhere",
    "Entry",
    "Found",
    "Hit",
    "Index",
    "Intent",
    "Policy",
    "Words",
    "build",
    "private",
    "said",
]
