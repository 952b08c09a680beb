"""What the pages and kiosks are shown of cases."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from hall.contract.cases import ENDED, STATES, STEPS, Standing, department_of, departments
from hall.contract.codes import read
from hall.contract.matters import Answers, Catalogue, Guide, Matter
from hall.contract.matters.carried import read_carried
from hall.contract.progress import CaseAsked, CaseTold, MissingLine
from hall.contract.receipts import FORMS, ORIGINS, Receipt
from hall.kit import Clock
from hall.matters import Matters
from hall.reception import store
from hall.reception.letters import LETTERS
from hall.reception.service import Reception
from hall.reception.store import CaseRow, EventRow

NOTHING: Answers = {}
MOST = 300
"""Cases on one page; more are a search's."""
KEPT = 64
"""Lists of departments that are remembered; several threads look."""
TODAY = 40
"""Receipts of today that the window sees."""


def matters(catalogue: Catalogue, today: date) -> list[dict[str, Any]]:
    """What may be taken in: each with every line that can be needed, before anybody has been asked anything."""
    return [_matter(catalogue, one, today) for one in catalogue.matters]


def carried(catalogue: Catalogue, text: str, today: date) -> dict[str, Any] | None:
    """The matter of a checklist that a visitor brings along, with the lines of his answers; None: it is no such code,
    or its matter is gone."""
    code = read(text)
    brought = read_carried(code.value) if code.kind == "list" else None
    matter = catalogue.matter.get(brought.matter) if brought is not None else None
    return _matter(catalogue, matter, today, brought.answers) if matter is not None and brought is not None else None


def _matter(catalogue: Catalogue, matter: Matter, today: date, answers: Answers = NOTHING) -> dict[str, Any]:
    lines = Guide(catalogue, matter).checklist(answers, today).lines
    return {
        "id": matter.id,
        "name": matter.name,
        "stage": matter.stage,
        "department": department_of(matter.lead),
        "limit": matter.limit.commit or matter.limit.legal,
        "lines": [{"name": one.material.name, "state": one.state, "origin": one.material.origin} for one in lines],
    }


def all_departments(catalogue: Catalogue) -> list[str]:
    return departments(one.lead for one in catalogue.matters)


def taken(reception: Reception, conn: Connection, clock: Clock) -> dict[str, Any]:
    """The window's list: what was received today, the newest first."""
    rows = store.received_on(conn, clock.day(), TODAY)
    return {"receipts": _briefs(reception, conn, rows, clock), "day": clock.day().isoformat()}


class Lying:
    """What lies with whom: read once a step of any case and once a day, since pages look with every change there is."""

    def __init__(self, reception: Reception, clock: Clock) -> None:
        self._reception, self._clock = reception, clock
        self._told: dict[tuple[date, int, str], dict[str, Any]] = {}

    def look(self, conn: Connection, department: str) -> dict[str, Any]:
        """With a department (all of them for ""), the most urgent first."""
        stands = self._clock.day(), store.last_out(conn), department
        told = self._told.get(stands)
        if told is None:
            told = self._read(conn, department)
            if len(self._told) >= KEPT:
                self._told = {}
            self._told[stands] = told
        return told

    def _read(self, conn: Connection, department: str) -> dict[str, Any]:
        rows = store.open_cases(conn, department or None, MOST)
        found = _briefs(self._reception, conn, rows, self._clock)
        found.sort(key=lambda one: (one["who"] != "department", one["due"] or "9999", one["number"]))
        return {"department": department, "cases": found, "most": MOST}


def _briefs(reception: Reception, conn: Connection, rows: Sequence[CaseRow], clock: Clock) -> list[dict[str, Any]]:
    events = store.events(conn, [row.number for row in rows])
    return [brief(row, reception.standing(conn, row, events[row.number]), len(events[row.number])) for row in rows]


def brief(row: CaseRow, now: Standing, n: int) -> dict[str, Any]:
    receipt = row.paper
    return {
        "number": row.number,
        "matter": receipt.matter_zh,
        "project": receipt.project,
        "applicant": receipt.applicant,
        "last4": row.subject_last4,
        "origin": ORIGINS[receipt.origin] if receipt.origin != "ordinary" else "",
        "at": row.at.isoformat(),
        "department": now.department,
        "seen": n,
        "lines": len(receipt.lines),
        "missing": len(receipt.to_follow),
        **_stands(now),
    }


def _stands(now: Standing) -> dict[str, Any]:
    return {
        "state": now.state,
        "said": STATES[now.state][0] + ("（逾期未答复，视为受理）" if now.deemed and now.state == "accepted" else ""),
        "who": now.who,
        "due": now.due.isoformat() if now.due else "",
        "left": now.left,
        "law": now.law,
        "unknown": now.unknown,
        "over": now.state in ENDED,
        "soon": soon(now),
        "acts": [{"act": act, "zh": STEPS[act].zh, "by": STEPS[act].by, "worded": STEPS[act].worded}
                 for act in now.acts],
    }  # fmt: skip


def soon(now: Standing) -> bool:
    """Called out before it is late: to a department a working day before its last, to the window on the day itself."""
    return now.left is not None and now.left <= (1 if now.who == "department" else 0)


def whole(reception: Reception, conn: Connection, row: CaseRow) -> dict[str, Any]:
    """One case: its lines, and what happened to it."""
    events = store.events(conn, [row.number])[row.number]
    now, receipt = reception.standing(conn, row, events), row.paper
    return {
        **brief(row, now, len(events)),
        "reason": receipt.reason,
        "project_code": receipt.project_code,
        "copies": row.copies,
        "materials": lines_of(receipt),
        "events": [_event(one) for one in events],
    }


def lines_of(receipt: Receipt) -> list[dict[str, Any]]:
    return [
        {
            "n": n,
            "name": one.name,
            "form": FORMS[one.form],
            "copies": one.copies,
            "given": one.given,
            "waived": one.waived,
            "by": one.by.isoformat() if one.by else "",
        }
        for n, one in enumerate(receipt.lines, 1)
    ]


def _event(one: EventRow) -> dict[str, Any]:
    return {
        "zh": STEPS[one.event.act].zh,
        "at": one.at.isoformat(),
        "name": one.name,
        "department": one.department,
        "text": one.text,
        "n": one.n,
        "letter": LETTERS[one.event.act].zh if one.event.act in LETTERS else "",
    }


def progress(reception: Reception, matters_of: Matters, conn: Connection, asked: CaseAsked, now: datetime) -> CaseTold:
    """For the bearer of a receipt. The number alone tells nothing: the digest stands on the paper only."""
    row = store.by_number(conn, asked.number)
    if row is None or row.digest.hex() != asked.digest:
        return CaseTold(known=False, at=now)
    events = store.events(conn, [row.number])[row.number]
    stands, receipt = reception.standing(conn, row, events), row.paper
    part = matters_of.current(conn)
    matter = part.catalogue.matter.get(row.matter) if part is not None else None
    asked_for = next((one.text for one in reversed(events) if one.act == "ask"), "")
    return CaseTold(
        known=True,
        void=row.void,
        state=stands.state,
        who=stands.who,
        department=stands.department,
        since=stands.since,
        due=stands.due,
        deemed=stands.deemed,
        asked=asked_for if stands.state == "to_complete" else "",
        missing=tuple(MissingLine(name=one.name, by=one.by, waived=one.waived) for one in receipt.to_follow),
        matter_zh=receipt.matter_zh,
        matter_en=matter.en if matter is not None else "",
        at=now,
    )
