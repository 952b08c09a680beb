"""Who has a second factor, how it begins, and whether a code is right."""

import hashlib
import re
import secrets
import unicodedata
from base64 import b64decode, b64encode
from datetime import datetime

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from hall.accounts import store
from hall.accounts.permits import Role
from hall.accounts.ring.store import drop_passkeys_of, passkeys_of
from hall.accounts.second import totp
from hall.accounts.second.store import codes_left, put_codes, use_code
from hall.accounts.sessions import Member
from hall.kit.db import Tx
from hall.settings import Settings

FOR: frozenset[Role] = frozenset({"manager", "security", "admin"})
"""Who may end an evacuation, change the plan or the people (GB/T 22239-2019, 8.1.4.1 d, asks for two factors)."""
CODES = 8
_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"


def forced(settings: Settings, member: Member) -> bool:
    """Whether he has to begin with it before anything else."""
    return settings.second_factor == "required" and member.role in FOR and not member.second


class Seal:
    """Secrets lie in the database under a key that does not: a copy of the database makes no codes."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(hashlib.blake2b(key, digest_size=32, person=b"second factor").digest())

    def close(self, secret: str, login: str) -> str:
        nonce = secrets.token_bytes(12)
        return b64encode(nonce + self._cipher.encrypt(nonce, secret.encode(), login.encode())).decode()

    def open(self, sealed: str, login: str) -> str | None:
        """None: not ours, of another member, or changed."""
        try:
            raw = b64decode(sealed, validate=True)
            return self._cipher.decrypt(raw[:12], raw[12:], login.encode()).decode()
        except (ValueError, InvalidTag):
            return None


def begin(tx: Tx, member: Member, sealed: str, step: int) -> list[str]:
    """He has shown a code of it. The recovery codes are returned this once."""
    store.set_member(tx.conn, member.id, second=sealed, second_step=step)
    store.drop_sessions_of(tx.conn, member.id, but=member.token)
    tx.note(member.login, "second_factor_begun", f"member:{member.login}")
    return begin_codes(tx, member.id)


def begin_codes(tx: Tx, member: int) -> list[str]:
    """New recovery codes in place of those there were, told this once."""
    codes = ["-".join("".join(secrets.choice(_ALPHABET) for _ in range(5)) for _ in range(2)) for _ in range(CODES)]
    put_codes(tx.conn, member, [_hash(code) for code in codes])
    return codes


def as_typed(code: str) -> str:
    """Without spaces and hyphens; digits as a Chinese keyboard writes them (１２３) are digits."""
    return re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", code)).lower()


def end_codes(tx: Tx, member: int) -> None:
    put_codes(tx.conn, member, [])


def right(tx: Tx, login: str, code: str, seal: Seal, now: datetime) -> bool:
    """Whether ``code`` is the telephone's of now, or one of the recovery codes; either is good once."""
    row = store.member_by_login(tx.conn, login)
    if row is None:
        return False
    typed = as_typed(code)
    if len(typed) == 6:
        secret = seal.open(row.second, login) if row.second else None
        if secret is None:
            return False
        step = totp.fits(secret, typed, now, row.second_step)
        if step is not None:
            store.set_member(tx.conn, row.id, second_step=step)
        return step is not None
    if not use_code(tx.conn, row.id, _hash(typed)):
        return False
    tx.note(login, "recovery_code_used", f"member:{login}", left=codes_left(tx.conn, row.id))
    return True


def end_telephone(tx: Tx, member_id: int, login: str) -> None:
    """Passkeys stay, and the recovery codes with them."""
    store.set_member(tx.conn, member_id, second=None, second_step=0)
    if not passkeys_of(tx.conn, member_id):
        end_codes(tx, member_id)
    tx.note(login, "second_factor_ended", f"member:{login}")


def drop(tx: Tx, member_id: int, login: str, by: str) -> None:
    """All of it, telephone and passkeys: he has lost them."""
    store.set_member(tx.conn, member_id, second=None, second_step=0)
    drop_passkeys_of(tx.conn, member_id)
    end_codes(tx, member_id)
    tx.note(by, "second_factor_ended", f"member:{login}")


def drop_every(tx: Tx, by: str) -> None:
    """The key that they were sealed under is another now."""
    for row in store.members(tx.conn):
        if row.second is not None:
            drop(tx, row.id, row.login, by)


def _hash(code: str) -> str:
    return hashlib.sha256(code.replace("-", "").encode()).hexdigest()
