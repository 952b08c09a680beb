"""Identity numbers: check digits, masks, and what is kept of them. Pure.

Sources: GB 11643 (resident ID, ISO 7064 MOD 11-2), GB 32100-2015 (unified social credit code, mod 31).
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

IdKind = Literal["id_number", "credit_code"]

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643: 2^(18-i) mod 11
_ID_CHECK = "10X98765432"
_CREDIT_CHARS = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100: no I O Z S V
_CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)  # 3^(i-1) mod 31
# GB/T 2260 provinces; 81, 82, 83: residence permits of HK, Macao, Taiwan; 9: the foreigner's card of 2023
_REGION = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|9\d")
# GB 32100 table 1: registering department and kind of body
_CREDIT_LEAD = re.compile(r"1[1239]|2[19]|3[1-59]|37|4[19]|5[1-59]|6[129]|7[129]|8[19]|9[1-3]|A[19]|N[1239]|Y1")


class Subject(BaseModel):
    """A person or firm: the number under the key of whoever says it (``hash``, see ``subjects``), and its last four."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    kind: IdKind
    hash: str = Field(pattern=r"^([0-9a-f]{64})?$")
    last4: str = Field(pattern=r"^[0-9A-Z]{0,4}$")


@dataclass(frozen=True)
class Problem:
    """What is wrong with a typed number.

    ``code``: ``length`` | ``character`` | ``region`` | ``date`` | ``check``. ``position`` is the 1-based place of the
    first digit that is wrong (None where no single digit can be named); ``until`` the last one; for ``length``, how
    many are missing (negative: too many). ``check`` names no digit: the check says that some digit is wrong and never
    which, so that a right one would be called wrong and a number made up.
    """

    code: Literal["length", "character", "region", "date", "check"]
    position: int | None = None
    until: int | None = None
    missing: int = 0


def normalise(text: str) -> str:
    """Full-width to half-width, white space and hyphens out, upper case."""
    return re.sub(r"[\s\-]", "", unicodedata.normalize("NFKC", text)).upper()


def id_check_character(first17: str) -> str:
    """GB 11643: the 18th character of a resident ID number."""
    return _ID_CHECK[sum(int(c) * w for c, w in zip(first17, _ID_WEIGHTS, strict=True)) % 11]


def credit_check_character(first17: str) -> str:
    """GB 32100: the 18th character of a unified social credit code."""
    total = sum(_CREDIT_CHARS.index(c) * w for c, w in zip(first17, _CREDIT_WEIGHTS, strict=True))
    return _CREDIT_CHARS[(31 - total % 31) % 31]


def check_id_number(text: str, today: date | None = None) -> Problem | None:
    """None if ``text`` (already normalised) is a resident ID number, or what is wrong with it. A date after ``today``
    is no birthday. The 2023 foreigner's card (leading 9) has its birth date in the same place."""
    for position, character in enumerate(text[:18], 1):
        if not (character.isascii() and character.isdigit()) and not (position == 18 and character == "X"):
            return Problem("character", position)
    if len(text) != 18:
        return Problem("length", missing=18 - len(text))
    if not _REGION.match(text):
        return Problem("region", 1, 2)
    year, month, day = int(text[6:10]), int(text[10:12]), int(text[12:14])
    if not 1850 <= year <= 2999 or (today is not None and year > today.year):
        return Problem("date", 7, 10)
    if not 1 <= month <= 12:
        return Problem("date", 11, 12)
    try:
        birth = date(year, month, day)
    except ValueError:
        return Problem("date", 13, 14)
    if today is not None and birth > today:
        return Problem("date", 7, 14)
    return None if text[17] == id_check_character(text[:17]) else Problem("check")


def check_credit_code(text: str) -> Problem | None:
    """None if ``text`` (already normalised) is a unified social credit code, or what is wrong with it. The inner check
    of places 9–17 is not applied: real codes fail it."""
    for position, character in enumerate(text[:18], 1):
        if character not in _CREDIT_CHARS:
            return Problem("character", position)
        if 3 <= position <= 8 and not character.isdigit():
            return Problem("character", position)
    if len(text) != 18:
        return Problem("length", missing=18 - len(text))
    if not _CREDIT_LEAD.match(text):
        return Problem("region", 1, 2)
    return None if text[17] == credit_check_character(text[:17]) else Problem("check")


def mask_name(name: str) -> str:
    """张样例 → 张*; ZHANG SAN → Z*. One character stays; the length is not told either."""
    return name.strip()[:1] + "*"


def mask_number(number: str) -> str:
    """310117199001010013 → 3101**********0013: the first four and the last four."""
    return number[:4] + "*" * max(len(number) - 8, 4) + number[-4:] if len(number) >= 12 else "****" + number[-4:]


def subject_of(kind: IdKind, number: str, key: bytes) -> Subject:
    """The only form in which a number leaves memory. ``key``: the station's subject key (32 bytes)."""
    from hall.contract.subjects import person  # it loads OpenSSL, which the first picture of a kiosk does not wait for

    return Subject(kind=kind, hash=person(f"{kind}:{normalise(number)}", key), last4=normalise(number)[-4:])
