"""The hall's last word, a row a part, and the blocks of numbers it grants."""

import hashlib
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from pydantic import BaseModel, ValidationError

from hall.contract.parts import SHAPES, BlocksPart
from hall.contract.queue import Block
from kiosk.ledger.db import LedgerFile

log = logging.getLogger(__name__)

# Told anew after every start: an alarm of before may be over by now, or be another.
_PASSING = frozenset({"alarm"})


@dataclass(frozen=True)
class PartSaid:
    """A part as the hall said it. ``shape``: what was read from ``text``; None: nobody here knows this part (yet)."""

    name: str
    revision: str
    text: str
    shape: BaseModel | None


def read_part(name: str, revision: str, text: str) -> PartSaid:
    """Raises ``ValidationError``. What a newer hall says besides is left out of the shape, and stays in the text."""
    shape = SHAPES.get(name)
    return PartSaid(name, revision, text, shape.model_validate_json(text, extra="ignore") if shape else None)


def written(models: Mapping[str, BaseModel]) -> tuple[PartSaid, ...]:
    """Parts that did not come as parts, with a revision of their own."""

    def one(name: str, model: BaseModel) -> PartSaid:
        text = model.model_dump_json(exclude_defaults=True)
        number = getattr(model, "revision", "")
        return PartSaid(name, f"{number}-{hashlib.sha256(text.encode()).hexdigest()[:16]}", text, model)

    return tuple(one(name, model) for name, model in models.items())


class KeptParts:
    def __init__(self, file: LedgerFile, birth: str) -> None:
        self._file, self._birth = file, birth

    def keep(self, parts: Iterable[PartSaid], at: datetime) -> None:
        """Each in place of the one before. A block already known keeps its place."""
        with self._file.writing() as db:
            for part in parts:
                if part.name not in _PASSING:
                    row = (part.name, part.revision, at.isoformat(), part.text)
                    db.execute("INSERT OR REPLACE INTO parts VALUES (?, ?, ?, ?)", row)
                if isinstance(part.shape, BlocksPart):
                    self._keep_blocks(part.shape)

    def _keep_blocks(self, told: BlocksPart) -> None:
        """What was granted to another ledger is not ours; what is not among ours any more is closed. Its row stays: a
        block that comes back goes on behind the last number given here, and behind the last the hall knows of."""
        if told.ledger not in ("", self._birth):
            return
        if told.ledger:
            self.close_blocks()
        for block in told.blocks:
            self._keep_block(block)

    def _keep_block(self, block: Block) -> None:
        row = (block.service, block.day.isoformat(), block.first, block.last, max(block.first, block.used + 1))
        self._file.execute(
            "INSERT INTO blocks VALUES (?, ?, ?, ?, ?, 0) ON CONFLICT DO UPDATE"
            " SET last = max(last, excluded.last), next = max(next, excluded.next), closed = 0",
            row,
        )

    def close_blocks(self) -> None:
        """Nothing is given of them until the hall says again that they are ours."""
        with self._file.writing() as db:
            db.execute("UPDATE blocks SET closed = 1")

    def all(self) -> tuple[PartSaid, ...]:
        """One that cannot be read any more is none, and is asked for again."""
        kept: list[PartSaid] = []
        for row in self._file.execute("SELECT name, revision, body FROM parts ORDER BY name"):
            try:
                kept.append(read_part(*row))
            except ValidationError:
                log.warning("the part %s in the ledger cannot be read", row[0])
        return tuple(kept)

    def at(self) -> datetime | None:
        """When the hall last said something new, by its own clock."""
        (at,) = self._file.execute("SELECT max(at) FROM parts").fetchone()
        return datetime.fromisoformat(at) if at else None
