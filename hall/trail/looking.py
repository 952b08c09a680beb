"""What of the trail is looked at: by time, who, what, and which station; and how a line is shown."""

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection

from hall.audit import LineRow, first_line_at, last_line, lines_found
from hall.contract.ids import mask_number
from hall.trail.words import WORDS

SHOWN = 100
"""Lines at once."""
SPAN = 20_000
"""Lines that are searched at once: a seldom word in a million lines must not hold up the hall."""

_NUMBER = re.compile(r"(?<![0-9A-Za-z])(?:\d{15}|\d{17}[\dXx]|[0-9A-HJ-NPQRTUWXY]{18})(?![0-9A-Za-z])")
_TELEPHONE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")


@dataclass(frozen=True)
class Wanted:
    """``since`` and ``until`` None: from the beginning, to the end. The words are as typed; empty: any."""

    since: datetime | None = None
    until: datetime | None = None
    actor: str = ""
    action: str = ""
    about: str = ""

    def words(self) -> dict[str, str]:
        return {"actor": self.actor, "action": self.action, "about": self.about}

    def span(self, conn: Connection) -> tuple[int, int]:
        """The first and the last line of that time."""
        first = first_line_at(conn, _written(self.since)) if self.since else 1
        last = first_line_at(conn, _written(self.until)) - 1 if self.until else last_line(conn)[0]
        return first, last

    def noted(self) -> dict[str, dict[str, str]]:
        """For the trail's own line: what was looked for, without what is empty."""
        said = {name: at.isoformat() for name, at in (("since", self.since), ("until", self.until)) if at}
        said |= {name: text for name, text in self.words().items() if text}
        return {"wanted": said} if said else {}


def _written(at: datetime) -> str:
    """As lines have it."""
    return at.astimezone(UTC).isoformat()


def page(conn: Connection, wanted: Wanted, before: int) -> dict[str, Any]:
    """The latest first. ``before``: a line to go on in front of; 0: from the end. ``next`` is where to go on, 0: there
    is nothing older."""
    first, last = wanted.span(conn)
    last = min(last, before - 1) if before else last
    lowest = max(first, last - SPAN + 1)
    found = lines_found(conn, lowest, last, wanted.words(), SHOWN)
    reached = found[-1].id if len(found) == SHOWN else lowest
    return {"lines": [shown(row) for row in found], "next": reached if reached > first else 0, "of": last - first + 1}


def shown(row: LineRow) -> dict[str, Any]:
    return {
        "n": row.id,
        "at": row.at,
        "actor": row.actor,
        "action": row.action,
        "words": WORDS.get(row.action, ""),
        "about": masked(row.about),
        "detail": masked(row.detail) if row.detail != "{}" else "",
        "source": row.source,
    }


def masked(text: str) -> str:
    """No line is written with a number of a person in it; what somebody typed as a reason may have one."""
    text = _NUMBER.sub(lambda found: mask_number(found[0]), text)
    return _TELEPHONE.sub(lambda found: found[0][:3] + "****" + found[0][-4:], text)


def details(row: LineRow) -> dict[str, Any]:
    found = json.loads(masked(row.detail))
    return found if isinstance(found, dict) else {}
