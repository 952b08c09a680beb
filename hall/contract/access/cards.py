"""How a card and a PIN are said: as points under a key (:mod:`hall.contract.subjects`), never as they are. A station
has a key of its own for it, so that what it knows of a card fits no other station; the hall carries one over to the
other without knowing the number. Pure."""


def cards_key(subject_key: bytes) -> bytes:
    """Of a station, from the subject key it was given when it was enrolled (32 bytes)."""
    from hall.contract.subjects import derive  # it loads OpenSSL, which the first picture of a kiosk does not wait for

    return derive(subject_key, "cards")


def said_card(number: str, key: bytes) -> str:
    """``number``: as readers give it, upper case, without spaces or colons."""
    return _person(f"card:{number}", key)


def said_pin(whose: str, pin: str, key: bytes) -> str:
    """``whose``: the person's id in the part ``grants``, so that the same PIN of another is another point."""
    return _person(f"pin:{whose}:{pin}", key)


def _person(text: str, key: bytes) -> str:
    from hall.contract.subjects import person

    return person(text, key)
