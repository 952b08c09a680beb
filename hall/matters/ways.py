"""Every combination of answers of a matter, as a visitor can give them: what is never asked is not varied."""

from collections.abc import Iterator, Mapping

from hall.contract.matters import Guide

MOST = 3000


class TooMany(ValueError):
    """More than MOST combinations: nobody can review them."""


def ways(guide: Guide) -> Iterator[dict[str, tuple[str, ...]]]:
    """Question → the options that are all one to this matter, in the order of asking. Raises TooMany."""
    groups = {one: guide.groups(one) for one in guide.asked()}
    for count, one in enumerate(_from(guide, groups, {})):
        if count >= MOST:
            raise TooMany(guide.matter.id)
        yield one


def first_of(way: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """As answers."""
    return {question: options[0] for question, options in way.items()}


def _from(
    guide: Guide, groups: Mapping[str, list[tuple[str, ...]]], way: dict[str, tuple[str, ...]]
) -> Iterator[dict[str, tuple[str, ...]]]:
    question = guide.next_question(first_of(way))
    if question is None:
        yield way
        return
    for options in groups[question.id]:
        yield from _from(guide, groups, way | {question.id: options})
