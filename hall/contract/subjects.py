"""Numbers of people as points: what a station says of a person under its own key, the hall can carry over to its own
without ever knowing the number, and nobody else can carry it anywhere.

A number becomes a point of P-256 (try and increment: RFC 9380 calls for a constant time, which matters where an
attacker can time us; the visitor stands before the machine). A station multiplies it by its key, the hall by the
quotient of its own key and the station's: the same person is the same point whatever station he stood at. Points are
told as their x alone (SEC 1, 2.3.3), 32 bytes, since the sign is lost in a product anyway. Pure.
"""

import hashlib

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_CURVE = ec.SECP256R1()
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""Of the group (FIPS 186-4, D.1.2.3): prime, so that every key has an inverse."""


def derive(root: bytes, about: str) -> bytes:
    """32 bytes that say nothing of ``root`` nor of what is derived for anything else (RFC 5869)."""
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=f"onedoor-subjects-1|{about}".encode()).derive(
        root
    )


def person(text: str, key: bytes) -> str:
    """``text`` (kind and number) under ``key``, as 64 hex digits."""
    for attempt in range(256):
        x = hashlib.sha256(f"onedoor-person-1|{attempt}|{text}".encode()).digest()
        if (point := _point(x)) is not None:
            return _times(point, _scalar(key)).hex()
    raise AssertionError("every second x is on the curve")


def carried(said: str, from_key: bytes, to_key: bytes) -> str | None:
    """What was said under ``from_key`` as it would be under ``to_key``; None if it was not said under any."""
    try:
        point = _point(bytes.fromhex(said))
    except ValueError:
        return None
    return _times(point, _scalar(to_key) * pow(_scalar(from_key), -1, _ORDER) % _ORDER).hex() if point else None


def _scalar(key: bytes) -> int:
    return int.from_bytes(key) % (_ORDER - 1) + 1


def _point(x: bytes) -> ec.EllipticCurvePublicKey | None:
    try:
        return ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, b"\x02" + x)
    except ValueError:
        return None


def _times(point: ec.EllipticCurvePublicKey, scalar: int) -> bytes:
    return ec.derive_private_key(scalar, _CURVE).exchange(ec.ECDH(), point)
