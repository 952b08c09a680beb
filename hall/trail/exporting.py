"""The trail as a file: a line each, as CSV for a table or as JSON lines for a program."""

import csv
import io
import json
from collections.abc import AsyncIterator
from typing import Any

from hall.audit import lines_found
from hall.kit import Kit
from hall.trail.looking import Wanted, shown

COLUMNS = ("n", "at", "actor", "action", "words", "about", "detail", "source", "hash")
PART = 2000
BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""So that a table program reads UTF-8 as such."""
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a table program would take for one to be reckoned (OWASP, CSV injection)."""


async def exported(kit: Kit, wanted: Wanted, as_csv: bool) -> AsyncIterator[str]:
    """The oldest first, a part at a time."""
    at, last = await kit.db.read(wanted.span)
    if as_csv:
        yield BOM + _csv([dict(zip(COLUMNS, COLUMNS, strict=True))])
    while at <= last:
        upto = min(at + PART - 1, last)
        rows = await kit.db.read(lambda conn, at=at, upto=upto: lines_found(conn, at, upto, wanted.words(), PART))
        told = [shown(row) | {"hash": row.hash} for row in reversed(rows)]
        yield _csv(told) if as_csv else "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in told)
        at = upto + 1


def _csv(rows: list[dict[str, Any]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows([[_cell(row[name]) for name in COLUMNS] for row in rows])
    return out.getvalue()


def _cell(value: object) -> str:
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
