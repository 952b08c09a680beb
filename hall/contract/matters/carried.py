"""A checklist to carry along: a short text of matter, revision, answers and what stood on it, for a code on the slip.

``3.zx_xk.use-office~land-rent~aged-.k3Zx….Qw….``. It names questions and options, not their places, so that any later
catalogue reads it; each line is two characters of a digest of its document, enough to say what is new and what is gone
without asking anybody. Nobody's data is in it and it opens nothing: it is not signed. Whoever changes it gets the list
of other answers, which everybody may see.
"""

import re
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from hashlib import sha256
from typing import NamedTuple

from hall.contract.matters.catalogue import DONT_KNOW
from hall.contract.matters.checklist import Checklist, Guide, Line
from hall.contract.matters.deciding import Answers

_KEY = r"[a-z][a-z0-9_]{0,31}"
_GIVEN = rf"{_KEY}-(?:{_KEY})?"
_MARKS = r"(?:[A-Za-z0-9_-]{2}){0,200}"
TOKEN = rf"[0-9]{{1,9}}\.{_KEY}\.(?:{_GIVEN}(?:~{_GIVEN}){{0,63}})?\.{_MARKS}\.{_MARKS}\.{_MARKS}"
"""Its grammar, for whoever finds it in a larger text."""
_TOKEN = re.compile(TOKEN)
LONGEST = 1200
"""Characters; the longest of the sample has a fifth of it."""
GROUPS = (("needed",), ("waived",), ("open", "maybe"))
"""States of lines, as they stand together in the text."""


class Carried(NamedTuple):
    """``marks``: of the lines that stood on it, by :data:`GROUPS`."""

    revision: int
    matter: str
    answers: dict[str, str]
    marks: tuple[frozenset[str], ...]


class Since(NamedTuple):
    """What is other now. ``new``: documents that did not stand there; ``other``: those that stood there in another
    state; ``gone``: lines that are not needed any more, and ``lost``: how many more, which the catalogue no longer
    has."""

    new: frozenset[str] = frozenset()
    other: frozenset[str] = frozenset()
    gone: tuple[Line, ...] = ()
    lost: int = 0

    def __bool__(self) -> bool:
        return bool(self.new or self.other or self.gone or self.lost)


def carry(revision: int, guide: Guide, answers: Answers, came: Checklist) -> str:
    """Of the answers those that this matter asks for."""
    asked = [(one, answers[one]) for one in guide.asked() if answers.get(one)]
    given = "~".join(f"{one}-{'' if option == DONT_KNOW else option}" for one, option in asked)
    marks = ("".join(_mark(one) for one in came.lines if one.state in group) for group in GROUPS)
    return ".".join((str(revision), came.matter, given, *marks))


def read_carried(text: str) -> Carried | None:
    """None: it is no such text."""
    if len(text) > LONGEST or not _TOKEN.fullmatch(text):
        return None
    revision, matter, given, *groups = text.split(".")
    pairs = [one.partition("-") for one in given.split("~") if one]
    marks = tuple(frozenset(group[n : n + 2] for n in range(0, len(group), 2)) for group in groups)
    return Carried(int(revision), matter, {one: option or DONT_KNOW for one, _, option in pairs}, marks)


def since(carried: Carried, came: Checklist) -> Since:
    """Against the list as it is now, by the same answers."""
    stood: Mapping[str, int] = {mark: n for n, group in enumerate(carried.marks) for mark in group}
    wanted = {_mark(one): one for one in came.lines if one.state != "not"}
    new = frozenset(one.material.document for mark, one in wanted.items() if mark not in stood)
    other = frozenset(
        one.material.document for mark, one in wanted.items() if mark in stood and one.state not in GROUPS[stood[mark]]
    )
    gone = tuple(one for one in came.lines if one.state == "not" and _mark(one) in stood and _mark(one) not in wanted)
    lost = len(stood.keys() - wanted.keys() - {_mark(one) for one in gone})
    return Since(new, other, gone, lost)


def _mark(line: Line) -> str:
    digest = sha256(line.material.document.encode()).digest()
    return urlsafe_b64encode(bytes((digest[0], digest[1], 0)))[:2].decode()
