"""A checklist as the glass, the slip and the phone tell it: what is needed, by which answers, how sure. Pure."""

from collections.abc import Sequence
from datetime import date

from hall.contract import workdays
from hall.contract.matters import (
    DONT_KNOW,
    Answers,
    Catalogue,
    Checklist,
    Guide,
    Matter,
    Question,
    Since,
    Sourced,
    doubted,
    working_days,
)
from hall.contract.matters import Line as Decided
from kiosk.errands.guide.view import Facts, Given, Line, Said
from kiosk.kit.views import Sentence

_ORDER = {"needed": 0, "maybe": 1, "open": 2, "waived": 3, "not": 4}
DONT_KNOW_SAID: Said = ("不清楚", "Not sure")


def given(catalogue: Catalogue, guide: Guide, answers: Answers) -> tuple[Given, ...]:
    """What was answered, of what this matter asks."""
    asked = (catalogue.question[one] for one in guide.asked() if answers.get(one))
    return tuple(Given(one.id, (one.name, one.en or one.name), label(one, answers[one.id]), said(one)) for one in asked)


def said(question: Question) -> Said:
    return question.zh, question.en or question.zh


def options(question: Question) -> tuple[tuple[str, Said], ...]:
    """With "don't know", which every question takes."""
    own = tuple((one.id, (one.zh, one.en or one.zh)) for one in question.options)
    return *own, (DONT_KNOW, DONT_KNOW_SAID)


def label(question: Question, answer: str) -> Said:
    option = next((one for one in question.options if one.id == answer), None)
    return (option.zh, option.en or option.zh) if option else DONT_KNOW_SAID


def lines(
    catalogue: Catalogue, came: Checklist, answers: Answers, before: Checklist | None = None, since: Since | None = None
) -> tuple[Line, ...]:
    """What is needed first, what is not for them last. ``before``: the list before the last answer."""
    was = {one.material.document: one.state for one in before.lines} if before else {}
    gone = {one.material.document for one in since.gone} if since else set()

    def told(one: Decided) -> Line:
        material, document = one.material, one.material.document
        of = "gone" if document in gone else ""
        if since is not None and not of:
            of = "new" if document in since.new else "other" if document in since.other else ""
        return Line(
            id=document,
            name=(material.name, material.en or material.name),
            state=one.state,
            origin=material.origin,
            source=material.source,
            why=_why(catalogue, one.because, answers),
            depends=_named(catalogue, one.depends or one.unsure),
            window="、".join(one.window),
            doubt=one.doubt,
            until=material.until.isoformat() if one.doubt == "lapsed" and material.until else "",
            changed=bool(was) and was.get(document) != one.state,
            since=of,
        )

    return tuple(sorted(map(told, came.lines), key=lambda one: _ORDER[one.state]))


def moved_first(shown: Sequence[Line]) -> tuple[Line, ...]:
    """What the last answer changed stands where the eye is."""
    return tuple(sorted(shown, key=lambda one: not one.changed))


def facts(matter: Matter, came: Checklist, today: date) -> Facts:
    limit = matter.limit
    commit = "" if limit.commit == "—" else limit.commit
    legal = "" if limit.legal == "—" else limit.legal
    until, beyond = _until(commit or legal, today)
    return Facts(
        lead=matter.lead,
        legal=legal,
        commit=commit,
        result=matter.result,
        source=limit.source or matter.source,
        valid=_valid(limit if limit.source else matter),
        doubt=came.doubt or doubted(limit, today),
        until=until,
        beyond=beyond,
    )


def changes(since: Since) -> tuple[Sentence, ...]:
    """In words, what a list that was carried along did not say yet."""
    told = [("new", len(since.new)), ("other", len(since.other)), ("gone", len(since.gone) + since.lost)]
    return tuple(Sentence(f"guide.since.{what}", {"count": count}) for what, count in told if count)


def _until(limit: str, today: date) -> tuple[str, str]:
    """Where one number of working days is all it says: the last day, counted from today; or why nobody knows it."""
    count = working_days(limit)
    if count is None:
        return "", ""
    last = workdays.after(today, count)
    return (last.isoformat(), "") if last else ("", workdays.beyond(today))


def _valid(one: Sourced) -> str:
    return one.until.isoformat() if one.until else ""


def _why(catalogue: Catalogue, names: Sequence[str], answers: Answers) -> Said:
    asked = [catalogue.question[one] for one in names if one in catalogue.question and one in answers]
    zh = "，".join(f"{one.name}：{label(one, answers[one.id])[0]}" for one in asked)
    return zh, ", ".join(label(one, answers[one.id])[1] for one in asked)


def _named(catalogue: Catalogue, names: Sequence[str]) -> Said:
    asked = [catalogue.question[one] for one in names if one in catalogue.question]
    return "、".join(one.name for one in asked), ", ".join((one.en or one.name).rstrip("?？") for one in asked)
