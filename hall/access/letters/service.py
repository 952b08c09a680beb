"""What may be done about letters: enter, add the scan, approve (a second person), suspend, resume, withdraw. Nobody
does any of it about himself, and what opens a door again needs two persons again."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from hall.access.letters import store
from hall.access.letters.scans import examined
from hall.access.letters.standing import seal_of
from hall.access.letters.store import LetterRow
from hall.access.people import service as people
from hall.access.seal import Seal
from hall.kit.db import Tx
from hall.kit.errors import Problem

LONGEST = timedelta(days=3 * 366)
"""A secondment of more than three years is a year that was mistyped."""


@dataclass(frozen=True)
class Letter:
    """What a paper says. ``key`` is the same when the same order comes twice."""

    key: str
    person: int
    number: str
    signed_by: str
    groups: tuple[str, ...]
    profile: str
    starts: datetime
    ends: datetime
    first: bool = False


def enter(tx: Tx, said: Letter, known: Collection[str], profiles: Collection[str], by: str) -> int:
    """Returns its id; for a key that has one already, that one. ``known``: door groups that there are."""
    if (there := store.by_key(tx.conn, said.key)) is not None:
        return there.id
    person = people.found(tx.conn, said.person)
    people.not_himself(person, by)
    checked(said, known, profiles, tx.now)
    id = store.add(
        tx.conn,
        tuple(sorted(set(said.groups))),
        key=said.key,
        person=said.person,
        number=people.plain("文号", said.number, 60),
        signed_by=people.plain("签发人", said.signed_by, 16),
        profile=said.profile,
        first=said.first,
        starts=said.starts,
        ends=said.ends,
        made_by=by,
        made_at=tx.now,
    )
    tx.note(by, "letter_entered", f"letter:{id}", person=said.person, number=said.number[:60])
    return id


def checked(said: Letter, known: Collection[str], profiles: Collection[str], now: datetime) -> None:
    """Raises :class:`Problem`."""
    if not said.groups or not set(said.groups) <= set(known):
        raise _wrong("请勾选这份委托书准许的门组。", "Choose which groups of doors the letter is for.")
    if said.profile not in profiles:
        raise _wrong("没有这个时段。", "There is no such time profile.")
    if said.ends <= said.starts:
        raise _wrong("止日要在起日之后。", "A letter ends after it begins.")
    if said.ends <= now:
        raise _wrong("止日已经过了：这份委托书开不了门。", "The letter has ended already; it opens nothing.")
    if said.ends - said.starts > LONGEST:
        raise _wrong("委托书最长三年，请看一下年份。", "A letter is for three years at most; look at the year.")


def attach(tx: Tx, id: int, body: bytes, by: str) -> str:
    """The scan of the paper, before it is approved. Returns its name."""
    row = _open(tx.conn, id)
    people.not_himself(people.found(tx.conn, row.person), by)
    name = examined(body)
    store.keep_scan(tx.conn, name, body, tx.now)
    store.put(tx.conn, id, scan=name)
    tx.note(by, "letter_scanned", f"letter:{id}", scan=name)
    return name


def approve(tx: Tx, seal: Seal, id: int, by: str) -> None:
    row = _open(tx.conn, id)
    people.not_himself(people.found(tx.conn, row.person), by)
    if by == row.made_by:
        raise Problem(
            403,
            "second_person",
            "委托书要由另一人对照原件复核，不能自己复核自己录入的。",
            "A second person approves a letter; you cannot approve what you entered.",
        )
    if not row.scan:
        raise Problem(
            409, "no_scan", "还没有扫描件，不能复核：先上传原件的扫描。", "There is no scan to approve it by."
        )
    if row.ends <= tx.now:
        raise Problem(409, "over", "这份委托书已经到期。", "This letter has ended already.")
    store.put(tx.conn, id, approved_by=by, approved_at=tx.now)
    approved = store.get(tx.conn, id)
    assert approved is not None
    store.put(tx.conn, id, seal=seal_of(approved, seal))
    tx.note(by, "letter_approved", f"letter:{id}", made_by=row.made_by)


def stop(tx: Tx, id: int, *, for_good: bool, why: str, by: str) -> None:
    """Its doors close within the second. The seal goes with it, so that nothing but two persons brings it back."""
    row = found(tx.conn, id)
    if row.stopped == "withdrawn" or (row.stopped and not for_good):
        raise Problem(409, "settled", "这份委托书已经中止或收回。", "This letter is stopped already.")
    stopped = "withdrawn" if for_good else "suspended"
    store.put(
        tx.conn,
        id,
        stopped=stopped,
        why=people.plain("原因", why, 60),
        stopped_by=by,
        stopped_at=tx.now,
        seal="",
        approved_by=None,
        approved_at=None,
    )
    tx.note(by, f"letter_{stopped}", f"letter:{id}", why=why[:60])


def resume(tx: Tx, id: int, by: str) -> None:
    """It waits to be approved again."""
    row = found(tx.conn, id)
    people.not_himself(people.found(tx.conn, row.person), by)
    if row.stopped != "suspended":
        raise Problem(409, "settled", "只有中止的委托书可以恢复。", "Only a suspended letter is resumed.")
    store.put(tx.conn, id, stopped="", why="", stopped_by=None, stopped_at=None, made_by=by)
    tx.note(by, "letter_resumed", f"letter:{id}", entered_by=row.made_by)


def found(conn: Connection, id: int) -> LetterRow:
    row = store.get(conn, id)
    if row is None:
        raise Problem(404, "no_letter", "没有这份委托书。", "There is no such letter.")
    return row


def _open(conn: Connection, id: int) -> LetterRow:
    row = found(conn, id)
    if row.approved_at is not None or row.stopped:
        raise Problem(409, "settled", "这份委托书已经复核、中止或收回，不能再改。", "This letter is settled already.")
    return row


def _wrong(zh: str, en: str) -> Problem:
    return Problem(422, "letter", zh, en)
