"""The draft, its findings and a list, as the page gets them."""

from datetime import date
from typing import Any

from hall.contract.matters import DONT_KNOW, Answers, Catalogue, Guide, Line, Question, said
from hall.matters.comparing import state_of
from hall.matters.comparing.lists import WORDS
from hall.matters.compiler import KINDS, Finding
from hall.matters.editing.drafting import Draft
from hall.matters.editing.things import marks


def head(draft: Draft) -> dict[str, Any]:
    """What every open page follows."""
    return {
        "version": draft.version,
        "base": draft.base,
        "stands": draft.stands,
        "changed": draft.changed,
        "sent_by": draft.sent_by,
        "sent_at": draft.sent_at.isoformat() if draft.sent_at else None,
        "word": draft.word,
        "word_by": draft.word_by,
        "editors": [{"by": by, "at": at.isoformat()} for by, at in draft.editors.items()],
    }


def whole(draft: Draft) -> dict[str, Any]:
    """``said``: each condition of the draft in words, where it stands: ``sgxk/materials/3``."""
    catalogue = draft.catalogue
    return head(draft) | {
        "catalogue": catalogue.model_dump(mode="json"),
        "marks": marks(catalogue),
        "said": conditions(catalogue),
    }


def conditions(catalogue: Catalogue, only: str = "") -> dict[str, str]:
    return {
        f"{matter.id}/{name}/{n}": said(one.when, catalogue.question)
        for matter in catalogue.matters
        if only in ("", matter.id)
        for name in ("materials", "turns", "notes")
        for n, one in enumerate(getattr(matter, name))
        if one.when is not None
    }


def findings(found: list[Finding], catalogue: Catalogue) -> list[dict[str, Any]]:
    return [
        {
            "kind": KINDS[one.kind],
            "matter": one.matter,
            "name": catalogue.matter[one.matter].name if one.matter in catalogue.matter else "",
            "at": one.at,
            "zh": one.zh,
            "answers": {question: options[0] for question, options in one.way},
            "way": [
                f"{catalogue.question[question].name}＝{'、'.join(map(catalogue.question[question].label, options))}"
                for question, options in one.way
                if question in catalogue.question
            ],
        }
        for one in found
    ]


def checklist(catalogue: Catalogue, matter: str, answers: Answers, day: date) -> dict[str, Any]:
    """The very list, and what is asked: what was answered, then the next one. KeyError: no such matter."""
    guide = Guide(catalogue, catalogue.matter[matter])
    came, next_one = guide.checklist(answers, day), guide.next_question(answers)
    answered = [catalogue.question[one] for one in answers if one in guide.asked()]
    state = state_of(came, catalogue)
    return {
        "asked": [_question(one, answers.get(one.id, "")) for one in (*answered, *([next_one] if next_one else ()))],
        "more": len([one for one in guide.asked() if one not in answers]),
        "turned": state.turned,
        "lines": [_line(one, catalogue) for one in came.lines],
        "notes": state.notes,
        "perhaps": state.perhaps,
        "doubt": came.doubt,
    }


def _question(question: Question, answer: str) -> dict[str, Any]:
    options = [{"id": one.id, "zh": one.zh} for one in question.options]
    return {
        "id": question.id,
        "name": question.name,
        "zh": question.zh,
        "answer": answer,
        "options": [*options, {"id": DONT_KNOW, "zh": "不清楚"}],
    }


def _line(line: Line, catalogue: Catalogue) -> dict[str, Any]:
    names = {one: question.name for one, question in catalogue.question.items()}
    material = line.material
    return {
        "name": material.name,
        "state": line.state,
        "say": WORDS[line.state],
        "doubt": line.doubt,
        "origin": material.origin,
        "copies": material.copies,
        "source": material.source,
        "lapsed": material.lapsed,
        "because": [names.get(one, one) for one in line.because],
        "depends": [names.get(one, one) for one in line.depends],
        "unsure": [*(names.get(one, one) for one in line.unsure), *line.window],
    }
