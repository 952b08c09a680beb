"""A role that rules over others is given by two: an administrator asks for it, the hall manager or security approves.

So that no role issues, approves and audits at once (GB/T 22239-2019, 8.1.5), and nobody extends his own right: neither
who asks nor who would get it approves. While the hall has nobody who could approve, the server's own command gives it:
somebody has to be the first.
"""

from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import Connection

from hall.accounts import store
from hall.accounts.permits import ROLES, Role
from hall.accounts.sessions import Member
from hall.accounts.staff.store import AskedRow, asked_after, forget_asked, put_asked
from hall.accounts.store import MemberRow
from hall.kit.db import Tx
from hall.kit.errors import Problem

RULING: frozenset[Role] = frozenset({"manager", "security", "admin", "auditor"})
APPROVE: frozenset[Role] = frozenset({"manager", "security"})
RESET: Literal["reset"] = "reset"
"""A new password for somebody who has such a role: whoever learns it could come in as him. It is told to who approves,
who hands it over."""
FOR = timedelta(days=7)
"""What nobody approved in a week has to be asked again: somebody may have forgotten why."""
SERVER = "command line"
"""Who acts there has the machine itself."""


def open_ones(conn: Connection, now: datetime) -> dict[int, AskedRow]:
    """By member."""
    return {row.member: row for row in asked_after(conn, now - FOR)}


def needs_two(conn: Connection, row: MemberRow | None, role: Role, by: str) -> bool:
    """Whether ``role``, or a new password for who has it, is asked for and not given at once."""
    if role not in RULING:
        return False
    others = [one for one in store.members(conn) if one.role in APPROVE and one.enabled and one != row]
    return by != SERVER or bool(others)


def ask(tx: Tx, row: MemberRow, role: Role | Literal["reset"], by: str) -> None:
    if row.id in open_ones(tx.conn, tx.now):
        raise Problem(409, "asked", "这个账号已有一件事在等批准，先撤回再提。", "Something is waiting already.")
    forget_asked(tx.conn, row.id)
    put_asked(tx.conn, row.id, role, by, tx.now)
    if role == RESET:
        tx.note(by, "reset_asked", f"member:{row.login}", role=row.role)
    else:
        tx.note(by, "role_asked", f"member:{row.login}", was=row.role, role=role)


def approve(tx: Tx, login: str, by: Member) -> tuple[MemberRow, AskedRow]:
    """The member as he was, and what may be done now: it waits no more. Raises :class:`Problem`."""
    row, waiting = _waiting(tx, login)
    if by.login in (login, waiting.by):
        zh = "提出的人和这个账号的本人都不能批准。"
        raise Problem(403, "yourself", zh, "Neither who asked nor whose account it is approves it.")
    asker = store.member_by_login(tx.conn, waiting.by)
    if waiting.by != SERVER and (asker is None or asker.role != "admin" or not asker.enabled):
        raise Problem(409, "over", "提出的人已经不是系统管理，请重新提。", "Who asked is no administrator any more.")
    forget_asked(tx.conn, row.id)
    return row, waiting


def withdraw(tx: Tx, login: str, by: str) -> None:
    row, waiting = _waiting(tx, login)
    forget_asked(tx.conn, row.id)
    tx.note(by, "role_withdrawn", f"member:{login}", role=waiting.role, asked_by=waiting.by)


def in_words(row: AskedRow) -> str:
    return "重设口令" if row.role == RESET else f"改任{ROLES[row.role][0]}"


def _waiting(tx: Tx, login: str) -> tuple[MemberRow, AskedRow]:
    row = store.member_by_login(tx.conn, login)
    waiting = open_ones(tx.conn, tx.now).get(row.id) if row is not None else None
    if row is None or waiting is None or row.left_at is not None:
        raise Problem(409, "over", "没有什么在等批准：已处理、已撤回，或过了七天。", "Nothing is waiting for approval.")
    return row, waiting
