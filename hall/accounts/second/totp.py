"""Codes that change every 30 seconds: RFC 6238 with HMAC-SHA-1 and six digits, what every authenticator takes.

By hand: the standard is these lines, and its own vectors are the test.
"""

import base64
import hmac
import secrets
from datetime import datetime
from urllib.parse import quote

STEP = 30
DRIFT = 1
"""Steps by which a telephone may be slow or fast (RFC 6238, 5.2: one is recommended)."""


def new_secret() -> str:
    """160 bits (RFC 4226, 4, R6), as telephones take them."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def code_at(secret: str, step: int, digits: int = 6) -> str:
    mac = hmac.digest(base64.b32decode(secret), step.to_bytes(8, "big"), "sha1")
    at = mac[-1] & 15
    return str((int.from_bytes(mac[at : at + 4], "big") & 0x7FFFFFFF) % 10**digits).zfill(digits)


def step_at(now: datetime) -> int:
    return int(now.timestamp()) // STEP


def fits(secret: str, code: str, now: datetime, last: int) -> int | None:
    """The step whose code this is, if it is near ``now`` and later than ``last``, the step of the last code taken: none
    is taken twice (RFC 6238, 5.2). A ``last`` that lies ahead was noted under a wrong clock and says nothing."""
    here = step_at(now)
    if last > here + DRIFT:
        last = 0
    steps = (step for step in range(here - DRIFT, here + DRIFT + 1) if step > last)
    return next((step for step in steps if hmac.compare_digest(code_at(secret, step).encode(), code.encode())), None)


def address(secret: str, login: str, issuer: str) -> str:
    """What the QR code says to the telephone."""
    label = quote(f"{issuer}:{login}", safe="")
    return f"otpauth://totp/{label}?secret={secret}&issuer={quote(issuer, safe='')}"
