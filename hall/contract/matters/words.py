"""A condition as a person reads it, on glass, on paper and in a review."""

from collections.abc import Mapping

from hall.contract.matters.catalogue import Question
from hall.contract.matters.conditions import All, AnyOf, Band, Between, ByWindow, Is, Kind, Named, No

_ENDS = (("at_least", "≥"), ("over", "＞"), ("at_most", "≤"), ("below", "＜"))


def said(condition: Kind | None, questions: Mapping[str, Question]) -> str:
    """Chinese; empty for *always*."""
    match condition:
        case None:
            return ""
        case Is(question=question, options=options):
            asked = questions.get(question)
            labels = "、".join(asked.label(one) if asked else one for one in options)
            return f"{_name(question, questions)}＝{labels}"
        case Between(question=question, band=band):
            asked = questions.get(question)
            return f"{_name(question, questions)} {_range(band, asked.unit if asked else '')}"
        case ByWindow(window=why):
            return f"窗口核定（{why}）"
        case Named(named=name):
            return f"《{name}》"
        case No(no=Named(named=name)):
            return f"并非《{name}》"
        case No(no=one):
            return f"并非〔{said(one, questions)}〕"
        case All(all=parts):
            return " 且 ".join(_inner(one, questions) for one in parts)
        case AnyOf(any=parts):
            return " 或 ".join(_inner(one, questions) for one in parts)


def _inner(condition: Kind, questions: Mapping[str, Question]) -> str:
    text = said(condition, questions)
    return f"〔{text}〕" if isinstance(condition, All | AnyOf) else text


def _name(question: str, questions: Mapping[str, Question]) -> str:
    return questions[question].name if question in questions else question


def _range(band: Band, unit: str) -> str:
    ends = ((sign, getattr(band, end)) for end, sign in _ENDS)
    return "、".join(f"{sign}{value:g}{unit}" for sign, value in ends if value is not None)
