"""How a station says a card or a PIN: as points under its own key, which the hall carries over from its own. Pure."""


def card_key(number: str, key: bytes) -> str:
    """``number``: as a reader tells it, or of an ID card; ``key``: the station's subject key."""
    from hall.contract.ids import normalise
    from hall.contract.subjects import person  # it loads OpenSSL, which the first picture of a kiosk does not wait for

    return person(f"card:{normalise(number)}", key)


def pin_key(whose: str, pin: str, key: bytes) -> str:
    """``whose``: his id in the part ``grants``, so that the same PIN of another is another point."""
    from hall.contract.subjects import person

    return person(f"pin:{whose}:{pin}", key)
