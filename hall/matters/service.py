"""The catalogue that stands, and how another takes its place."""

from datetime import date, datetime

from sqlalchemy import Connection

from hall.contract.matters import Catalogue
from hall.contract.parts import MattersPart
from hall.kit.db import Tx
from hall.kit.errors import Problem
from hall.matters import store
from hall.matters.compiler import Finding, compile_catalogue

SHOWN = 20
"""Faults that a refusal names; ``python -m hall matters check`` names them all."""


class Matters:
    """Reads the revision each time and the catalogue once a revision. ``phones``: as its part says."""

    def __init__(self, phones: str = "") -> None:
        self._phones = phones
        self._last: MattersPart | None = None
        self.times = 0
        """The database was another. What was worked out of a revision before that may be of another one."""

    def forget(self) -> None:
        """The database is another than it was."""
        self._last = None
        self.times += 1

    def current(self, conn: Connection) -> MattersPart | None:
        """None: nothing was published yet."""
        revision = store.last(conn)
        if revision and (self._last is None or self._last.revision != revision):
            row = store.at_revision(conn, revision)
            self._last = _part(row, self._phones) if row else None
        return self._last if revision else None

    def stood(self, conn: Connection, at: datetime) -> MattersPart | None:
        """What people were told at that moment."""
        row = store.at_moment(conn, at)
        return _part(row, self._phones) if row else None


def _part(row: store.VersionRow, phones: str) -> MattersPart:
    return MattersPart(revision=row.revision, catalogue=row.catalogue(), phones=phones)


def publish(tx: Tx, catalogue: Catalogue, by: str, today: date) -> int:
    """Its revision. Raises Problem where the compiler finds a fault: nothing changes then."""
    refuse(catalogue, compile_catalogue(catalogue, today))
    return keep(tx, catalogue, by)


def refuse(catalogue: Catalogue, found: list[Finding]) -> None:
    """Raises Problem if anything was found."""
    if found:
        said = [one.sentence(catalogue.question) for one in found]
        zh = f"事项库有{len(said)}处问题，没有发布：" + "；".join(said[:SHOWN])
        raise Problem(422, "catalogue_faulty", zh, f"The catalogue has {len(said)} faults and was not published.")


def keep(tx: Tx, catalogue: Catalogue, by: str, **about: object) -> int:
    """It stands from this commit on; its revision. What the compiler says of it was asked before."""
    revision = store.last(tx.conn) + 1
    store.add(tx.conn, revision, catalogue, tx.now, by)
    told = {"matters": len(catalogue.matters), "version": catalogue.version} | about
    tx.note(by, "matters_published", f"matters:{revision}", **told)
    return revision


def undo(tx: Tx, revision: int, catalogue: Catalogue, by: str) -> int:
    """What stood before ``revision`` stands again, as a version of its own. Raises Problem if ``revision`` does not
    stand."""
    if store.last(tx.conn) != revision or revision < 2:
        raise Problem(
            409,
            "stale",
            "现行的已经不是这一版，请看过再撤销。" if revision > 1 else "这是第一版，没有更早的可以回去。",
            "Another version stands now, or there is none before it.",
        )
    return keep(tx, catalogue, by, undoes=revision)
