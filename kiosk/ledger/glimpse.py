"""One look into the ledger for the first picture, without loading the treaty's models."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path


def hall_names(path: Path) -> tuple[str, str] | None:
    """The hall's names (Chinese, English) from its last word; None if there is none, or no ledger yet."""
    if not path.exists():
        return None
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as db:
            row = db.execute("SELECT body FROM parts WHERE name = 'hall'").fetchone()
    except sqlite3.Error:
        return None  # the station itself will say what is wrong
    try:
        hall = json.loads(row[0])["hall"] if row else {}
        return (hall["name_zh"], hall["name_en"]) if hall else None
    except (ValueError, KeyError, TypeError):
        return None
