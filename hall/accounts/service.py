"""Members: who works here, and what they call themselves."""

import re
from collections.abc import Callable
from typing import Literal

from hall.accounts import passwords, store
from hall.accounts.permits import Role
from hall.accounts.sessions import Member
from hall.kit.db import Tx
from hall.kit.errors import Problem

LOGIN = re.compile(r"[a-z][a-z0-9.-]{1,31}")
LONGEST_NAME = 32
FORMER = 5
"""Passwords back that are not taken again."""

Ended = Literal["signed_out", "disabled", "left"]
"""Why a member stops work."""
Gone = Callable[[Tx, int, str, Ended], None]
"""What else happens then: (transaction, member, by whom, why)."""


def add_member(tx: Tx, login: str, name: str, role: Role, actor: str, *, must_change: bool = True) -> str:
    """A new member with a first password, which is returned once and kept only as argon2. ``must_change``: nothing else
    is open to him before he has chosen his own."""
    password = passwords.first_password()
    store.add_member(
        tx.conn,
        login=login,
        name=name,
        role=role,
        password=passwords.hash_password(password),
        first_password=must_change,
        password_at=tx.now,
        enabled=True,
        second_step=0,
    )
    tx.note(actor, "member_added", f"member:{login}", role=role)
    return password


def new_member(tx: Tx, login: str, name: str, role: Role, actor: str = "command line") -> str:
    """As :func:`add_member`, for names somebody typed. Signing in takes logins in lower case."""
    if not LOGIN.fullmatch(login):
        raise Problem(
            422,
            "bad_login",
            "账号须为 2 至 32 个小写字母、数字、点或横线，以字母开头。",
            "A login is 2 to 32 lower-case letters, digits, dots or hyphens, beginning with a letter.",
        )
    if not name.strip() or len(name) > LONGEST_NAME or not name.isprintable():
        raise Problem(
            422, "bad_name", f"姓名须为 1 至 {LONGEST_NAME} 个字。", f"A name is 1 to {LONGEST_NAME} characters."
        )
    if store.member_by_login(tx.conn, login) is not None:
        raise Problem(409, "login_taken", f"已有账号 {login}。", f"There is a member {login} already.")
    return add_member(tx, login, name.strip(), role, actor)


def change_password(tx: Tx, member: Member, password_hash: str) -> None:
    """Ends every other session of the member."""
    row = store.member_by_login(tx.conn, member.login)
    if row is not None:
        store.keep_former(tx.conn, member.id, row.password, FORMER)
    store.set_password(tx.conn, member.id, password_hash, tx.now, first=False)
    store.drop_sessions_of(tx.conn, member.id, but=member.token)
    tx.note(member.login, "password_changed", f"member:{member.login}")
