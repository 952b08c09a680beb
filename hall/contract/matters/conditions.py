"""When a material is needed, as data: a small typed algebra over the answers, and what is known of it.

In files a condition is short: ``{land: rent}``, ``{land: [grant, allot], kind: new}`` (both), ``{all: […]}``,
``{any: […]}``, ``{no: …}``, ``{area: {at_most: 10000}}``, ``{window: why}``. The last is decided by the window
(以窗口核定为准): nobody's answer settles it. Neither is settled what nobody answered.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, StringConstraints, ValidationError, model_validator

from hall.contract.queue import Wire

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,31}$")]
DEEPEST = 8
"""Conditions within conditions, at most: nobody reads deeper."""
WORDS = frozenset({"all", "any", "no", "window", "named", "question", "rule"})
"""What a question may not be called."""

Amount = Annotated[float, Field(allow_inf_nan=False)]
Cut = tuple[float, int]
"""A place between numbers: (v, 0) lies just before v, (v, 1) just after it."""


class Band(Wire):
    """A range of amounts: from ``at_least`` or ``over``, to ``below`` or ``at_most``; without an end where none is
    given."""

    at_least: Amount | None = None
    over: Amount | None = None
    below: Amount | None = None
    at_most: Amount | None = None

    @model_validator(mode="after")
    def _sense(self) -> Self:
        if None not in (self.at_least, self.over) or None not in (self.below, self.at_most):
            raise ValueError("一个范围的一头只能写一次")
        if self.low == (float("-inf"), 0) and self.high == (float("inf"), 1):
            raise ValueError("范围没有界限")
        if self.low >= self.high:
            raise ValueError("范围是空的")
        return self

    @property
    def low(self) -> Cut:
        if self.over is not None:
            return self.over, 1
        return (float("-inf") if self.at_least is None else self.at_least), 0

    @property
    def high(self) -> Cut:
        if self.below is not None:
            return self.below, 0
        return (float("inf") if self.at_most is None else self.at_most), 1

    def holds(self, other: "Band") -> bool | None:
        """Whether all of ``other`` lies within; None: a part of it does."""
        if other.low >= self.low and other.high <= self.high:
            return True
        return False if other.high <= self.low or other.low >= self.high else None


class Is(Wire):
    question: Key
    options: Annotated[tuple[Key, ...], Field(min_length=1, max_length=20)]


class Between(Wire):
    question: Key
    band: Band


class All(Wire):
    all: Annotated[tuple["Condition", ...], Field(min_length=1, max_length=50)]


class AnyOf(Wire):
    any: Annotated[tuple["Condition", ...], Field(min_length=1, max_length=50)]


class No(Wire):
    no: "Condition"


class ByWindow(Wire):
    """``window``: what the window decides, in words that end a sentence."""

    window: Annotated[str, Field(min_length=1, max_length=200)]


class Named(Wire):
    """A rule that several lines share, with the name people know it by."""

    named: Annotated[str, Field(min_length=1, max_length=60)]
    of: "Condition"


Kind = Is | Between | All | AnyOf | No | ByWindow | Named


def _read(raw: Any, depth: int = 0) -> Kind:
    """From the short form, or from our own. ValueError with one sentence, where pydantic would say six."""
    if isinstance(raw, Kind):
        return raw
    if not isinstance(raw, Mapping) or not raw:
        raise ValueError("条件要写成 {问题: 选项}，或 all、any、no、window 之一")
    if depth > DEEPEST:
        raise ValueError(f"条件套得太深（最多{DEEPEST}层）")
    if "question" in raw:
        return _built(Between if "band" in raw else Is, raw)
    if set(raw) == {"named", "of"}:
        return _built(Named, {"named": raw["named"], "of": _read(raw["of"], depth + 1)})
    if words := WORDS & raw.keys():
        if len(raw) > 1:
            raise ValueError(f"{'、'.join(sorted(words))} 不能和别的条件并列写在一起，请套一层 all")
        (word,) = words
        return _worded(word, raw[word], depth)
    parts = [_asked(question, wanted) for question, wanted in raw.items()]
    return parts[0] if len(parts) == 1 else All(all=tuple(parts))


def _worded(word: str, inner: Any, depth: int) -> Kind:
    if word == "window":
        return _built(ByWindow, {"window": inner})
    if word not in ("all", "any", "no"):
        raise ValueError(f"{word} 不能单独写")
    if word == "no":
        return No(no=_read(inner, depth + 1))
    if not isinstance(inner, list | tuple) or not inner:
        raise ValueError(f"{word} 后面要有一串条件")
    parts = tuple(_read(one, depth + 1) for one in inner)
    return All(all=parts) if word == "all" else AnyOf(any=parts)


def _asked(question: Any, wanted: Any) -> Kind:
    if isinstance(wanted, Mapping):
        return _built(Between, {"question": question, "band": wanted})
    options = tuple(wanted) if isinstance(wanted, list | tuple) else (wanted,)
    return _built(Is, {"question": question, "options": options})


def _built(kind: type[Is | Between | ByWindow | Named], raw: Mapping[str, Any]) -> Kind:
    try:
        return kind.model_validate(raw)
    except ValidationError as error:
        said = "；".join(f"{'.'.join(map(str, one['loc']))} {one['msg']}" for one in error.errors())
        raise ValueError(f"条件 {dict(raw)} 读不懂：{said}"[:400]) from None


Condition = Annotated[Kind, BeforeValidator(_read)]
All.model_rebuild()
AnyOf.model_rebuild()
No.model_rebuild()
Named.model_rebuild()


def atoms(condition: Kind | None) -> Iterator[Is | Between]:
    """Every test of an answer in it, left to right."""
    match condition:
        case Is() | Between():
            yield condition
        case All(all=parts) | AnyOf(any=parts):
            for one in parts:
                yield from atoms(one)
        case No(no=one) | Named(of=one):
            yield from atoms(one)


def windows(condition: Kind | None) -> Iterator[str]:
    """What of it the window decides."""
    match condition:
        case ByWindow(window=why):
            yield why
        case All(all=parts) | AnyOf(any=parts):
            for one in parts:
                yield from windows(one)
        case No(no=one) | Named(of=one):
            yield from windows(one)


def but(condition: Kind) -> Kind:
    """Where it does not hold."""
    return condition.no if isinstance(condition, No) else No(no=condition)


def named_in(condition: Kind | None) -> Iterator[Named]:
    """The shared rules in it."""
    match condition:
        case Named():
            yield condition
        case All(all=parts) | AnyOf(any=parts):
            for one in parts:
                yield from named_in(one)
        case No(no=one):
            yield from named_in(one)


def truth(condition: Kind | None, known: Callable[[Is | Between | ByWindow], bool | None]) -> bool | None:
    """Three-valued (Kleene): no *and* unknown is no. ``known(one)`` says what is known of one test, or of
    what the window decides."""
    match condition:
        case None:
            return True
        case Is() | Between() | ByWindow():
            return known(condition)
        case Named(of=one):
            return truth(one, known)
        case No(no=one):
            inner = truth(one, known)
            return None if inner is None else not inner
        case All(all=parts):
            return _joined((truth(one, known) for one in parts), False)
        case AnyOf(any=parts):
            return _joined((truth(one, known) for one in parts), True)


def _joined(values: Iterator[bool | None], settles: bool) -> bool | None:
    unknown = False
    for value in values:
        if value is settles:
            return settles
        unknown = unknown or value is None
    return None if unknown else not settles
