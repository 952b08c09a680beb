"""What the hall is still to be told, numbered from 1 without gaps."""

import sqlite3
from collections.abc import Callable
from datetime import datetime

from hall.contract.report import Body, Report
from kiosk.ledger.db import LedgerFile, connect


class Outbox:
    def __init__(self, file: LedgerFile) -> None:
        self._file = file

    def report(self, body: Body, at: datetime) -> int:
        """Write one report; returns its seq."""
        with self._file.writing() as db:
            seq = db.execute("INSERT INTO outbox (report) VALUES ('')").lastrowid
            assert seq is not None
            report = Report(seq=seq, at=at, body=body)
            db.execute("UPDATE outbox SET report = ? WHERE seq = ?", (report.model_dump_json(), seq))
            return seq

    def acknowledged(self, upto: int) -> None:
        """The hall has everything up to ``upto``: let it go."""
        with self._file.writing() as db:
            db.execute("DELETE FROM outbox WHERE seq <= ?", (upto,))

    def reader(self) -> Callable[[int], tuple[Report, ...]]:
        """A function for another thread, with a connection of its own: the oldest ``n`` reports not acknowledged."""
        reader: list[sqlite3.Connection] = []

        def read(n: int) -> tuple[Report, ...]:
            if not reader:
                reader.append(connect(self._file.path))
            rows = reader[0].execute("SELECT report FROM outbox ORDER BY seq LIMIT ?", (n,)).fetchall()
            return tuple(Report.model_validate_json(row[0]) for row in rows)

        return read
