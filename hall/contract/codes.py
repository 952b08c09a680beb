"""What a scanned text is. Pure; both sides run it. A text is of one kind and no other.

The queue slip's code is a bearer look-up of a queue position and nothing more, so it is not signed; passes and receipts
are (`hall.contract.passes`). What kind of these a text says it is, is believed by nobody before the signature is.
"""

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from hall.contract.ids import check_credit_code, check_id_number, normalise

Kind = Literal[
    "slip",
    "pass",
    "receipt",
    "list",
    "signed",
    "booking",
    "staff",
    "pickup",
    "id_number",
    "credit_code",
    "suishenma",
    "unknown",
]

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford base 32: upper case, so the QR stays alphanumeric
_SLIP = re.compile(r"OD1:([0-9A-Z]{12,32})")
_SIGNED = re.compile(r"SJ1:[0-9A-Z $%*+\-./:]{12,1000}")
_KEPT = re.compile(r"OD([45]):([0-9A-Z $%*+\-./:]{12,1000})")
_KEPT_KINDS: dict[str, Kind] = {"4": "booking", "5": "staff"}
# A checklist that was carried along (`hall.contract.matters.carried` has the grammar): bare, or in the address by which
# a phone opens it, whatever the hall is called there.
_LIST = re.compile(
    r"(?:https?://[^\s/?#]{1,200}/list/|OD6:)"
    r"([0-9]{1,9}\.[a-z][a-z0-9_]{0,31}\.[a-z0-9_~-]{0,600}(?:\.[A-Za-z0-9_-]{0,400}){3})"
)
_PICKUP = re.compile(r"[0-9]{6}")  # what the lockers of the city give out
# The dynamic 随申码: 28 hex digits, the client (06 app, 07 WeChat, 08 Alipay), milliseconds.
_SUISHENMA = re.compile(r"https://s\.sh\.gov\.cn/[0-9a-f]{28}0[678]\d{13}")
# A unified social credit code anywhere in a scanned text (old paper licences carry a URL; some carry the code).
_CREDIT_CODE = re.compile(r"(?<![0-9A-Z])[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}(?![0-9A-Z])", re.ASCII)


@dataclass(frozen=True)
class Code:
    """``value``: the token of a slip or a list, a number normalised; else the whole text. It may be a person's, so
    ``repr`` hides it. ``signed``: a pick-up, or one that says nothing we know."""

    kind: Kind
    value: str = field(repr=False)


def new_token() -> str:
    """An unguessable ticket token: 16 characters, 80 bits."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(16))


def slip_code(token: str) -> str:
    """The text of a slip's QR code."""
    return f"OD1:{token}"


def list_code(token: str, at: str = "") -> str:
    """The text of a checklist's QR code. ``at``: the hall's address for phones; without one only kiosks read it."""
    return f"{at.rstrip('/')}/list/{token}" if at else f"OD6:{token}"


def read(text: str, today: date | None = None) -> Code:
    """``today`` as in `check_id_number`: who is born after it has no number yet."""
    found = kinds(text, today)
    return found[0] if found else Code("unknown", text)


def kinds(text: str, today: date | None = None) -> list[Code]:
    """All the kinds a text is of: one at most, or the table of kinds is wrong."""
    plain = text.strip()
    return [code for look in _LOOKS if (code := look(plain, today)) is not None]


def _slip(text: str, _: date | None) -> Code | None:
    match = _SLIP.fullmatch(text)
    return Code("slip", match[1]) if match else None


def _signed(text: str, _: date | None) -> Code | None:
    if not _SIGNED.fullmatch(text):
        return None
    from hall.contract.passes import kind_said  # it loads CBOR, which the first picture of a kiosk does not wait for

    said = kind_said(text)
    return Code(said if said in ("pass", "receipt") else "signed", text)


def _kept(text: str, _: date | None) -> Code | None:
    match = _KEPT.fullmatch(text)
    return Code(_KEPT_KINDS[match[1]], match[2]) if match else None


def _list(text: str, _: date | None) -> Code | None:
    match = _LIST.fullmatch(text)
    return Code("list", match[1]) if match else None


def _pickup(text: str, _: date | None) -> Code | None:
    plain = normalise(text)
    return Code("pickup", plain) if _PICKUP.fullmatch(plain) else None


def _suishenma(text: str, _: date | None) -> Code | None:
    return Code("suishenma", text) if _SUISHENMA.fullmatch(text) else None


def _id_number(text: str, today: date | None) -> Code | None:
    plain = normalise(text)
    return Code("id_number", plain) if check_id_number(plain, today) is None else None


def _credit_code(text: str, today: date | None) -> Code | None:
    """One ID number in thirty would pass as a credit code too: what is an ID number is no credit code. Nor is what
    stands inside a signed code or a list."""
    if _id_number(text, today) or _signed(text, None) or _kept(text, None) or _list(text, None):
        return None
    found = _CREDIT_CODE.search(text.upper())
    return Code("credit_code", found[0]) if found and check_credit_code(found[0]) is None else None


_LOOKS: tuple[Callable[[str, date | None], Code | None], ...] = (
    _slip, _signed, _kept, _list, _pickup, _suishenma, _id_number, _credit_code)  # fmt: skip
