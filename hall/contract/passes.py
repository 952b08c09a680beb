"""Passes and pick-ups that the hall signs: claims as a CWT (RFC 8392) in the envelope of ``cose``. Pure. (Receipts
prove a paper and never end: ``receipts``.)

Nothing of a person stands in it: a random number, and what is needed without a line. Its random number (``cti``) counts
once. What a code is *for* must fit: a receipt opens no gate.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, StringConstraints

from hall.contract import cose
from hall.contract.cose import Unsound
from hall.contract.queue import Wire

SLACK = 120
"""Seconds by which two clocks may differ."""

CodeKind = Literal["receipt", "pickup", "pass"]
KINDS: dict[int, CodeKind] = {1: "receipt", 2: "pickup", 3: "pass"}
_KIND_NUMBER: dict[CodeKind, int] = {kind: number for number, kind in KINDS.items()}

_ISS, _EXP, _NBF, _IAT, _CTI = 1, 4, 5, 6, 7  # RFC 8392, 4
_KIND, _NUMBER, _DIGEST, _SLOT, _ZONES, _PEOPLE = -70001, -70002, -70003, -70004, -70005, -70006  # private use

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
    if len(claims.cti) != 8:
        raise ValueError("the random number of a code has 8 bytes")
    return cose.seal(_payload(claims), bytes.fromhex(kid), key)


def opened(text: str, keys: Iterable[PassKey], iss: str, now: datetime, kind: CodeKind | None = None) -> Claims:
    """What a code says, if this hall (``iss``) says it and it holds at ``now``. ``kind``: what it is wanted for. That
    its number was not used or withdrawn is for the caller to see to. Raises ``NotOpened``."""
    try:
        sealed = cose.read(text)
        said = _read(sealed.said())
        alg, kid = sealed.head()
    except Unsound:
        raise NotOpened("forged") from None
    held = next((key for key in keys if bytes.fromhex(key.kid) == kid), None)
    if said.iss != iss:
        raise NotOpened("other_hall")
    if held is None or held.alg != alg or (held.ends is not None and now >= held.ends):
        raise NotOpened("forged")
    if not sealed.by(held.alg, held.key):
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
        kind = cose.read(text).said().get(_KIND)
    except Unsound:
        return None
    return KINDS.get(kind) if type(kind) is int else None


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


_TYPES: dict[int, type] = {
    _ISS: str, _EXP: int, _NBF: int, _IAT: int, _CTI: bytes, _KIND: int, _NUMBER: str, _DIGEST: bytes, _SLOT: str,
    _ZONES: list, _PEOPLE: int,
}  # fmt: skip


def _read(said: Mapping[int, Any]) -> Claims:
    """A claim nobody here knows might have been a restriction: refused."""
    if not {_ISS, _EXP, _IAT, _CTI, _KIND} <= set(said) <= set(_TYPES):
        raise Unsound
    if any(type(value) is not _TYPES[name] for name, value in said.items()):
        raise Unsound
    zones = said.get(_ZONES, [])
    if len(said[_CTI]) != 8 or said[_KIND] not in KINDS or not all(type(zone) is str for zone in zones):
        raise Unsound
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
        raise Unsound from None


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
