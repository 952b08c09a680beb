"""The one draft that managers edit, and putting a plan in place of the one that stands."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Connection

from hall.contract.plan import Plan
from hall.kit.db import Tx
from hall.kit.errors import Problem
from hall.kit.http import Stored
from hall.plan import store
from hall.plan.merging import merge

Prevails = Literal["draft", "change"]


class Version(BaseModel):
    """Which version of the draft a press meant."""

    model_config = ConfigDict(extra="forbid")
    version: Stored


@dataclass(frozen=True)
class Draft:
    """``base``: the revision it was begun from (0: from nothing). ``by`` is empty where nobody has changed it."""

    version: int
    base: int
    plan: Plan
    at: datetime | None
    by: str


def draft_of(conn: Connection, empty: Plan) -> Draft:
    """``empty``: what a hall begins with that has neither a draft nor a plan."""
    row = store.get_draft(conn)
    if row is not None:
        return Draft(row.version, row.base, store.unpack(row.body), row.at, row.by)
    revision = store.last_revision(conn)
    return Draft(0, revision, plan_of(conn, revision, empty), None, "")


def draft_state(conn: Connection) -> tuple[int, str, datetime | None]:
    """Version, who changed it last and when, without reading the drawing."""
    row = store.draft_head(conn)
    return (row.version, row.by, row.at) if row is not None else (0, "", None)


def draft_base(conn: Connection, version: int) -> int | None:
    """The revision draft ``version`` was begun from; None if the draft is no longer that."""
    row = store.draft_head(conn)
    return row.base if row is not None and row.version == version else None


def plan_of(conn: Connection, revision: int, empty: Plan) -> Plan:
    row = store.revision(conn, revision)
    return store.unpack(row.body) if row else empty


def save(tx: Tx, version: int, plan: Plan, by: str, empty: Plan) -> Draft:
    """In place of draft ``version``; refused with :class:`Problem` if that is no longer the last."""
    draft = expect(tx.conn, version, empty)
    if plan == draft.plan:
        return draft
    return _put(tx, draft.version + 1, draft.base, plan, by)


def expect(conn: Connection, version: int, empty: Plan) -> Draft:
    """The draft, if it is still ``version``."""
    draft = draft_of(conn, empty)
    if draft.version != version:
        raise Problem(
            409,
            "stale",
            f"草稿已被 {draft.by or '别人'} 改过，请先载入最新的草稿。",
            f"{draft.by or 'Somebody'} has changed the draft meanwhile; load it first.",
        )
    return draft


def discard(tx: Tx, version: int, by: str, empty: Plan) -> Draft:
    """The draft is the published plan again."""
    draft, revision = expect(tx.conn, version, empty), store.last_revision(tx.conn)
    tx.note(by, "plan_draft_discarded", f"draft:{version}", revision=revision)
    return _put(tx, draft.version + 1, revision, plan_of(tx.conn, revision, empty), by)


def rebased(tx: Tx, draft: Draft, by: str, empty: Plan) -> tuple[Draft, tuple[str, ...]]:
    """The draft upon the revision that stands now, with the things that were changed on both sides."""
    revision = store.last_revision(tx.conn)
    if draft.base == revision:
        return draft, ()
    merged = merge(plan_of(tx.conn, draft.base, empty), draft.plan, plan_of(tx.conn, revision, empty))
    return _put(tx, draft.version + 1, revision, merged.plan, by), merged.clashes


def bring_in(tx: Tx, base: Plan, change: Plan, by: str, empty: Plan, prevails: Prevails | None) -> tuple[str, ...]:
    """Into the draft: what ``change`` differs in from ``base``. Where the draft differs in the same things, their ids
    are returned and nothing is done, unless it was said what ``prevails``."""
    draft = draft_of(tx.conn, empty)
    merged = merge(base, change, draft.plan)
    if merged.clashes and prevails is None:
        return merged.clashes
    plan = merge(base, draft.plan, change).plan if prevails == "draft" else merged.plan
    _put(tx, draft.version + 1, draft.base, plan, by)
    return ()


def publish(tx: Tx, plan: Plan, by: str, **about: object) -> int:
    """``plan`` stands from this commit on. Returns its revision."""
    number = store.last_revision(tx.conn) + 1
    store.add_revision(tx.conn, number, plan, tx.now, by)
    tx.note(by, "plan_published", f"plan:{number}", **about)
    return number


def _put(tx: Tx, version: int, base: int, plan: Plan, by: str) -> Draft:
    store.put_draft(tx.conn, version, base, plan, tx.now, by)
    return Draft(version, base, plan, tx.now, by)
