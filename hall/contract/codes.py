"""What our own codes say. The queue slip's code is a bearer look-up of a queue position and nothing more, so it is not
signed; passes and receipts will be (COSE, RFC 9052)."""

import re
import secrets

_SLIP = re.compile(r"OD1:([0-9A-Z]{12,32})")
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford base 32: upper case, so the QR stays alphanumeric


def new_token() -> str:
    """An unguessable ticket token: 16 characters, 80 bits."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(16))


def slip_code(token: str) -> str:
    """The text of a slip's QR code."""
    return f"OD1:{token}"


def slip_token(text: str) -> str | None:
    """The ticket token in a scanned text, or None if it is no slip of ours."""
    match = _SLIP.fullmatch(text)
    return match[1] if match else None
