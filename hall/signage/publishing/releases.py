"""Drafts on their way out: published at once, at a moment, or when a second person has agreed. All inside one write
transaction each, so that nobody sees half of one."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from hall.contract.plan import Plan
from hall.kit.db import Tx
from hall.kit.errors import Problem
from hall.plan import drafting, last_revision, publish, unpack
from hall.signage.compiler import said_of
from hall.signage.compiler.sentences import things
from hall.signage.publishing import store
from hall.signage.publishing.examining import Examined
from hall.signage.publishing.store import ReleaseHead, ReleaseRow

FARTHEST = timedelta(days=366)
"""How long a plan may wait for its moment: a year that was mistyped is not one that was meant."""


def ask(
    tx: Tx, version: int, examined: Examined, base: int, by: str, *, at: datetime | None, reason: str, empty: Plan
) -> dict[str, Any]:
    """Send draft ``version`` out. ``examined`` is what was said of it upon revision ``base``. Raises
    :class:`Problem`."""
    draft = drafting.expect(tx.conn, version, empty)
    if last_revision(tx.conn) != base or draft.base != base or draft.plan != examined.after:
        raise Problem(
            409,
            "stale",
            "检查之后大厅图又变了，请再看一遍再发布。",
            "The plan has changed since it was examined; look again before you publish.",
        )
    if draft.plan == examined.before and base:
        raise Problem(409, "nothing", "草稿和已发布的图一样，没有可发布的改动。", "The draft changes nothing.")
    if at is not None and at <= tx.now:
        raise Problem(422, "past", "这个时刻已经过了。", "That moment has already passed.")
    if at is not None and at > tx.now + FARTHEST:
        raise Problem(
            422,
            "far",
            f"最多提前 {FARTHEST.days} 天定时，请看一下年份。",
            f"A plan waits {FARTHEST.days} days at most; look at the year.",
        )
    reason = reason.strip()[:400]
    if not examined.sound and not reason:
        raise Problem(
            409,
            "refused",
            f"有 {examined.refusals} 处问题，不能发布；确有必要时写明理由，由另一人批准。",
            f"{examined.refusals} faults forbid publishing; with a reason a second person may allow it.",
        )
    alone = examined.sound and not examined.words
    state = "waiting" if not alone else "scheduled" if at else "published"
    id = store.add(
        tx.conn,
        draft.plan,
        state=state,
        base=base,
        asked_by=by,
        asked_at=tx.now,
        at=at,
        reason=reason,
        refusals=examined.refusals,
        zh=examined.sentence(),
    )
    if state == "published":
        return {"release": id, "state": state, "revision": _let_out(tx, known(tx.conn, id), by, empty)}
    tx.note(
        by, f"release_{state}", f"release:{id}", at=at, reason=reason, refusals=examined.refusals, words=examined.words
    )
    drafting.discard(tx, version, by, empty)
    return {"release": id, "state": state, "revision": None}


def approve(tx: Tx, id: int, base: int, by: str, empty: Plan) -> dict[str, Any]:
    """The second person, who has read what it does to revision ``base``. Out at once, or at its moment if that is still
    to come."""
    row = pending(tx.conn, id)
    if row.state != "waiting":
        raise Problem(409, "settled", "这次发布不需要批准，或已经批准过。", "This release needs no approval any more.")
    if row.asked_by == by:
        raise Problem(
            403,
            "second_person",
            "有问题的图要由另一人批准，不能批准自己提交的。",
            "A second person must approve it; you cannot approve your own.",
        )
    if base != row.base or row.base != last_revision(tx.conn):
        raise Problem(
            409,
            "stale",
            "这期间又发布了新图，它要并入新图，请稍候再看一遍它的改动。",
            "Another plan was published since, and this one is fitted to it; look at it again in a moment.",
        )
    tx.note(by, "release_approved", f"release:{id}", asked_by=row.asked_by, reason=row.reason, refusals=row.refusals)
    later = row.at is not None and row.at > tx.now
    store.change(tx.conn, id, approved_by=by, approved_at=tx.now, state="scheduled" if later else "waiting")
    return {"revision": None if later else _let_out(tx, row, row.asked_by, empty)}


def withdraw(tx: Tx, id: int, by: str, empty: Plan, prevails: drafting.Prevails | None) -> None:
    """Back into the draft. Where both have changed the same thing, it has to be said which of them ``prevails``."""
    row = pending(tx.conn, id)
    plan = unpack(row.body)
    clashes = drafting.bring_in(tx, drafting.plan_of(tx.conn, row.base, empty), plan, by, empty, prevails)
    if clashes:
        raise _clash(drafting.plan_of(tx.conn, row.base, empty), drafting.draft_of(tx.conn, empty).plan, plan, clashes)
    store.change(tx.conn, id, state="withdrawn")
    tx.note(by, "release_withdrawn", f"release:{id}", asked_by=row.asked_by)


def _clash(base: Plan, draft: Plan, back: Plan, ids: tuple[str, ...]) -> Problem:
    """With both values, so that the answer is not a guess."""
    zh, en = things(back, ids)
    told = f"草稿里后来也改了同一处：{zh}。", f"The draft has since changed the same: {en}."
    for plan, whose_zh, whose_en in ((draft, "草稿里", "In the draft"), (back, "撤回的", "What comes back")):
        said_zh, said_en = said_of(base, plan, ids)
        told = (told[0] + f"{whose_zh}：{said_zh}。", f"{told[1]} {whose_en}: {said_en}.") if said_zh else told
    return Problem(409, "clash", *told)


def let_out(tx: Tx, id: int, empty: Plan) -> None:
    """Out it goes, if it is due, still scheduled, and fits the plan that stands; else it is fitted first, and comes out
    at the next look."""
    row = known(tx.conn, id)
    if row.state == "scheduled" and row.at is not None and row.at <= tx.now and row.base == last_revision(tx.conn):
        _let_out(tx, row, row.asked_by, empty)


def undo(tx: Tx, revision: int, by: str, empty: Plan) -> int:
    """What stood before ``revision`` stands again, as a new revision. Twice undone is done again."""
    undoable(tx.conn, revision)
    return _put_up(tx, drafting.plan_of(tx.conn, revision - 1, empty), by, empty, undoes=revision)


def undoable(conn: Connection, revision: int) -> None:
    """Raises :class:`Problem` where ``revision`` cannot be taken back."""
    if revision != last_revision(conn):
        raise Problem(
            409, "stale", "大厅图又发布过，请先看最新的。", "Another plan has been published; look at it first."
        )
    if revision < 2:
        raise Problem(409, "nothing", "没有更早的图可以恢复。", "There is no earlier plan to return to.")


def listed(rows: list[ReleaseHead]) -> list[dict[str, Any]]:
    def iso(at: datetime | None) -> str | None:
        return at.isoformat() if at else None

    return [
        {
            "id": r.id,
            "state": r.state,
            "asked_by": r.asked_by,
            "asked_at": iso(r.asked_at),
            "at": iso(r.at),
            "reason": r.reason,
            "approved_by": r.approved_by or "",
            "refusals": r.refusals,
            "revision": r.revision,
            "zh": r.zh,
            "trouble": r.trouble,
        }
        for r in rows
    ]


def _let_out(tx: Tx, row: ReleaseRow, by: str, empty: Plan) -> int:
    revision = _put_up(tx, unpack(row.body), by, empty, release=row.id, reason=row.reason)
    store.change(tx.conn, row.id, state="published", revision=revision)
    return revision


def _put_up(tx: Tx, plan: Plan, by: str, empty: Plan, **about: object) -> int:
    """The draft goes along: what was not sent out stays in it, upon the new revision."""
    revision = publish(tx, plan, by, **about)
    drafting.rebased(tx, drafting.draft_of(tx.conn, empty), by, empty)
    return revision


def known(conn: Connection, id: int) -> ReleaseRow:
    """Raises :class:`Problem` where there is none."""
    row = store.get(conn, id)
    if row is None:
        raise Problem(404, "no_release", "没有这次发布。", "There is no such release.")
    return row


def pending(conn: Connection, id: int) -> ReleaseRow:
    """A release that is not out yet. Raises :class:`Problem`."""
    row = known(conn, id)
    if row.state not in store.PENDING:
        raise Problem(409, "settled", "这次发布已经完成或已撤回。", "This release is out or was withdrawn.")
    return row
