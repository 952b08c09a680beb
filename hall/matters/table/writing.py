"""Every material of a catalogue as a table that Excel and WPS open, and that can be taken in again."""

import csv
import io
from typing import Any

from hall.contract.matters import Catalogue, Material
from hall.matters.table.lines import HEADINGS
from hall.matters.table.saying import say_condition


def table_text(catalogue: Catalogue) -> bytes:
    """CSV, UTF-8 with its mark, so that Excel reads Chinese."""
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow([words[0] for words in HEADINGS.values()])
    for matter in catalogue.matters:
        for one in matter.materials:
            rows.writerow([matter.name, *(_cell(catalogue, one, name) for name in list(HEADINGS)[1:])])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _cell(catalogue: Catalogue, one: Material, name: str) -> Any:
    value = getattr(one, name)
    if name == "when":
        return say_condition(value, catalogue.question)
    if name == "exempt":
        return "是" if value else ""
    text = "" if value in (None, 0) else str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text
