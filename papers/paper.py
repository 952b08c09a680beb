"""One paper: values checked, cleaned, set. Never markup from strings: a value is data to the end."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from papers.letters import Cleaned
from papers.press import Press, press
from papers.shapes import NAMES, Refused, checked

_PAGES = re.compile(rb"<xmpTPg:NPages>(\d+)</xmpTPg:NPages>")
QR_LEVEL = "m"


@dataclass(frozen=True)
class Paper:
    """``sha256``: of ``pdf``, in hex; it goes into ledger and code. ``said``: what had to be changed in the values so
    that they could be printed, a sentence each."""

    name: str
    title: str
    pdf: bytes
    pages: int
    sha256: str
    said: tuple[str, ...]


def render(name: str, values: Mapping[str, Any]) -> Paper:
    """``values`` as ``papers.shapes`` has them for this name. Raises ``Refused``, which names what is missing, or
    ``press.Broken``. Same values, same bytes."""
    made = press()
    data, at, said = _ready(made, name, values)
    pdf = made.pdf(name, data, at)
    found = _PAGES.search(pdf)
    assert found is not None, "PDF/A always says its pages"
    return Paper(name, NAMES[name], pdf, int(found[1]), hashlib.sha256(pdf).hexdigest(), said)


def pictures(name: str, values: Mapping[str, Any], ppi: float = 96) -> tuple[bytes, ...]:
    """The very pages of ``render``, as PNG: from the same source and the same values."""
    made = press()
    data, _, _ = _ready(made, name, values)
    return made.pictures(name, data, ppi)


def _ready(made: Press, name: str, values: Mapping[str, Any]) -> tuple[dict[str, Any], datetime, tuple[str, ...]]:
    whole = checked(name, values)
    text = whole.pop("code")  # its bytes are what is signed: never cleaned
    at = _time(whole["at"], name)
    cleaned = Cleaned(rare=made.rare)
    data = cleaned.value(whole)
    return {**data, "code": _modules(text), "gaps": list(cleaned.gaps)}, at, cleaned.said()


def _time(text: str, name: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise Refused(f"《{NAMES[name]}》的出具时间不是时间（at）", "at") from None
    if at.tzinfo is None:
        raise Refused(f"《{NAMES[name]}》的出具时间没有时区（at）", "at")
    return at.replace(microsecond=0)  # the press takes whole seconds


def _modules(text: str) -> list[int]:
    """The QR code of ``text``, row by row, a pixel a module; nothing for no text."""
    if not text:
        return []
    import segno  # as with the press

    rows = segno.make(text, error=QR_LEVEL, micro=False).matrix
    return [0 if dark else 255 for row in rows for dark in row]
