"""What is said of the catalogue beside it, so that it is found by those who never read it."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from hall.contract.matters import Sourced
from hall.contract.matters.catalogue import Name, Text
from hall.contract.matters.conditions import Key
from hall.contract.queue import Wire

Long = Annotated[str, StringConstraints(min_length=1, max_length=4000)]


class Entry(Wire):
    """Of the lexicon: whoever ``says`` one of these ``means`` those words of the catalogue. Where it may mean two
    matters both stand here, and both are offered."""

    says: Annotated[tuple[Name, ...], Field(min_length=1)]
    means: Annotated[tuple[Name, ...], Field(min_length=1)]


class Asked(Wire):
    """How people ask for one matter or service (``id``): short, noun-like. ``en``: its name in English."""

    id: Key
    en: Text = ""
    phrases: tuple[Name, ...] = ()
    en_phrases: tuple[Name, ...] = ()


class Elsewhere(Wire):
    """Another hall, and what people come here for that is done there."""

    id: Key
    name: Name
    en: Name
    where: Name
    where_en: Name
    phrases: tuple[Name, ...] = ()
    en_phrases: tuple[Name, ...] = ()


class Policy(Sourced):
    """One paragraph of the collection of policies (政策汇编). ``source``: number of the document; ``clause``: of it."""

    id: Key
    title: Name
    clause: Text = ""
    text: Long
    matters: tuple[Key, ...] = ()


class Answer(Sourced):
    """A question and its answer (咨询解答). ``also``: other ways to ask it."""

    id: Key
    asks: Name
    also: tuple[Name, ...] = ()
    says: Long
    clause: Text = ""
    dated: date | None = None
    matters: tuple[Key, ...] = ()


class Words(Wire):
    """``stages``: name of a stage of the catalogue → its English, for orientation.
    ``sounds``: syllable without tone → the characters read so, made beforehand."""

    format: Literal["onedoor-words-1"] = "onedoor-words-1"
    lexicon: tuple[Entry, ...] = ()
    asked: tuple[Asked, ...] = ()
    stages: Mapping[Name, Name] = {}
    elsewhere: tuple[Elsewhere, ...] = ()
    policies: tuple[Policy, ...] = ()
    answers: tuple[Answer, ...] = ()
    sounds: Mapping[str, str] = {}
