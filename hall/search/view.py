"""What was found, as a page shows it: with the sentence above, and of a matter what one takes along to the window."""

from datetime import date
from typing import Any

from hall.contract.matters import Catalogue, doubted, one_list
from hall.contract.matters import said as condition
from hall.contract.search import Found, Hit, said

DOUBTS = {"illustrative": "以窗口核定为准", "lapsed": "依据已过期，以窗口核定为准", "": ""}
LONGEST = 60
"""Characters of a condition that a card has room for; a longer one is for the kiosk, which asks."""


def told(found: Found, catalogue: Catalogue | None, today: date) -> dict[str, Any]:
    """As JSON."""
    zh, en = said(found)
    hits = [_told(one) | _needed(one, catalogue, today) for one in found.hits]
    read = [_told(one) for one in found.read]
    return {
        "kind": found.kind,
        "why": found.why,
        "intent": found.intent,
        "zh": zh,
        "en": en,
        "hits": hits,
        "read": read,
    }


def _told(one: Hit) -> dict[str, Any]:
    until = one.until.isoformat() if one.until else ""
    named = {"kind": one.kind, "id": one.id, "zh": one.title_zh, "en": one.title_en}
    line = {"line": one.line, "line_en": one.line_en, "source": one.source, "clause": one.clause, "until": until}
    return named | line | {"doubt": DOUBTS[one.doubt]}


def _needed(one: Hit, catalogue: Catalogue | None, today: date) -> dict[str, Any]:
    if one.kind != "matter" or catalogue is None:
        return {}
    matter = one_list(catalogue, catalogue.matter[one.id])
    materials = [
        {
            "zh": line.name,
            "when": text if len(text := condition(line.when, catalogue.question)) <= LONGEST else "看情形",
            "exempt": line.exempt,
            "doubt": DOUBTS[doubted(line, today)],
        }
        for line in matter.materials
    ]
    return {"lead": matter.lead, "commit": matter.limit.commit, "result": matter.result, "materials": materials}
