"""Codes that the hall signs: receipts, pick-ups, passes. One codec for all of them, pure.

Text: ``SJ1:`` and in base 45 (RFC 9285, so that a QR code stays alphanumeric) a COSE_Sign1 (RFC 9052, 4.2) over a CWT
(RFC 8392) in canonical CBOR. Nothing of a person stands in it: a random number, and what is needed without a line.

The key says the algorithm, never the code. Whatever could be written in two ways is refused, so that a code has one
text and its random number (``cti``) counts once. What a code is *for* must fit: a receipt opens no gate.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, StringConstraints

from hall.contract.queue import Wire

PREFIX = "SJ1:"
LONGEST = 1000
"""Characters; a receipt has 231. A QR code that holds more is none of ours."""
SLACK = 120
"""Seconds by which two clocks may differ."""

CodeKind = Literal["receipt", "pickup", "pass"]
KINDS: dict[int, CodeKind] = {1: "receipt", 2: "pickup", 3: "pass"}
_KIND_NUMBER: dict[CodeKind, int] = {kind: number for number, kind in KINDS.items()}

_COSE_SIGN1 = 18  # RFC 9052, table 1
_ALG, _KID = 1, 4  # RFC 9052, 3.1
_ISS, _EXP, _NBF, _IAT, _CTI = 1, 4, 5, 6, 7  # RFC 8392, 4
_KIND, _NUMBER, _DIGEST, _SLOT, _ZONES, _PEOPLE = -70001, -70002, -70003, -70004, -70005, -70006  # private use

EDDSA, ES256 = -8, -7

Why = Literal["forged", "other_hall", "other_kind", "ended", "not_yet"]


class PassKey(Wire):
    """A public key under which the hall signs codes. ``alg``: COSE's number; −8 is Ed25519 (32 bytes), −7 ES256 (the
    point, uncompressed: 65). ``ends``: not believed any more then."""

    kid: Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{2}){1,16}$")]
    alg: Literal[-8, -7] = -8
    key: Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{64}|04[0-9a-f]{128})$")]
    ends: AwareDatetime | None = None


@dataclass(frozen=True, slots=True)
class Claims:
    """``iss``: which hall. ``cti``: 8 random bytes. ``number``: of a receipt or case. ``digest``: the first 8 bytes of
    the SHA-256 of what it vouches for. ``slot``: a locker or window. ``zones``: where a pass leads; ``people``: for how
    many. Moments are whole seconds."""

    iss: str
    kind: CodeKind
    cti: bytes
    iat: datetime
    exp: datetime
    nbf: datetime | None = None
    number: str | None = None
    digest: bytes | None = None
    slot: str | None = None
    zones: tuple[str, ...] = ()
    people: int | None = None


@dataclass
class NotOpened(Exception):
    """``why`` it is not believed; ``moment``: when it ended or begins."""

    why: Why
    moment: datetime | None = field(default=None)


def signed(claims: Claims, kid: str, key: bytes) -> str:
    """``key``: 32 bytes, of Ed25519. Raises ``ValueError`` for a random number that is not 8 bytes."""
    import cbor2
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    if len(claims.cti) != 8:
        raise ValueError("the random number of a code has 8 bytes")
    protected = cbor2.dumps({_ALG: EDDSA, _KID: bytes.fromhex(kid)}, canonical=True)
    payload = cbor2.dumps(_payload(claims), canonical=True)
    signature = Ed25519PrivateKey.from_private_bytes(key).sign(_to_sign(protected, payload))
    return _text(cbor2.dumps(cbor2.CBORTag(_COSE_SIGN1, [protected, {}, payload, signature]), canonical=True))


def opened(text: str, keys: Iterable[PassKey], iss: str, now: datetime, kind: CodeKind | None = None) -> Claims:
    """What a code says, if this hall (``iss``) says it and it holds at ``now``. ``kind``: what it is wanted for. That
    its number was not used or withdrawn is for the caller to see to. Raises ``NotOpened``."""
    protected, payload, signature = _parts(text)
    said = _read(payload)
    alg, kid = _head(protected)
    held = next((key for key in keys if bytes.fromhex(key.kid) == kid), None)
    if said.iss != iss:
        raise NotOpened("other_hall")
    if held is None or held.alg != alg or (held.ends is not None and now >= held.ends):
        raise NotOpened("forged")
    if not _verified(held, _to_sign(protected, payload), signature):
        raise NotOpened("forged")
    if kind is not None and said.kind != kind:
        raise NotOpened("other_kind")
    if now.timestamp() > said.exp.timestamp() + SLACK:
        raise NotOpened("ended", said.exp)
    if said.nbf is not None and now.timestamp() < said.nbf.timestamp() - SLACK:
        raise NotOpened("not_yet", said.nbf)
    return said


def kind_said(text: str) -> CodeKind | None:
    """What a code says it is, believed by nobody yet; None: it cannot be read."""
    try:
        return _read(_parts(text)[1]).kind
    except NotOpened:
        return None


# -- bytes -------------------------------------------------------------------------------------------------------------


def _payload(claims: Claims) -> dict[int, Any]:
    said = {
        _ISS: claims.iss,
        _EXP: _seconds(claims.exp),
        _NBF: _seconds(claims.nbf) if claims.nbf else None,
        _IAT: _seconds(claims.iat),
        _CTI: claims.cti,
        _KIND: _KIND_NUMBER[claims.kind],
        _NUMBER: claims.number,
        _DIGEST: claims.digest,
        _SLOT: claims.slot,
        _ZONES: list(claims.zones) or None,
        _PEOPLE: claims.people,
    }
    return {name: value for name, value in said.items() if value is not None}


def _parts(text: str) -> tuple[bytes, bytes, bytes]:
    """Protected head, payload, signature: each written in the one way it can be."""
    import base45
    import cbor2

    if not text.startswith(PREFIX) or len(text) > LONGEST:
        raise NotOpened("forged")
    try:
        raw = base45.b45decode(text[len(PREFIX) :])
        whole = cbor2.loads(raw)
        protected, unprotected, payload, signature = whole.value
        sound = (
            whole.tag == _COSE_SIGN1
            and unprotected == {}
            and all(type(part) is bytes for part in (protected, payload, signature))
            and cbor2.dumps(whole, canonical=True) == raw
            and all(cbor2.dumps(cbor2.loads(part), canonical=True) == part for part in (protected, payload))
        )
    except Exception:  # whatever a stranger's bytes bring about in a decoder
        raise NotOpened("forged") from None
    if not sound or _text(raw) != text:
        raise NotOpened("forged")
    return protected, payload, signature


def _text(raw: bytes) -> str:
    import base45

    return PREFIX + base45.b45encode(raw).decode("ascii")


def _head(protected: bytes) -> tuple[int, bytes]:
    import cbor2

    head = cbor2.loads(protected)
    if type(head) is not dict or set(head) != {_ALG, _KID} or type(head[_KID]) is not bytes:
        raise NotOpened("forged")
    return head[_ALG], head[_KID]


_TYPES: dict[int, type] = {
    _ISS: str, _EXP: int, _NBF: int, _IAT: int, _CTI: bytes, _KIND: int, _NUMBER: str, _DIGEST: bytes, _SLOT: str,
    _ZONES: list, _PEOPLE: int,
}  # fmt: skip


def _read(payload: bytes) -> Claims:
    """A claim nobody here knows might have been a restriction: refused."""
    import cbor2

    said = cbor2.loads(payload)
    if type(said) is not dict or not {_ISS, _EXP, _IAT, _CTI, _KIND} <= set(said) <= set(_TYPES):
        raise NotOpened("forged")
    if any(type(value) is not _TYPES[name] for name, value in said.items()):
        raise NotOpened("forged")
    zones = said.get(_ZONES, [])
    if len(said[_CTI]) != 8 or said[_KIND] not in KINDS or not all(type(zone) is str for zone in zones):
        raise NotOpened("forged")
    try:
        return Claims(
            said[_ISS],
            KINDS[said[_KIND]],
            said[_CTI],
            _moment(said[_IAT]),
            _moment(said[_EXP]),
            _moment(said[_NBF]) if _NBF in said else None,
            said.get(_NUMBER),
            said.get(_DIGEST),
            said.get(_SLOT),
            tuple(zones),
            said.get(_PEOPLE),
        )
    except (ValueError, OverflowError, OSError):  # a year that no calendar has
        raise NotOpened("forged") from None


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _to_sign(protected: bytes, payload: bytes) -> bytes:
    """RFC 9052, 4.4."""
    import cbor2

    return cbor2.dumps(["Signature1", protected, b"", payload], canonical=True)


def _verified(key: PassKey, text: bytes, signature: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature

    try:
        _verifier(key.alg, key.key)(signature, text)
    except (InvalidSignature, ValueError):
        return False
    return True


@lru_cache(maxsize=32)
def _verifier(alg: int, public: str) -> Any:
    """A function (signature, text) that raises."""
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

    raw = bytes.fromhex(public)
    if alg == EDDSA:
        return Ed25519PublicKey.from_public_bytes(raw).verify
    point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), raw)

    def verify(signature: bytes, text: bytes) -> None:
        if len(signature) != 64:
            raise ValueError("r and s have 32 bytes each")  # RFC 9053, 2.1
        r, s = int.from_bytes(signature[:32]), int.from_bytes(signature[32:])
        point.verify(encode_dss_signature(r, s), text, ec.ECDSA(hashes.SHA256()))

    return verify
