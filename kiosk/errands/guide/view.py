"""Guidance on the glass: a choice, letters to search by, a question with its list beside it, the list.

Loaded before the first picture.

What the catalogue says comes in pairs, Chinese and English; where it has no English the second is the first.
"""

from dataclasses import dataclass
from typing import Literal

from kiosk.kit.views import Sentence, View

Said = tuple[str, str]
State = Literal["needed", "waived", "not", "open", "maybe"]


@dataclass(frozen=True)
class Row:
    """A key of a choice: what it says when touched, its name and a line below it. ``tag``: beside the name.
    ``hint``: also a sentence of ours."""

    what: str
    arg: str
    name: Said | Sentence
    hint: Said | Sentence = ("", "")
    tag: str = ""


@dataclass(frozen=True)
class ChooseView(View):
    """One of ``rows``. ``find``: there is a key to the pad; ``window``: and one to a person."""

    title: Said | Sentence
    rows: tuple[Row, ...]
    lead: Said | Sentence = ("", "")
    find: bool = False
    window: bool = False


@dataclass(frozen=True)
class SearchView(View):
    """Letters of pinyin, or their initials. ``rows``: what they mean so far."""

    typed: str
    rows: tuple[Row, ...] = ()
    said: Said | Sentence = ("", "")


@dataclass(frozen=True)
class ReadView(View):
    """A policy or an answer, in parts that are not broken. ``dated``: of the answer or the document."""

    title: str
    parts: tuple[str, ...]
    source: str = ""
    dated: str = ""
    doubt: Literal["", "illustrative", "lapsed"] = ""
    until: str = ""


@dataclass(frozen=True)
class Given:
    """A question that was answered. ``short``: what it is called where there is no room."""

    question: str
    short: Said
    label: Said
    asked: Said = ("", "")


@dataclass(frozen=True)
class Line:
    """A material. ``why``: the answers it hangs on. ``depends``: short names of the questions that decide it yet.
    ``window``: what the window decides. ``doubt``: as the treaty has it. ``changed``: by the last answer; ``since``:
    against a list that was carried along."""

    id: str
    name: Said
    state: State
    origin: str
    source: str = ""
    why: Said = ("", "")
    depends: Said = ("", "")
    window: str = ""
    doubt: Literal["", "illustrative", "lapsed"] = ""
    until: str = ""
    changed: bool = False
    since: Literal["", "new", "other", "gone"] = ""


@dataclass(frozen=True)
class AskView(View):
    """One question; the list beside it. ``chosen``: what was answered before, where it is asked again. ``left``: how
    many may follow at most."""

    matter: Said
    question: str
    asked: Said
    options: tuple[tuple[str, Said], ...]
    given: tuple[Given, ...]
    lines: tuple[Line, ...]
    chosen: str = ""
    left: int = 0


@dataclass(frozen=True)
class Window:
    """Where it is handed in. ``service``: what one queues for; empty: nobody knows."""

    service: str = ""
    name: Said = ("", "")
    windows: tuple[str, ...] = ()
    place: Said = ("", "")
    open: bool = True
    way: bool = False


@dataclass(frozen=True)
class Facts:
    """What is known of the matter itself. ``until``: the last day, if it were accepted today; ``beyond``: why that is
    not known."""

    lead: str = ""
    legal: str = ""
    commit: str = ""
    result: str = ""
    source: str = ""
    valid: str = ""
    doubt: Literal["", "illustrative", "lapsed"] = ""
    until: str = ""
    beyond: str = ""


@dataclass(frozen=True)
class ListView(View):
    """The personal list (一次性告知). ``turned``: this matter is not for them, and why; ``to``: the one that is.
    ``paper``: how the slip of it stands. ``code``: what a phone or a kiosk reads; ``phone``: a phone can, too;
    ``large``: it fills the glass. ``since``: what changed since the list that was shown. ``a4``: this station has a
    printer for it."""

    matter: Said
    tag: Said
    given: tuple[Given, ...]
    lines: tuple[Line, ...]
    facts: Facts
    window: Window
    notes: tuple[str, ...] = ()
    turned: str = ""
    to: Row | None = None
    paper: Literal["", "printing", "printed"] = ""
    code: str = ""
    phone: bool = False
    large: bool = False
    since: tuple[Sentence, ...] = ()
    a4: bool = False
    disclaimer: str = ""
