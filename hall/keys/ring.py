"""The ring: which key signs now, and whether something that was signed counts.

The newest key of a kind signs. Whoever takes its place leaves it for as long as its papers live, so that they stay
verifiable; a revoked one counts for nothing, whenever it signed. A signature is over kind and text, so that a receipt
is never taken for a pass.
"""

import base64
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from sqlalchemy import Connection

from hall.keys import store
from hall.keys.store import KeyRow
from hall.kit.db import Tx
from hall.kit.errors import Problem
from hall.kit.keys import fingerprint, keep_key, keep_proof, read_key


@dataclass(frozen=True)
class Kind:
    """``lives``: how long what was signed is still to be verified after another key signs; None: without end."""

    zh: str
    lives: timedelta | None


KINDS = {
    "receipts": Kind("收件凭证", None),
    "passes": Kind("通行证", timedelta(days=31)),
}
"""A receipt proves something for as long as the matter may be disputed, so nothing but a revocation ends it; no pass
is given for longer than a month."""


class Ring:
    def __init__(self, folder: Path) -> None:
        """``folder``: where the secret halves lie, ``ring-<kid>.key``."""
        self._folder = folder

    def rotate(self, tx: Tx, kind: str, by: str) -> KeyRow:
        """A new key signs from now on; also the first of its kind."""
        lives = _kind(kind).lives
        new = self._made(tx, kind)
        for row in store.all_keys(tx.conn, kind):
            if row.kid != new.kid and row.not_after is None and row.revoked_at is None and lives is not None:
                store.put(tx.conn, row.kid, not_after=tx.now + lives)
        tx.note(by, "key_rotated", f"key:{new.kid}", kind=kind)
        return new

    def revoke(self, tx: Tx, kid: str, reason: str, by: str) -> KeyRow:
        """Nothing that it signed counts any more. If it was the one that signs, another does. Raises
        :class:`Problem`."""
        row = store.by_kid(tx.conn, kid)
        if row is None:
            raise Problem(404, "unknown_key", f"没有钥匙 {kid[:32]}。", "There is no such key.")
        if row.revoked_at is not None:
            raise Problem(409, "revoked", "这把钥匙已经吊销了。", "This key has been revoked already.")
        signs = self.signing(tx.conn, row.kind, tx.now)
        store.put(tx.conn, kid, revoked_at=tx.now, reason=reason[:200])
        tx.note(by, "key_revoked", f"key:{kid}", kind=row.kind, reason=reason[:200])
        if signs is not None and signs.kid == kid:
            self.rotate(tx, row.kind, by)
        return row

    def signing(self, conn: Connection, kind: str, now: datetime) -> KeyRow | None:
        """The newest that counts; None before the first was made."""
        counting = [row for row in store.all_keys(conn, kind) if row.counts(now)]
        return counting[-1] if counting else None

    def sign(self, tx: Tx, kind: str, text: str) -> tuple[str, str]:
        """(kid, signature as unpadded base64url). The first key of a kind is made here."""
        row = self.signing(tx.conn, kind, tx.now) or self.rotate(tx, kind, "hall")
        secret = read_key(self._folder, _file(row.kid))
        if secret is None:
            raise Problem(
                503,
                "other_key",
                f"这台服务器没有 {_file(row.kid)}，签不了名；请从另一台服务器复制 *.key。",
                f"{_file(row.kid)} is missing on this server; copy the *.key files.",
            )
        return row.kid, _text(Ed25519PrivateKey.from_private_bytes(secret).sign(_over(kind, text)))

    def secret(self, conn: Connection, kind: str, now: datetime) -> tuple[str, bytes] | None:
        """(kid, secret half) of the key that signs, for codes with a form of their own; None: there is none here."""
        row = self.signing(conn, kind, now)
        secret = read_key(self._folder, _file(row.kid)) if row else None
        return (row.kid, secret) if row and secret else None

    def holds(self, conn: Connection, kind: str, kid: str, text: str, signature: str, now: datetime) -> bool:
        row = store.by_kid(conn, kid)
        return row is not None and row.kind == kind and row.counts(now) and signed_by(row.public, kind, text, signature)

    def _made(self, tx: Tx, kind: str) -> KeyRow:
        secret = Ed25519PrivateKey.generate()
        public = secret.public_key().public_bytes_raw()
        kid = fingerprint(public)
        keep_key(self._folder, _file(kid), secret.private_bytes_raw())
        keep_proof(tx.conn, _file(kid), secret.private_bytes_raw())
        store.add(tx.conn, kid=kid, kind=kind, public=_text(public), not_before=tx.now)
        return KeyRow(kid, kind, _text(public), tx.now, None, None, "")


def signed_by(public: str, kind: str, text: str, signature: str) -> bool:
    """For whoever has the public half alone: a station, a door."""
    try:
        Ed25519PublicKey.from_public_bytes(_bytes(public)).verify(_bytes(signature), _over(kind, text))
    except (InvalidSignature, ValueError):
        return False
    return True


def _kind(kind: str) -> Kind:
    if kind not in KINDS:
        raise Problem(404, "unknown_kind", f"没有这种钥匙：{kind[:32]}。", "There is no such kind of key.")
    return KINDS[kind]


def _file(kid: str) -> str:
    return f"ring-{kid}.key"


def _over(kind: str, text: str) -> bytes:
    return f"onedoor-{kind}-1|{text}".encode()


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
