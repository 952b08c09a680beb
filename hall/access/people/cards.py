"""Cards and PINs as the hall keeps them: points under a key of its own, never the numbers.

A card's number is 26 to 56 bits, a PIN four to six digits: whoever has a plain hash has the number. Under a key that
lies beside the database, and carried over to each station under another (``hall.contract.subjects``), a copy of the
database opens nothing, and what a stolen station knows fits no other.
"""

import re
import unicodedata
from functools import lru_cache

from hall.contract.access import said_card, said_pin
from hall.contract.ids import check_id_number, normalise
from hall.contract.subjects import carried, derive
from hall.kit.errors import Problem

_CARD, _PIN = re.compile(r"[0-9A-F]{4,20}"), re.compile(r"[0-9]{4,6}")
KNOWN = 100_000
"""Cards × stations that are kept carried over: a tenth of a millisecond each to make again."""


class CardKeys:
    """``root``: of the hall's subjects (32 bytes). Any thread."""

    def __init__(self, root: bytes) -> None:
        self._root = root
        self._own = derive(root, "cards")
        self.iss = f"onedoor-{derive(root, 'iss').hex()[:8]}"
        """Which hall this is, as its codes say it; keys come and go."""
        self._carried = lru_cache(KNOWN)(self._carry)

    def kept(self, number: str) -> str:
        return said_card(number, self._own)

    def pin(self, whose: str, pin: str) -> str:
        """``whose``: his id as stations know it, so that the same PIN of another is another point."""
        return said_pin(whose, pin, self._own) if pin else ""

    def for_station(self, kept: str, station: str) -> str:
        """What is kept, as the station computes it under the key it has."""
        return self._carried(kept, station) if kept else ""

    def _carry(self, kept: str, station: str) -> str:
        return carried(kept, self._own, self.of_station(station)) or ""

    def from_station(self, said: str, station: str) -> str:
        """What a station said under its key, as it is kept. Raises :class:`Problem` for what is no point."""
        if not (kept := carried(said, self.of_station(station), self._own)):
            raise Problem(422, "card", "读卡器报来的卡号不对，请再刷一次。", "What the reader told is no card.")
        return kept

    def carried_to(self, other: "CardKeys", kept: str) -> str:
        """What is kept, as under another root."""
        return (carried(kept, self._own, other._own) or "") if kept else ""

    def of_station(self, station: str) -> bytes:
        return derive(self._root, f"station {station}")


def card_number(text: str) -> str:
    """As readers give it: hexadecimal or decimal digits, upper case; or the number of a resident ID card, which the
    hall keeps as little as any other. Raises :class:`Problem`."""
    if check_id_number(normalise(text)) is None:
        return normalise(text)
    plain = re.sub(r"[\s:\-]", "", unicodedata.normalize("NFKC", text)).upper()
    if not _CARD.fullmatch(plain):
        raise Problem(
            422,
            "card",
            "卡号是 4–20 位数字或字母 A–F（照读卡器显示的填），或身份证号。",
            "A card's number is 4 to 20 digits or letters A–F, or a resident ID number.",
        )
    return plain


def check_pins(pin: str, duress: str) -> None:
    """Raises :class:`Problem`."""
    if (pin and not _PIN.fullmatch(pin)) or (duress and not _PIN.fullmatch(duress)):
        raise Problem(422, "pin", "密码是 4–6 位数字。", "A PIN is 4 to 6 digits.")
    if duress and not pin:
        raise Problem(422, "pin", "先设开门密码，再设胁迫密码。", "A duress PIN needs a PIN beside it.")
    if pin and (pin == duress or len(set(pin)) == 1 or pin in "0123456789" or pin in "9876543210"):
        raise Problem(
            422,
            "pin",
            "密码太好猜，或与胁迫密码相同：请换一个。",
            "The PIN is too easy, or the same as the duress PIN.",
        )
