"""The last plan the hall published, as far as it came here."""

from pydantic import ValidationError

from hall.contract.snapshot import PublishedPlan
from kiosk.ledger.db import LedgerFile


class KeptPlan:
    def __init__(self, file: LedgerFile) -> None:
        self._file = file

    def keep(self, published: PublishedPlan) -> None:
        """In place of the one before."""
        with self._file.writing() as db:
            row = (published.revision, published.model_dump_json())
            db.execute("INSERT OR REPLACE INTO plan VALUES (1, ?, ?)", row)

    def last(self) -> PublishedPlan | None:
        """One that cannot be read is none, and is fetched again."""
        row = self._file.execute("SELECT body FROM plan").fetchone()
        try:
            return PublishedPlan.model_validate_json(row[0]) if row else None
        except ValidationError:
            return None
