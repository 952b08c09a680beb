"""Every paper's state, written before the next thing is done to it."""

from collections.abc import Callable
from datetime import datetime

from devices.printer.slip import Slip
from hall.contract.report import PaperTold
from kiosk.ledger.db import LedgerFile
from kiosk.ledger.outbox import Outbox
from kiosk.ledger.paper import Paper, slip_to_json


class Papers:
    def __init__(self, file: LedgerFile, outbox: Outbox) -> None:
        self._file = file
        self._outbox = outbox

    def plan(self, ticket_key: str, copy_no: int, slip: Slip) -> Paper:
        """Raises ``sqlite3.IntegrityError`` where that copy was planned before: there is no second original."""
        paper_id = f"{ticket_key}-{copy_no}"
        with self._file.writing() as db:
            db.execute(
                "INSERT INTO papers (id, ticket_key, copy_no, state, slip) VALUES (?, ?, ?, 'planned', ?)",
                (paper_id, ticket_key, copy_no, slip_to_json(slip)),
            )
        return Paper(paper_id, ticket_key, copy_no, "planned", 0, slip)

    def plan_copy(self, ticket_key: str, compose: Callable[[int], Slip]) -> Paper:
        """补打: the next copy of a ticket's slip; ``compose(copy_no)`` draws it with its mark."""
        with self._file.writing() as db:
            (last,) = db.execute("SELECT max(copy_no) FROM papers WHERE ticket_key = ?", (ticket_key,)).fetchone()
            return self.plan(ticket_key, last + 1, compose(last + 1))

    def plan_again(self, paper: Paper, slip: Slip) -> Paper:
        """Nothing of it came out: the same paper, from the beginning."""
        with self._file.writing() as db:
            row = (slip_to_json(slip), paper.id)
            db.execute("UPDATE papers SET state = 'planned', job = 0, slip = ? WHERE id = ?", row)
        return Paper(paper.id, paper.ticket_key, paper.copy_no, "planned", 0, slip)

    def sending(self, paper: Paper) -> Paper:
        """Before the first byte: the paper is on its way, under a job number no other paper has."""
        with self._file.writing() as db:
            db.execute("INSERT INTO counter VALUES ('job', 1) ON CONFLICT DO UPDATE SET value = value + 1")
            (job,) = db.execute("SELECT value FROM counter WHERE name = 'job'").fetchone()
            db.execute("UPDATE papers SET state = 'sent', job = ? WHERE id = ?", (job, paper.id))
        return Paper(paper.id, paper.ticket_key, paper.copy_no, "sent", job, paper.slip)

    def outcome(self, paper: Paper, told: PaperTold, at: datetime) -> None:
        """What became of it, and the report that says so, in one transaction. A paper proved not printed may be planned
        again under the same number; in every other outcome its text is erased."""
        with self._file.writing() as db:
            db.execute("UPDATE papers SET state = ?, slip = NULL WHERE id = ?", (told.state, paper.id))
            if told.state in ("printed", "settled", "abandoned"):
                db.execute("UPDATE tickets SET closed = 1 WHERE key = ?", (paper.ticket_key,))
            self._outbox.report(told, at)
