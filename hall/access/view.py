"""What the pages are shown: departments, people with their papers and cards, and of one person every door and why."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from hall.access.granting import Granting
from hall.access.letters import store as letters
from hall.access.letters.standing import said
from hall.access.letters.store import LetterRow
from hall.access.may import asked, has_right, why
from hall.access.people import store as people
from hall.access.people.service import cards_of, found, known_as
from hall.access.people.store import CardRow, PersonRow
from hall.access.rules import store as proposals


def everybody(conn: Connection, granting: Granting, readers: frozenset[str], now: datetime) -> dict[str, Any]:
    """``readers``: doors at which a card can be presented."""
    rows = people.people(conn)
    papers: dict[int, list[LetterRow]] = {}
    for row in letters.letters(conn):
        papers.setdefault(row.person, []).append(row)
    cards = cards_of(conn, granting.seal)
    revision, rules = granting.book.current(conn)
    waits = proposals.waiting(conn)
    return {
        "rules": [revision, waits.id if waits else 0],
        "departments": [{"id": one.id, "name": one.name_zh} for one in people.departments(conn)],
        "groups": [{"id": one.id, "name": one.name_zh} for one in rules.groups],
        "readers": [{"id": one.id, "name": one.name_zh} for one in rules.doors if one.id in readers],
        "profiles": [{"id": one.id, "name": one.name_zh} for one in rules.profiles],
        "people": [_person(granting, row, papers.get(row.id, []), cards.get(row.id, []), now) for row in rows],
    }


def doors_of(conn: Connection, granting: Granting, id: int, now: datetime) -> dict[str, Any]:
    """Every door as it is to him now, and why."""
    row, grants = found(conn, id), granting.whole(conn, now).grants
    rows = []
    for door in grants.doors:
        decision = asked(grants, known_as(row.id), door.id, now)
        document = grants.document_by_id.get(decision.document)
        rows.append(
            {
                "id": door.id,
                "name": door.name_zh,
                "may": has_right(decision),
                "why": why(decision),
                "paper": document.label_zh if document else "",
            }
        )
    return {"person": row.id, "name": row.name, "at": now.isoformat(), "doors": rows}


def names(conn: Connection) -> dict[str, str]:
    """Of those who have not left, by the ids that stations know them by."""
    return {known_as(row.id): row.name for row in people.people(conn) if row.left_at is None}


def _person(
    granting: Granting, row: PersonRow, papers: list[LetterRow], cards: list[CardRow], now: datetime
) -> dict[str, Any]:
    told = [_letter(granting, paper, row, now) for paper in papers]
    return {
        "id": row.id,
        "number": row.number,
        "name": row.name,
        "department": row.department,
        "login": row.login,
        "left": row.left_at is not None,
        "pin": bool(row.pin),
        "duress": bool(row.duress),
        "letters": told,
        "cards": [{"id": one.id, "last4": one.last4, "at": _iso(one.given_at)} for one in cards],
        "living": any(one["standing"] == "living" for one in told),
    }


def _letter(granting: Granting, row: LetterRow, person: PersonRow, now: datetime) -> dict[str, Any]:
    stands = said(row, person, granting.seal, granting.clock, now)
    return {
        "id": row.id,
        "number": row.number,
        "signed_by": row.signed_by,
        "groups": row.group_ids,
        "profile": row.profile,
        "first": row.first,
        "starts": _iso(row.starts),
        "ends": _iso(row.ends),
        "scan": row.scan,
        "made_by": row.made_by,
        "approved_by": row.approved_by or "",
        "standing": stands.standing,
        "words": stands.zh,
    }


def _iso(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
