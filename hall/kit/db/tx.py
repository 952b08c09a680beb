"""A job's view of the write transaction."""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from hall.kit.errors import Problem


@dataclass(frozen=True)
class Note:
    """What the audit trail will keep of a change. ``source``: the address it was asked from; empty: from within."""

    actor: str
    action: str
    about: str
    detail: dict[str, Any]
    source: str = ""


@dataclass
class Tx:
    """Everything noted is kept or dropped together with what was written."""

    conn: Connection
    now: datetime
    notes: list[Note] = field(default_factory=list)
    source: str = ""

    def note(self, actor: str, action: str, about: str, **detail: object) -> None:
        self.notes.append(Note(actor, action, about, detail, self.source))

    @contextlib.contextmanager
    def attempt(self) -> Iterator[None]:
        """A part that may fail alone: on an exception its writes and notes are undone, and the exception goes on."""
        kept = len(self.notes)
        with self.savepoint("part", kept):
            yield

    @contextlib.contextmanager
    def savepoint(self, name: str, kept: int) -> Iterator[None]:
        cursor = self.conn.connection.cursor()
        cursor.execute(f"SAVEPOINT {name}")
        try:
            yield
        except BaseException as error:
            del self.notes[kept:]
            try:
                cursor.execute(f"ROLLBACK TO SAVEPOINT {name}")
                cursor.execute(f"RELEASE SAVEPOINT {name}")
            except Exception:  # on a full disk SQLite ends the whole transaction: there is nothing to go back to
                if isinstance(error, Problem):
                    raise
                raise error from None
            raise
        cursor.execute(f"RELEASE SAVEPOINT {name}")


Work = Callable[[Tx], Any]
Finish = Callable[[Connection, datetime, list[Note]], None]
