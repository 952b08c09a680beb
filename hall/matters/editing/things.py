"""What one change is about, and the catalogue with it changed. Pure.

A thing is changed whole: a question with its options, a matter with its lines. ``mark`` says which state of it somebody
had before his eyes, so that nobody writes over what he has not seen.
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from pydantic import ValidationError

from hall.contract.matters import Catalogue, Matter, Question, Service
from hall.contract.matters.catalogue import Name, Text
from hall.contract.queue import Wire
from hall.kit.errors import Problem
from hall.matters.reading import in_words

Of = Literal["head", "questions", "matters", "services"]
SAID = 5


class Head(Wire):
    """What is said once for the whole catalogue."""

    version: Name
    disclaimer: Text = ""
    stages: tuple[Name, ...] = ()


Thing = Head | Question | Matter | Service
KINDS: Mapping[Of, type[Thing]] = {"head": Head, "questions": Question, "matters": Matter, "services": Service}


def read_thing(of: Of, id: str, raw: Any) -> Thing:
    """Raises Problem with a sentence for each fault; nothing was changed then."""
    try:
        thing = KINDS[of].model_validate(raw)
    except ValidationError as error:
        faults = [in_words(one) for one in error.errors()]
        zh = "；".join(faults[:SAID]) + (f"；另有{len(faults) - SAID}处" if len(faults) > SAID else "")
        raise Problem(422, "faulty", f"这里还不能保存：{zh}。", f"{len(faults)} values are not usable.") from None
    if not isinstance(thing, Head) and thing.id != id:
        raise Problem(422, "renamed", "编号不能改：规则和别的事项按编号找它。", "An id cannot be changed.")
    return thing


def thing_of(catalogue: Catalogue, of: Of, id: str) -> Thing | None:
    if of == "head":
        return Head(version=catalogue.version, disclaimer=catalogue.disclaimer, stages=catalogue.stages)
    return next((one for one in getattr(catalogue, of) if one.id == id), None)


def mark(thing: Thing | None) -> str:
    """Empty: it is not there."""
    if thing is None:
        return ""
    return hashlib.sha256(thing.model_dump_json(exclude_defaults=True).encode()).hexdigest()[:16]


def marks(catalogue: Catalogue) -> dict[str, str]:
    """Of everything in it: ``matters:sgxk`` → its mark."""
    found = {"head:": mark(thing_of(catalogue, "head", ""))}
    for of in ("questions", "matters", "services"):
        found |= {f"{of}:{one.id}": mark(one) for one in getattr(catalogue, of)}
    return found


def with_thing(catalogue: Catalogue, of: Of, id: str, thing: Thing | None) -> Catalogue:
    """In the place where it stood, or behind the others; None: without it."""
    if of == "head":
        return _with(catalogue, {name: getattr(thing, name) for name in Head.model_fields}) if thing else catalogue
    return _with(catalogue, {of: _placed(getattr(catalogue, of), id, thing)})


def with_matters(catalogue: Catalogue, matters: Mapping[str, Matter]) -> Catalogue:
    """Those of these ids in their places."""
    return _with(catalogue, {"matters": tuple(matters.get(one.id, one) for one in catalogue.matters)})


def _placed(things: Sequence[Any], id: str, thing: Thing | None) -> tuple[Any, ...]:
    kept = [thing if one.id == id else one for one in things]
    if thing is not None and thing not in kept:
        kept.append(thing)
    return tuple(one for one in kept if one is not None)


def _with(catalogue: Catalogue, values: Mapping[str, Any]) -> Catalogue:
    """Made anew, since a copy would keep what was looked up in the old one."""
    try:
        return Catalogue(**{name: getattr(catalogue, name) for name in Catalogue.model_fields} | dict(values))
    except ValidationError:
        raise Problem(422, "too_many", "事项库装不下更多了。", "The catalogue holds no more.") from None


def merged(base: Catalogue, draft: Catalogue, stands: Catalogue) -> tuple[Catalogue, tuple[str, ...]]:
    """The draft upon what stands now; where both changed a thing the draft's remains, and the thing is named."""
    clashes: list[str] = []
    mine, theirs, was = marks(draft), marks(stands), marks(base)
    for key in dict.fromkeys((*was, *mine)):
        of, _, id = key.partition(":")
        if mine.get(key) == was.get(key):
            continue
        if theirs.get(key) not in (was.get(key), mine.get(key)):
            clashes.append(key)
        stands = with_thing(stands, of, id, thing_of(draft, of, id))  # pyright: ignore[reportArgumentType]
    return stands, tuple(clashes)
