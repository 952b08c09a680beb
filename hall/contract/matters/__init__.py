"""The treaty of matters (事项): what is needed for what, and what to ask. Pure.

``conditions`` the algebra; ``catalogue`` the shapes; ``deciding`` what answers settle; ``checklist`` the personal list
and the next question; ``bundles`` one list for several matters; ``words`` how a condition is said; ``limits`` how long
it takes; ``carried`` a list in a code, to be shown again.
"""

from hall.contract.matters.bundles import Merged, merged, one_list
from hall.contract.matters.carried import Carried, Since, carry, read_carried, since
from hall.contract.matters.catalogue import (
    DONT_KNOW,
    Catalogue,
    Limit,
    Material,
    Matter,
    Note,
    Option,
    Question,
    Ruled,
    Service,
    Sourced,
    Turn,
)
from hall.contract.matters.checklist import Checklist, Doubt, Guide, Line, State, checklist, doubted, next_question
from hall.contract.matters.conditions import Kind, Named, atoms, named_in, truth, windows
from hall.contract.matters.deciding import Answers, Deciding, tested
from hall.contract.matters.limits import working_days
from hall.contract.matters.words import said

__all__ = [
    "DONT_KNOW",
    "Answers",
    "Carried",
    "Catalogue",
    "Checklist",
    "Deciding",
    "Doubt",
    "Guide",
    "Kind",
    "Limit",
    "Line",
    "Material",
    "Matter",
    "Merged",
    "Named",
    "Note",
    "Option",
    "Question",
    "Ruled",
    "Service",
    "Since",
    "Sourced",
    "State",
    "Turn",
    "atoms",
    "carry",
    "checklist",
    "doubted",
    "merged",
    "named_in",
    "next_question",
    "one_list",
    "read_carried",
    "said",
    "since",
    "tested",
    "truth",
    "windows",
    "working_days",
]
