"""What the hall is told, numbered from 1 without gaps. What it has heard stays for some days: a hall that was put back
says so by hearing less than before, and is told again."""

import sqlite3
from collections.abc import Callable
from datetime import datetime

from hall.contract.report import Body, Report
from kiosk.ledger.db import LedgerFile, LedgerTorn, connect, torn

_UNHEARD = "SELECT report FROM outbox WHERE seq > (SELECT value FROM counter WHERE name = 'heard') ORDER BY seq LIMIT ?"


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

    @property
    def last(self) -> int:
        """The number of the last report that was ever written here; 0: none was."""
        row = self._file.execute("SELECT seq FROM sqlite_sequence WHERE name = 'outbox'").fetchone()
        return row[0] if row else 0

    @property
    def heard(self) -> int:
        (upto,) = self._file.execute("SELECT value FROM counter WHERE name = 'heard'").fetchone()
        return upto

    def acknowledged(self, upto: int) -> None:
        """The hall has everything up to ``upto``; never more than there is, or what comes next would stay untold."""
        with self._file.writing() as db:
            db.execute("UPDATE counter SET value = ? WHERE name = 'heard'", (min(upto, self.last),))

    def forget_before(self, moment: datetime) -> None:
        """Reports of before ``moment`` that the hall has heard."""
        with self._file.writing() as db:
            told = "CAST(strftime('%s', json_extract(report, '$.at')) AS INTEGER) < ?"
            db.execute(f"DELETE FROM outbox WHERE seq <= ? AND {told}", (self.heard, moment.timestamp()))  # noqa: S608

    def reader(self) -> Callable[[int], tuple[Report, ...]]:
        """A function for another thread, with a connection of its own: the oldest ``n`` reports not acknowledged. It
        raises ``LedgerTorn``."""
        reader: list[sqlite3.Connection] = []

        def read(n: int) -> tuple[Report, ...]:
            try:
                if not reader:
                    reader.append(connect(self._file.path))
                rows = reader[0].execute(_UNHEARD, (n,)).fetchall()
            except sqlite3.DatabaseError as error:
                raise LedgerTorn(str(error)) if torn(error) else error from None
            return tuple(Report.model_validate_json(row[0]) for row in rows)

        return read
