"""What a player says proves who says it, without its secret: HMAC-SHA256 (RFC 2104) under a key of this connection.

The key of a player is the SHA-256 of its secret, which is what the hall keeps of it. The hall asks with a challenge of
its own; the player answers with a nonce of its own; both go into the connection's key, so that nothing said on another
connection, or before, counts on this one. Each message then carries a number that grows and its MAC.
"""

import hashlib
import hmac
import re

SEALED = re.compile(r'(.*),"n":([0-9]{1,15}),"a":"([0-9a-f]{32})"\}', re.DOTALL)
SEAL = 32
"""Hexadecimal digits of a message's MAC: 128 bits (SP 800-107, 5.3.3: more than enough for one answer)."""


def key_of(secret: str) -> str:
    """As the hall keeps it."""
    return hashlib.sha256(secret.encode()).hexdigest()


def greeting(key: str, challenge: str, player: str, nonce: str, digest: str) -> str:
    """``digest``: what is on the player's glass."""
    return _mac(key, f"onedoor-greeting-2|{challenge}|{player}|{nonce}|{digest}")


class Proof:
    """Of one connection, either side of it."""

    __slots__ = ("_key", "_number")

    def __init__(self, key: str, challenge: str, player: str, nonce: str) -> None:
        self._key, self._number = _mac(key, f"onedoor-line-2|{challenge}|{player}|{nonce}"), 0

    def seal(self, text: str) -> str:
        """``text``: a JSON object."""
        self._number += 1
        body = f'{text[:-1]},"n":{self._number}'
        return f'{body},"a":"{_mac(self._key, body)[:SEAL]}"}}'

    def open(self, text: str) -> str | None:
        """What was said; None if this player did not say it, or said it before."""
        found = SEALED.fullmatch(text)
        if found is None or int(found[2]) <= self._number:
            return None
        body = text[: found.end(2)]
        if not hmac.compare_digest(_mac(self._key, body)[:SEAL], found[3]):
            return None
        self._number = int(found[2])
        return found[1] + "}"


def _mac(key: str, text: str) -> str:
    return hmac.new(key.encode(), text.encode(errors="surrogatepass"), hashlib.sha256).hexdigest()
