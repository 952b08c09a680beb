"""``python -m tools.decisions``: writes the index of docs/decisions from its pages. A page begins with its title and a
line of date (and of the last revision), status and what it replaces; see :data:`STANDING`."""

import re
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "decisions"
STANDING = re.compile(r"(\d{4}-\d\d-\d\d(?:, revised \d{4}-\d\d-\d\d)?) · (in force|replaced by .+) · replaces (.+)")
HEAD = """# Decisions

One page each: what was decided, why, and what was tried and left. A page that no longer holds says by which it was
replaced and stays. Written by `python -m tools.decisions` from the pages.

| | decision | date | status | replaces |
|---|---|---|---|---|
"""


class Unfinished(ValueError):
    """A page without a title, or without the line of date, status and what it replaces."""


def line(page: Path) -> str:
    title, _, standing, *_ = [*page.read_text(encoding="utf-8").splitlines(), "", "", ""]
    said = STANDING.fullmatch(standing)
    if not title.startswith("# ") or said is None:
        raise Unfinished(
            f"{page.name}: a title, an empty line, then: 2026-01-31 · in force · replaces nothing "
            "(or: 2026-01-31, revised 2026-02-28 · replaced by 0099 · replaces 0001)"
        )
    return f"| [{page.stem[:4]}]({page.name}) | {title[2:]} | {' | '.join(said.groups())} |\n"


def index() -> str:
    return HEAD + "".join(line(page) for page in sorted(FOLDER.glob("[0-9]*.md")))


def main() -> int:
    try:
        (FOLDER / "README.md").write_text(index(), encoding="utf-8")
    except Unfinished as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
