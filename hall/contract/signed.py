"""How a station signs what it asks (Ed25519, RFC 8032), so that no secret travels and nothing can be changed on the
way, asked of another path, or asked again. Over: station, method, path with its query, SHA-256 of the body, the moment
by the hall's clock (milliseconds) and a nonce::

    Authorization: OneDoor K001 1796000000000 <nonce> <signature>

A station whose clock is wrong is told the hall's in ``OneDoor-Now`` and signs again by that.
"""

import base64
import binascii
import hashlib
import re
from typing import NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

SCHEME = "OneDoor"
NOW = "OneDoor-Now"
WRONG_MOMENT = "wrong_moment"

_HEADER = re.compile(rf"{SCHEME} (\S{{1,32}}) (\d{{1,16}}) ([A-Za-z0-9_-]{{16,43}}) ([A-Za-z0-9_-]{{86}})")


class Asked(NamedTuple):
    station: str
    method: str
    path: str
    body: bytes

    def text(self, at: int, nonce: str) -> bytes:
        digest = hashlib.sha256(self.body).hexdigest()
        return f"onedoor-asked-1|{self.station}|{self.method}|{self.path}|{digest}|{at}|{nonce}".encode()


class Signature(NamedTuple):
    station: str
    at: int
    nonce: str
    signed: str


def read(header: str) -> Signature | None:
    found = _HEADER.fullmatch(header)
    return Signature(found[1], int(found[2]), found[3], found[4]) if found else None


def public_of(key: bytes) -> str:
    return _text(Ed25519PrivateKey.from_private_bytes(key).public_key().public_bytes_raw())


def signed(key: bytes, asked: Asked, at: int, nonce: str) -> str:
    """The value of the header. ``key``: 32 random bytes."""
    signature = Ed25519PrivateKey.from_private_bytes(key).sign(asked.text(at, nonce))
    return f"{SCHEME} {asked.station} {at} {nonce} {_text(signature)}"


def holds(public: str, asked: Asked, said: Signature) -> bool:
    try:
        key = Ed25519PublicKey.from_public_bytes(_bytes(public))
        key.verify(_bytes(said.signed), asked.text(said.at, said.nonce))
    except (InvalidSignature, ValueError, binascii.Error):
        return False
    return True


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
