"""Every paper's state, written before the next thing is done to it. It is no matter whose paper it is."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from hall.contract.report import PaperTold
from kiosk.ledger.db import LedgerFile
from kiosk.ledger.outbox import Outbox
from kiosk.ledger.paper import Document, Paper, Sheet, sheet_from_bytes, sheet_to_bytes

OVER = frozenset({"printed", "settled", "abandoned"})
"""States after which nothing is left to do."""
_OVER = ", ".join(f"'{state}'" for state in sorted(OVER))
_COLUMNS = "errand, key, copy_no, state, job, sheet, form, pages, out"
_LATEST = "copy_no = (SELECT max(copy_no) FROM papers o WHERE o.errand = p.errand AND o.key = p.key)"
_ONE = "errand = ? AND key = ? AND copy_no = ?"


@dataclass(frozen=True)
class LeftPaper:
    """A paper that was under way when the program last stopped, planned ``age`` seconds ago."""

    paper: Paper
    age: float


class Papers:
    def __init__(self, file: LedgerFile, outbox: Outbox) -> None:
        self._file = file
        self._outbox = outbox

    def plan(self, errand: str, key: str, sheet: Sheet, at: datetime, *, copy_no: int = 0) -> Paper:
        """Raises ``sqlite3.IntegrityError`` where that copy was planned before: there is no second original."""
        form, pages = ("a4", sheet.pages) if isinstance(sheet, Document) else ("slip", None)
        with self._file.writing() as db:
            row = (errand, key, copy_no, form, sheet_to_bytes(sheet), pages, 0, at.timestamp())
            db.execute(
                "INSERT INTO papers (errand, key, copy_no, form, state, sheet, pages, out, planned_at)"
                " VALUES (?, ?, ?, ?, 'planned', ?, ?, ?, ?)",
                row,
            )
        return Paper(errand, key, copy_no, "planned", 0, sheet, form, pages, 0)

    def plan_copy(self, errand: str, key: str, compose: Callable[[int], Sheet], at: datetime) -> Paper:
        """补打: the next copy; ``compose(copy_no)`` draws it with its mark. Also of a paper planned elsewhere."""
        with self._file.writing() as db:
            (last,) = db.execute(
                "SELECT max(copy_no) FROM papers WHERE errand = ? AND key = ?", (errand, key)
            ).fetchone()
            copy_no = (last or 0) + 1
            return self.plan(errand, key, compose(copy_no), at, copy_no=copy_no)

    def plan_again(self, paper: Paper, sheet: Sheet) -> Paper:
        """Nothing of ``sheet`` came out: the same paper; of an A4 document what is not out yet."""
        with self._file.writing() as db:
            row = (sheet_to_bytes(sheet), *_id(paper))
            db.execute(f"UPDATE papers SET state = 'planned', job = 0, closed = 0, sheet = ? WHERE {_ONE}", row)  # noqa: S608
        return replace(paper, state="planned", job=0, sheet=sheet)

    def sending(self, paper: Paper) -> Paper:
        """Before the first byte: the paper is on its way, under a job number no other paper has."""
        with self._file.writing() as db:
            db.execute("INSERT INTO counter VALUES ('job', 1) ON CONFLICT DO UPDATE SET value = value + 1")
            (job,) = db.execute("SELECT value FROM counter WHERE name = 'job'").fetchone()
            db.execute(f"UPDATE papers SET state = 'sent', job = ? WHERE {_ONE}", (job, *_id(paper)))  # noqa: S608
        return replace(paper, state="sent", job=job)

    def outcome(self, paper: Paper, told: PaperTold, at: datetime) -> Paper:
        """What became of it, and the report that says so, in one transaction. Its text is erased: one proved not
        printed is drawn anew when it is planned again."""
        with self._file.writing() as db:
            row = (told.state, told.out, *_id(paper))
            db.execute(f"UPDATE papers SET state = ?, out = ?, sheet = NULL WHERE {_ONE}", row)  # noqa: S608
            self._outbox.report(told, at)
        return replace(paper, state=told.state, out=told.out, sheet=None)

    def latest(self, errand: str, key: str) -> Paper | None:
        """The last copy that was planned; None: none was."""
        query = f"SELECT {_COLUMNS} FROM papers p WHERE errand = ? AND key = ? AND {_LATEST}"  # noqa: S608
        row = self._file.execute(query, (errand, key)).fetchone()
        return _paper(row) if row else None

    def close(self, errand: str, key: str) -> None:
        """Whoever wanted it is gone: nothing more is done about it here."""
        with self._file.writing() as db:
            db.execute("UPDATE papers SET closed = 1, sheet = NULL WHERE errand = ? AND key = ?", (errand, key))

    def unfinished(self, errand: str, now: datetime) -> list[LeftPaper]:
        """What a crash or a power cut left behind, oldest first."""
        query = (
            f"SELECT {_COLUMNS}, planned_at FROM papers p"  # noqa: S608
            f" WHERE errand = ? AND closed = 0 AND state NOT IN ({_OVER}) AND {_LATEST} ORDER BY planned_at, rowid"
        )
        rows = self._file.execute(query, (errand,)).fetchall()
        return [LeftPaper(_paper(row[:-1]), now.timestamp() - row[-1]) for row in rows]

    def forget_before(self, moment: datetime) -> None:
        """Papers planned before ``moment`` go, but for those that somebody may still wait for."""
        with self._file.writing() as db:
            over = f"(closed = 1 OR state IN ({_OVER}))"
            db.execute(f"DELETE FROM papers WHERE planned_at < ? AND {over}", (moment.timestamp(),))  # noqa: S608


def _id(paper: Paper) -> tuple[str, str, int]:
    return paper.errand, paper.key, paper.copy_no


def _paper(row: tuple) -> Paper:
    errand, key, copy_no, state, job, sheet, form, pages, out = row
    kept = sheet_from_bytes(sheet, form) if sheet is not None else None
    return Paper(errand, key, copy_no, state, job, kept, form, pages, out)
