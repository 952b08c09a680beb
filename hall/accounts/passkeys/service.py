"""Whose passkeys there are, how one is added, shown and taken away. A challenge is of one session, and good once."""

import hmac
from typing import Any

from hall.accounts import store
from hall.accounts.passkeys import ceremony
from hall.accounts.passkeys.ceremony import Made, Site
from hall.accounts.ring.store import (
    PasskeyRow,
    add_passkey,
    drop_passkey,
    is_kept,
    passkeys_of,
    used,
)
from hall.accounts.second.service import begin_codes, end_codes
from hall.accounts.sessions import Member
from hall.kit.db import Tx
from hall.kit.errors import Problem

MOST = 8
LONGEST_NAME = 32


def user_of(key: bytes, member: int) -> bytes:
    """How a passkey knows whose it is: nothing of the person (WebAuthn, 14.6.1)."""
    return hmac.digest(key, f"passkey|{member}".encode(), "sha256")


def begin_making(tx: Tx, member: Member, site: Site, hall: str, key: bytes) -> dict[str, Any]:
    had = passkeys_of(tx.conn, member.id)
    if len(had) >= MOST:
        raise Problem(409, "too_many", f"最多登记 {MOST} 把安全密钥。", f"No more than {MOST} passkeys.")
    user = user_of(key, member.id)
    asked = ceremony.ask_to_make(site, hall, user, member.login, member.name, [one.credential for one in had])
    store.put_challenge(tx.conn, member.token, asked["challenge"])
    return asked


def begin_showing(tx: Tx, member: Member, site: Site) -> dict[str, Any]:
    had = passkeys_of(tx.conn, member.id)
    if not had:
        raise Problem(409, "no_passkey", "这个账号没有登记安全密钥。", "This account has no passkey.")
    asked = ceremony.ask_to_show(site, [one.credential for one in had])
    store.put_challenge(tx.conn, member.token, asked["challenge"])
    return asked


def taken_challenge(tx: Tx, member: Member) -> str:
    """Good once: whatever comes of it, the next try asks anew."""
    challenge = store.take_challenge(tx.conn, member.token)
    if not challenge:
        raise Problem(409, "ask_again", "请重新按一次。", "Press once more.")
    return challenge


def add(tx: Tx, member: Member, made: Made, name: str) -> list[str]:
    """Recovery codes, this once, where it is the first second factor."""
    if is_kept(tx.conn, made.credential):
        raise ceremony.refused()
    name = "".join(letter for letter in name if letter.isprintable()).strip()[:LONGEST_NAME]
    first = not member.second
    values = {"member": member.id, "name": name or "安全密钥", "added_at": tx.now, **made._asdict()}
    add_passkey(tx.conn, **values)
    tx.note(member.login, "passkey_added", f"member:{member.login}", name=values["name"])
    return begin_codes(tx, member.id) if first else []


def of_credential(rows: list[PasskeyRow], credential: str) -> PasskeyRow:
    row = next((one for one in rows if one.credential == credential.rstrip("=")), None)
    if row is None:
        raise ceremony.refused()
    return row


def was_shown(tx: Tx, member: Member, row: PasskeyRow, signed: int) -> None:
    """Raises :class:`Problem` if it was taken away, or shown elsewhere, meanwhile."""
    now = next((one for one in passkeys_of(tx.conn, member.id) if one.id == row.id), None)
    if now is None or (signed and signed <= now.signed):
        raise ceremony.refused()
    used(tx.conn, row.id, signed, tx.now)


def end(tx: Tx, member: Member, id: int, *, needed: bool) -> None:
    """``needed``: his role may not be without a second factor."""
    row = store.member_by_login(tx.conn, member.login)
    alone = row is not None and row.second is None and len(passkeys_of(tx.conn, member.id)) == 1
    if alone and needed:
        raise Problem(
            403,
            "second_needed",
            "您的岗位必须有第二道验证：先登记另一把，或设好手机验证码。",
            "Your role needs a second factor: add another first.",
        )
    if not drop_passkey(tx.conn, member.id, id):
        raise Problem(404, "no_passkey", "没有这把安全密钥。", "There is no such passkey.")
    if alone:
        end_codes(tx, member.id)
    tx.note(member.login, "passkey_ended", f"member:{member.login}")
