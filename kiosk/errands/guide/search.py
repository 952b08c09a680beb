"""The search of this station: built beside the clerk's thread from what the hall said last, asked on it."""

from datetime import date
from threading import Thread

from hall.contract.matters import Catalogue
from hall.contract.parts import MattersPart, WordsPart
from hall.contract.search import Answer, Found, Index, Policy, Words, build, said
from kiosk.errands.guide.finding import English, matter_row
from kiosk.errands.guide.view import Row, Said
from kiosk.kit.tools import Tools

PATIENCE = 1.0
"""Seconds that the first letter waits for an index that is still being built; it takes a fifth of that."""
LONGEST = 24


class Search:
    """One index for the process, made anew when the catalogue or the words are others."""

    def __init__(self) -> None:
        self._of: tuple[str, str] | None = None
        self._index: Index | None = None
        self._building: Thread | None = None

    def prepare(self, tools: Tools) -> bool:
        """Whether there is anything to search by."""
        matters, words = tools.parts.get("matters"), tools.parts.get("words")
        if not isinstance(matters, MattersPart) or not isinstance(words, WordsPart):
            return False
        of = tools.revisions.get("matters", ""), tools.revisions.get("words", "")
        if of != self._of:
            self._of, self._index = of, None

            def work() -> None:
                index = build(matters.catalogue, words.words)
                if of == self._of:
                    self._index = index

            self._building = Thread(target=work, name="guide-search", daemon=True)
            self._building.start()
        return True

    def ask(self, text: str, today: date) -> Found:
        if self._index is None and self._building is not None:
            self._building.join(PATIENCE)
        index = self._index
        return index.ask(text, today) if index is not None else Found("unknown")


SEARCH = Search()


def sentence(found: Found) -> Said:
    """What is said above what was found."""
    if found.kind != "elsewhere" or not found.hits:
        return said(found)
    (zh, en), hit = said(found), found.hits[0]
    return f"{zh}{hit.title_zh}，{hit.line}", f"{en} {hit.title_en or hit.title_zh}, {hit.line_en or hit.line}"


def keys(found: Found, catalogue: Catalogue, names: English) -> tuple[Row, ...]:
    """Matters and services that may be meant, the likeliest first. What is done elsewhere is a sentence."""
    rows: list[Row] = []
    for hit in found.hits:
        if hit.kind == "matter" and (matter := catalogue.matter.get(hit.id)) is not None:
            rows.append(matter_row(matter, names, hit.line))
        elif hit.kind == "service":
            rows.append(Row("advice", hit.id, (hit.title_zh, hit.title_en or hit.title_zh)))
    return tuple(rows)


def texts(found: Found, words: Words) -> tuple[Row, ...]:
    """Policies and answers that say something of it; by letters alone none are found, so those of the matter."""
    ids = [hit.id for hit in found.read] or [one.id for one in _written(words) if set(one.matters) & _first(found)]
    return tuple(Row("read", one.id, *_named(one)) for one in _written(words) if one.id in ids[:2])


def text_of(id: str, words: Words) -> Policy | Answer | None:
    return next((one for one in _written(words) if one.id == id), None)


def _written(words: Words) -> tuple[Policy | Answer, ...]:
    return *words.answers, *words.policies


def _first(found: Found) -> set[str]:
    return {hit.id for hit in found.hits[:1]} if found.kind in ("sure", "choose") else set()


def _named(one: Policy | Answer) -> tuple[Said, Said]:
    title = one.asks if isinstance(one, Answer) else one.title
    stands = " ".join(part for part in (one.source, one.clause) if part)
    return (title, title), (stands, stands)
