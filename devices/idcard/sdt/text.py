"""The 256 bytes of text a card says of itself: UTF-16LE, padded with spaces (some modules: NUL).

The kind stands at offset 248: ``I`` the foreigner's card of 2017, ``Y`` that of 2023, ``J`` the residence permit for
Hong Kong, Macao and Taiwan, anything else the resident ID card. Three independent sources agree on the layouts.
"""

import re
from datetime import date

from devices.idcard.card import CardKind, IdCard

SIZE = 256
_MARK = slice(248, 250)
_MARKS: dict[str, CardKind] = {"I": "foreigner_2017", "J": "hk_mo_tw", "Y": "foreigner_2023"}

# field: (offset, length) in bytes. Only what read_card keeps is ever looked at; the rest is for a simulator to fill.
_RESIDENT = {
    "name": (0, 30), "sex": (30, 2), "nation": (32, 4), "born": (36, 16), "address": (52, 70), "number": (122, 36),
    "issuer": (158, 30), "from": (188, 16), "until": (204, 16),
}  # fmt: skip
LAYOUTS: dict[CardKind, dict[str, tuple[int, int]]] = {
    "resident": _RESIDENT,
    "hk_mo_tw": {**_RESIDENT, "pass": (220, 18), "issues": (238, 4)},
    "foreigner_2017": {
        "english": (0, 120), "sex": (120, 2), "number": (122, 30), "country": (152, 6), "name": (158, 30),
        "from": (188, 16), "until": (204, 16), "born": (220, 16), "version": (236, 4), "authority": (240, 8),
    },
    "foreigner_2023": {
        "name": (0, 30), "sex": (30, 2), "issues": (32, 4), "born": (36, 16), "english": (52, 70), "number": (122, 36),
        "from": (188, 16), "until": (204, 16), "english_rest": (220, 22), "country": (242, 6),
    },
}  # fmt: skip

_NUMBERS: dict[CardKind, re.Pattern[str]] = {
    "resident": re.compile(r"[1-7]\d{16}[\dX]", re.ASCII),
    "hk_mo_tw": re.compile(r"8[123]\d{15}[\dX]", re.ASCII),
    "foreigner_2017": re.compile(r"[A-Z]{3}\d{12}", re.ASCII),  # its check digit's rule is not public
    "foreigner_2023": re.compile(r"9\d{16}[\dX]", re.ASCII),
}
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643
_FOREVER = "长期"


def read_card(text: bytes) -> IdCard | None:
    """Name, number and expiry of a card, or None if these 256 bytes are no card we know: a wrong size, a number that
    cannot be one. The number's check digit is verified, for the frame's XOR lets one bad frame in 256 through."""
    if len(text) != SIZE:
        return None
    kind = _MARKS.get(_field(text, 248, 2), "resident")
    layout = LAYOUTS[kind]
    number = _field(text, *layout["number"])
    if not _NUMBERS[kind].fullmatch(number) or not (kind == "foreigner_2017" or _checks(number)):
        return None
    name = _field(text, *layout["name"]) or _english(text, layout)
    if not name:
        return None
    expires, known = _expiry(_field(text, *layout["until"]))
    return IdCard(kind, name, number, expires, known)


def write_card(kind: CardKind, **fields: str) -> bytes:
    """The text area of a made-up card. Raises ``ValueError`` for a field the kind lacks or that does not fit."""
    area = bytearray(" ".encode("utf-16-le") * (SIZE // 2))
    for name, value in fields.items():
        if name not in LAYOUTS[kind]:
            raise ValueError(f"a {kind} card has no {name}")
        offset, length = LAYOUTS[kind][name]
        coded = value.encode("utf-16-le")
        if len(coded) > length:
            raise ValueError(f"{name} takes {len(coded)} bytes of {length}")
        area[offset : offset + len(coded)] = coded
    for mark, marked in _MARKS.items():
        if marked == kind:
            area[_MARK] = mark.encode("utf-16-le")
    return bytes(area)


def _field(text: bytes, offset: int, length: int) -> str:
    return _decode(text[offset : offset + length])


def _english(text: bytes, layout: dict[str, tuple[int, int]]) -> str:
    parts = (layout[part] for part in ("english", "english_rest") if part in layout)
    return _decode(b"".join(text[offset : offset + length] for offset, length in parts))


def _decode(coded: bytes) -> str:
    """Private-use characters (rare names) are kept as they are; half a surrogate pair becomes U+FFFD."""
    return coded.decode("utf-16-le", errors="replace").strip(" \0\u3000")


def _expiry(until: str) -> tuple[date | None, bool]:
    if until == _FOREVER:
        return None, True
    try:
        if not re.fullmatch(r"\d{8}", until, re.ASCII):
            raise ValueError
        return date(int(until[:4]), int(until[4:6]), int(until[6:])), True
    except ValueError:
        return None, False


def _checks(number: str) -> bool:
    """GB 11643, ISO 7064 MOD 11-2."""
    return "10X98765432"[sum(int(c) * w for c, w in zip(number, _WEIGHTS, strict=False)) % 11] == number[17]
