"""The whole catalogue, one fault at a time."""

from datetime import date

from hall.contract.matters import Catalogue
from hall.matters.compiler.finding import Finding
from hall.matters.compiler.references import references
from hall.matters.compiler.situations import Situations
from hall.matters.compiler.standing import standing


def compile_catalogue(catalogue: Catalogue, today: date) -> list[Finding]:
    """Empty: it may be published. ``today`` is the hall's day."""
    found = list(references(catalogue))
    asked: set[str] = set()
    broken = {one.matter for one in found if one.kind == "unknown"}
    for matter in catalogue.matters:
        one = Situations(catalogue, matter, today)
        more = list(one.findings())
        asked |= one.asked
        if matter.id not in broken:  # what follows from a name that is not there is not a second fault
            found += more
    for question in catalogue.questions:
        if question.id not in asked:
            found.append(Finding("idle", "", question.id, f"“{question.zh}”没有一条规则用得到"))
    return found + list(standing(catalogue, today))
