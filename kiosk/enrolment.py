"""How a station becomes one: its key is made here, the hall gives it a name for its public half."""

import secrets

from hall.contract.signed import public_of
from kiosk import courier, identity
from kiosk.identity import Identity
from kiosk.settings import Settings


def enrol(settings: Settings, code: str) -> Identity:
    """Raises ``requests.RequestException`` when the hall is away or refuses."""
    key = secrets.token_bytes(32)
    return identity.keep(settings.data, courier.enrol(settings.hall, code, public_of(key)), key)
