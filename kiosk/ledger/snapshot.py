"""The hall's last word, and the blocks of numbers it grants."""

from hall.contract.queue import Block
from hall.contract.snapshot import Snapshot
from kiosk.ledger.db import LedgerFile


class KeptSnapshot:
    def __init__(self, file: LedgerFile) -> None:
        self._file = file

    def keep(self, snapshot: Snapshot, etag: str) -> None:
        """In place of the one before. A block already known keeps its place."""
        with self._file.writing() as db:
            db.execute("INSERT OR REPLACE INTO snapshot VALUES (1, ?, ?)", (etag, snapshot.model_dump_json()))
            for block in snapshot.blocks:
                self._keep_block(block)

    def _keep_block(self, block: Block) -> None:
        row = (block.service, block.day.isoformat(), block.first)
        self._file.execute(
            "INSERT INTO blocks VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET last = max(last, excluded.last)",
            (*row, block.last, block.first),
        )

    def last(self) -> tuple[Snapshot, str] | None:
        """The last snapshot and its ETag, or None if the hall was never reached."""
        row = self._file.execute("SELECT body, etag FROM snapshot").fetchone()
        return (Snapshot.model_validate_json(row[0]), row[1]) if row else None
