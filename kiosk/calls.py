"""A question to the hall as data: an errand writes it, the courier carries it and knows no errand."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from pydantic import BaseModel

Shape = TypeVar("Shape", bound=BaseModel)

# A visitor waits at most connect + read, twice: then we go on without. (Public terminals allow 5 to 10 s.)
READ_SECONDS = 1.5
_PATH = re.compile(r"[a-z]+(/[A-Za-z0-9_-]+)*")


def _nothing(_: BaseModel) -> Mapping[str, int]:
    return {}


@dataclass(frozen=True)
class Call(Generic[Shape]):
    """One question. ``name`` is the asker's own and comes back with the answer; nothing of it is sent.

    It goes to ``/api/station/<path>`` as a POST of ``body``, or as a GET without one; a success is read as ``shape``.
    A line that fails is tried once more, so what is asked must be harmless to ask twice. ``seconds``: how long one try
    waits for the answer once the hall is reached. ``under``: what the answer was given under (name of a part of the
    hall's word → its revision); what we have another of is fetched first, so that nobody is shown the old way.

    Raises ``ValueError`` for a path that is not made of plain words: what was scanned never becomes an address.
    """

    name: str
    path: str
    shape: type[Shape]
    body: BaseModel | None = None
    seconds: float = READ_SECONDS
    under: Callable[[Shape], Mapping[str, int]] = _nothing

    def __post_init__(self) -> None:
        if not _PATH.fullmatch(self.path):
            raise ValueError("a call's path is made of plain words")

    @property
    def method(self) -> str:
        return "GET" if self.body is None else "POST"


@dataclass(frozen=True)
class Away:
    """No answer: it is not known whether the hall acted."""


@dataclass(frozen=True)
class Refused:
    """The hall said no, with a sentence for the visitor."""

    code: str
    zh: str
    en: str


@dataclass(frozen=True)
class Answered:
    """The event that follows every call: ``answer`` is of the call's ``shape``, or Refused, or Away."""

    name: str
    answer: BaseModel | Refused | Away
