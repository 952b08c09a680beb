"""A catalogue as one YAML file, for people to read and for ``reading`` to give the same again. Pure.

A line that stands on its matter's source does not repeat it; rules that several lines share are said once.
"""

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from hall.contract.matters import Catalogue, Kind, Matter, Named, Sourced, named_in
from hall.contract.matters.conditions import All, AnyOf, Between, ByWindow, Is, No
from hall.contract.queue import Wire

STANDS = ("source", "since", "until", "lapsed")
BELOW = ("limit", "turns", "notes", "materials")
WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off"})
_PLAIN = re.compile(r"[A-Za-z一-鿿“《（〔](?:[\w（）“”《》〔〕、。，；：？！—·/]| (?=\w))*")
Rules = Mapping[str, str]
"""Name of a shared rule → the id it has in this file."""


def catalogue_text(catalogue: Catalogue) -> str:
    """Deterministic: the same catalogue is the same text."""
    return "\n".join(_lines(catalogue)) + "\n"


def short(when: Kind, rules: Rules) -> Any:
    """A condition as files say it."""
    match when:
        case Is(question=question, options=options):
            return {question: options[0] if len(options) == 1 else list(options)}
        case Between(question=question, band=band):
            return {question: band.model_dump(exclude_none=True)}
        case All(all=parts):
            return {"all": [short(one, rules) for one in parts]}
        case AnyOf(any=parts):
            return {"any": [short(one, rules) for one in parts]}
        case No(no=one):
            return {"no": short(one, rules)}
        case ByWindow(window=why):
            return {"window": why}
        case Named(named=named, of=of):
            return {"rule": rules[named]} if named in rules else {"named": named, "of": short(of, rules)}


def _lines(catalogue: Catalogue) -> Iterator[str]:
    for name in ("version", "disclaimer", "stages"):
        if value := getattr(catalogue, name):
            yield f"{name}: {_flow(value)}"
    shared = _shared(catalogue)
    rules = {name: f"r{n}" for n, name in enumerate(shared, 1)}
    if shared:
        yield "rules:"
        for name, of in shared.items():
            yield f"  {rules[name]}: {_flow({'named': name, 'of': short(of, {})})}"
    if catalogue.questions:
        yield "questions:"
        yield from (f"  - {_flow(_said(one, {}))}" for one in catalogue.questions)
    if catalogue.matters:
        yield "matters:"
        for one in catalogue.matters:
            yield from _matter(one, rules)
    if catalogue.services:
        yield "services:"
        yield from (f"  - {_flow(_said(one, {}))}" for one in catalogue.services)


def _shared(catalogue: Catalogue) -> dict[str, Kind]:
    """Rules by their names; one that means two things is said where it stands. Those within others are said there."""
    found: dict[str, list[Kind]] = {}
    for matter in catalogue.matters:
        for line in (*matter.turns, *matter.notes, *matter.materials):
            for one in named_in(line.when):
                found.setdefault(one.named, []).append(one.of)
    return {name: of[0] for name, of in found.items() if all(one == of[0] for one in of)}


def _matter(matter: Matter, rules: Rules) -> Iterator[str]:
    said = {"id": matter.id, "name": matter.name} | _said(matter, rules)
    for n, (name, value) in enumerate((name, value) for name, value in said.items() if name not in BELOW):
        yield f"  {'- ' if n == 0 else '  '}{name}: {_flow(value)}"
    if limit := _below(matter.limit, matter, rules):
        yield f"    limit: {_flow(limit)}"
    for name in BELOW[1:]:
        if lines := getattr(matter, name):
            yield f"    {name}:"
            yield from (f"      - {_flow(_below(one, matter, rules))}" for one in lines)


def _below(one: Sourced, matter: Matter, rules: Rules) -> dict[str, Any]:
    """Under a matter, on whose source it stands unless it says another."""
    said = _said(one, rules)
    mine, above = ({name: getattr(each, name) for name in STANDS} for each in (one, matter))
    kept = {name: value for name, value in said.items() if name not in STANDS}
    return kept if mine == above else kept | {"source": one.source} | {k: v for k, v in said.items() if k in STANDS}


def _said(one: Wire, rules: Rules) -> dict[str, Any]:
    """What is not as it is when nobody says anything."""
    found: dict[str, Any] = {}
    for name, field in type(one).model_fields.items():
        value = getattr(one, name)
        if field.is_required() or value != field.default:
            found[name] = short(value, rules) if name == "when" else value
    return found


def _flow(value: Any) -> str:
    if isinstance(value, Wire):
        return _flow(_said(value, {}))
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_flow(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_flow, value)) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return f"{int(value)}" if value == int(value) else repr(value)
    return value.isoformat() if isinstance(value, date) else _text(str(value))


def _text(text: str) -> str:
    if _PLAIN.fullmatch(text) and text.lower() not in WORDS:
        return text
    odd = any(unicodedata.category(one)[0] in "CZ" and one != " " for one in text)
    return json.dumps(text, ensure_ascii=odd)
