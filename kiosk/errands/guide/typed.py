"""Letters that a visitor types, and what is shown of what they find."""

import re

from hall.contract.matters import Catalogue, doubted
from hall.contract.parts import WordsPart
from hall.contract.search import Answer, Found, Policy, Words
from kiosk.errands.guide.finding import english
from kiosk.errands.guide.search import LONGEST, SEARCH, keys, sentence, text_of, texts
from kiosk.errands.guide.view import ChooseView, ReadView, SearchView
from kiosk.kit.tools import Tools
from kiosk.kit.views import Sentence, Touched

_PART = re.compile(r"[^。；;\n]+[。；;]?")


class Typed:
    """``ready``: there is something to search by; building begins at once."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self.ready = SEARCH.prepare(tools)
        self._letters = ""
        self._found: Found | None = None
        self._read: Policy | Answer | None = None

    def touched(self, touch: Touched) -> bool:
        """Whether it was a key of the pad."""
        match touch.what:
            case "key" if len(touch.arg) == 1 and touch.arg.isascii() and len(self._letters) < LONGEST:
                self._letters += touch.arg
            case "key":
                pass
            case "erase":
                self._letters = self._letters[:-1]
            case "clear":
                self._letters = ""
            case _:
                return False
        self._found = SEARCH.ask(self._letters.lower(), self._tools.today()) if self._letters else None
        return True

    def read(self, id: str) -> bool:
        """Open a text that was found; False: there is none of that name (any more)."""
        self._read = text_of(id, self._words)
        return self._read is not None

    @property
    def _words(self) -> Words:
        part = self._tools.parts.get("words")
        return part.words if isinstance(part, WordsPart) else Words()

    def forget(self) -> None:
        self._letters, self._found, self._read = "", None, None

    def pad(self, catalogue: Catalogue) -> SearchView:
        found = self._found
        rows = keys(found, catalogue, english(self._tools)) if found and found.kind in ("sure", "choose") else ()
        return SearchView(self._letters, rows, sentence(found) if found and not rows else ("", ""))

    def results(self, catalogue: Catalogue) -> ChooseView:
        """With a person, who knows where we do not."""
        found = self._found or Found("unknown", why="empty")
        rows = keys(found, catalogue, english(self._tools)) if found.kind in ("sure", "choose") else ()
        title = Sentence("guide.found_sure" if found.kind == "sure" else "guide.found")
        return ChooseView(title, (*rows, *texts(found, self._words)), sentence(found), window=True)

    def text(self) -> ReadView:
        one = self._read
        assert one is not None
        title, text, dated = (
            (one.asks, one.says, one.dated) if isinstance(one, Answer) else (one.title, one.text, one.since)
        )
        return ReadView(
            title=title,
            parts=tuple(part.strip() for part in _PART.findall(text) if part.strip()),
            source=" ".join(part for part in (one.source, one.clause) if part),
            dated=dated.isoformat() if dated else "",
            doubt=doubted(one, self._tools.today()),
            until=one.until.isoformat() if one.until else "",
        )
