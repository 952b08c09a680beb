"""What is done to the accounts of others: role, a new first password, unlock, disable, let go. Every act is noted.

Nobody acts upon himself here, and the last administrator stays: a hall that nobody can administer is beyond help.
"""

from dataclasses import dataclass

from hall.accounts import passwords, store
from hall.accounts.attempts import unlock as let_try
from hall.accounts.permits import Role
from hall.accounts.second import drop
from hall.accounts.service import FORMER, new_member
from hall.accounts.sessions import Member, end_all, end_one
from hall.accounts.staff.asked import RESET, SERVER, approve, ask, needs_two
from hall.accounts.staff.store import forget_asked
from hall.accounts.store import MemberRow
from hall.kit.db import Tx
from hall.kit.errors import Problem

UNFIT = "!"
"""No hash: fits no password. Of who has left."""


@dataclass(frozen=True)
class Given:
    """``out``: the id of a member who has another role now and signs in again. ``waits``: a second person has to say
    so first."""

    out: int | None = None
    waits: bool = False


def change_role(tx: Tx, login: str, role: Role, by: str) -> Given:
    row = _other(tx, login, by, "自己的岗位要由另一位管理员改。", "Your own role is changed by another administrator.")
    if row.role == role:
        return Given()
    if role == "auditor":
        raise _audits()
    _keeps_an_administrator(tx, row)
    if needs_two(tx.conn, row, role, by):
        ask(tx, row, role, by)
        return Given(waits=True)
    forget_asked(tx.conn, row.id)
    store.set_member(tx.conn, row.id, role=role)
    end_all(tx, row.id)
    tx.note(by, "role_changed", f"member:{login}", was=row.role, role=role)
    return Given(out=row.id)


def approved(tx: Tx, login: str, by: Member) -> tuple[int, str]:
    """The member's id: he signs in again in his new role, or with a new first password, which is returned this once."""
    row, waiting = approve(tx, login, by)
    if waiting.role == RESET:
        tx.note(by.login, "reset_approved", f"member:{login}", asked_by=waiting.by)
        return row.id, reset_password(tx, login, by.login)
    _keeps_an_administrator(tx, row)
    store.set_member(tx.conn, row.id, role=waiting.role)
    end_all(tx, row.id)
    tx.note(by.login, "role_approved", f"member:{login}", was=row.role, role=waiting.role, asked_by=waiting.by)
    return row.id, ""


def ask_reset(tx: Tx, login: str, by: str) -> str:
    """As :func:`reset_password`; empty where a second person has to say so first."""
    row = _known(tx, login, by)
    if row.login != by and needs_two(tx.conn, row, row.role, by):
        ask(tx, row, RESET, by)
        return ""
    return reset_password(tx, login, by)


def reset_password(tx: Tx, login: str, by: str) -> str:
    """A new first password, returned this once; who is signed in under the old one is out, no failure counts."""
    row = _known(tx, login, by)
    password = passwords.first_password()
    store.keep_former(tx.conn, row.id, row.password, FORMER)
    store.set_password(tx.conn, row.id, passwords.hash_password(password), tx.now, first=True)
    end_all(tx, row.id)
    let_try(tx, login)
    tx.note(by, "password_reset", f"member:{login}")
    return password


def unlock(tx: Tx, login: str, by: str) -> None:
    _known(tx, login, by)
    let_try(tx, login)
    tx.note(by, "member_unlocked", f"member:{login}")


def drop_second(tx: Tx, login: str, by: str) -> None:
    """The telephone is lost: he signs in by password alone, and begins with another."""
    row = _other(tx, login, by, "自己的手机验证码在“我的账号”里关。", "End your own on your account page.")
    drop(tx, row.id, login, by)
    end_all(tx, row.id)


def sign_out(tx: Tx, login: str, by: str) -> int:
    """Everywhere. Returns the member's id."""
    row = _known(tx, login, by)
    end_all(tx, row.id)
    tx.note(by, "sessions_ended", f"member:{login}")
    return row.id


def end_session(tx: Tx, login: str, id: str, by: str) -> bool:
    """One of them. False: it was over already."""
    return end_one(tx, _known(tx, login, by).id, id, by)


def set_enabled(tx: Tx, login: str, enabled: bool, by: str) -> int | None:
    """Returns the member's id if he is out from now on."""
    row = _other(tx, login, by, "不能停用自己的账号。", "You cannot disable your own account.")
    if row.enabled == enabled:
        return None
    if not enabled:
        _keeps_an_administrator(tx, row)
        end_all(tx, row.id)
    store.set_member(tx.conn, row.id, enabled=enabled)
    tx.note(by, "member_enabled" if enabled else "member_disabled", f"member:{login}")
    return None if enabled else row.id


def let_go(tx: Tx, login: str, by: str) -> int:
    """For good. Returns the member's id."""
    row = _other(tx, login, by, "不能给自己办离岗。", "You cannot let yourself go.")
    _keeps_an_administrator(tx, row)
    forget_asked(tx.conn, row.id)
    store.set_member(tx.conn, row.id, enabled=False, left_at=tx.now, password=UNFIT)
    end_all(tx, row.id)
    tx.note(by, "member_left", f"member:{login}")
    return row.id


def _known(tx: Tx, login: str, by: str) -> MemberRow:
    row = store.member_by_login(tx.conn, login)
    if row is None or row.left_at is not None:
        raise Problem(404, "unknown_member", f"没有账号 {login[:32]}，或已离岗。", "There is no such member.")
    if row.role == "auditor" and by != SERVER:
        raise _audits()
    return row


def _audits() -> Problem:
    return Problem(
        403,
        "audits",
        "审计账号只能在服务器上用命令新增、重设和停用：管账号的人不管查账的人。",
        "Auditors are made, reset and let go on the server alone: who makes accounts is looked over by them.",
    )


def _other(tx: Tx, login: str, by: str, zh: str, en: str) -> MemberRow:
    if login == by:
        raise Problem(403, "yourself", zh, en)
    return _known(tx, login, by)


def add(tx: Tx, login: str, name: str, role: Role, by: str) -> tuple[str, bool]:
    """The first password, this once, and whether the role waits for a second person; until then he is a clerk."""
    if role == "auditor" and by != SERVER:
        raise _audits()
    if not needs_two(tx.conn, None, role, by):
        return new_member(tx, login, name, role, by), False
    password = new_member(tx, login, name, "clerk", by)
    made = store.member_by_login(tx.conn, login)
    assert made is not None
    ask(tx, made, role, by)
    return password, True


def _keeps_an_administrator(tx: Tx, leaving: MemberRow) -> None:
    others = [row for row in store.members(tx.conn) if row.role == "admin" and row.enabled and row.id != leaving.id]
    if leaving.role == "admin" and leaving.enabled and not others:
        raise Problem(
            409,
            "last_administrator",
            "这是最后一位系统管理员，请先让另一个人担任。",
            "This is the last administrator; make somebody else one first.",
        )
