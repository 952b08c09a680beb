"""What makes a letter, a card or a set of rules count: a MAC over all that it says, under a key that lies beside the
database. Whoever edits the database by hand makes something that opens nothing and is named."""

import hashlib
import hmac
import json

KEY_FILE = "access.key"


class Seal:
    """``key``: 32 bytes, as :func:`hall.kit.keep_secret` keeps them."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def of(self, kind: str, *said: object) -> str:
        """``said``: what JSON can write. ``kind``: nothing sealed as one thing counts as another."""
        text = json.dumps(["onedoor-seal-1", kind, *said], ensure_ascii=False)
        return hmac.new(self._key, text.encode(), hashlib.sha256).hexdigest()

    def holds(self, seal: str, kind: str, *said: object) -> bool:
        return hmac.compare_digest(self.of(kind, *said), seal)
