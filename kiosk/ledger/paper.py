"""A paper's own history, and what is to stand on it as it is kept."""

import json
from dataclasses import asdict, dataclass
from typing import Literal

from devices.documents.documents import Sides
from devices.printer import slip as lines
from devices.printer.slip import Slip
from hall.contract.report import PaperForm

State = Literal["planned", "sent", "printed", "not_printed", "doubtful", "reprinted", "settled", "abandoned"]


@dataclass(frozen=True)
class Document:
    """An A4 document of ``pages`` sides, from side ``first`` on, as PDF. ``title`` stands on the printer's panel: never
    a person's or a firm's name."""

    pdf: bytes
    pages: int
    first: int = 1
    sides: Sides = "one-sided"
    title: str = ""


Sheet = Slip | Document
"""What the two printers are given."""


@dataclass(frozen=True)
class Paper:
    """Known by the errand it belongs to, that errand's own key, and ``copy_no``: 0 the original, n: 补打 n. ``job`` is
    the number the printer is given, 0 before it is sent. ``sheet`` None: erased. ``pages``: the sides of an A4
    document. ``out``: how many sides, from the first, are proved to be on paper before this job, or by what was judged;
    None: not known, so that no more of this paper may follow, but only a copy that says so."""

    errand: str
    key: str
    copy_no: int
    state: State
    job: int = 0
    sheet: Sheet | None = None
    form: PaperForm = "slip"
    pages: int | None = None
    out: int | None = None

    @property
    def id(self) -> str:
        return f"{self.errand}-{self.key}-{self.copy_no}"


def sheet_to_bytes(sheet: Sheet) -> bytes:
    """A slip as one JSON object a line, keyed by its kind: ``[{"Text": {...}}, ...]``; a document as a line of JSON and
    the PDF behind it."""
    if isinstance(sheet, Slip):
        return json.dumps([{type(line).__name__: asdict(line)} for line in sheet.lines], ensure_ascii=False).encode()
    head = {"pages": sheet.pages, "first": sheet.first, "sides": sheet.sides, "title": sheet.title}
    return json.dumps(head, ensure_ascii=False).encode() + b"\n" + sheet.pdf


def sheet_from_bytes(kept: bytes, form: PaperForm) -> Sheet:
    if form == "slip":
        items = json.loads(kept)
        return Slip(tuple(getattr(lines, kind)(**fields) for item in items for kind, fields in item.items()))
    head, _, pdf = kept.partition(b"\n")
    return Document(pdf, **json.loads(head))
