"""How a card and a PIN are said: as points under a key (:mod:`hall.contract.subjects`), never as they are. A station
says them under its own subject key, so that what it knows of a card fits no other station; the hall carries one over to
the other without knowing the number. Pure."""

from hall.contract.ids import check_id_number


def said_card(number: str, key: bytes) -> str:
    """``number``: as readers give it, upper case, without spaces or colons. A resident ID card is a card too, and is
    said as ``ids.subject_of`` says it."""
    return _person(f"{'card' if check_id_number(number) else 'id_number'}:{number}", key)


def said_pin(whose: str, pin: str, key: bytes) -> str:
    """``whose``: the person's id in the part ``grants``, so that the same PIN of another is another point."""
    return _person(f"pin:{whose}:{pin}", key)


def _person(text: str, key: bytes) -> str:
    from hall.contract.subjects import person  # it loads OpenSSL, which the first picture of a kiosk does not wait for

    return person(text, key)
