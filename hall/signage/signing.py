"""What a screen believes: Ed25519 signatures under the hall's key, over short texts that cannot be mistaken for each
other. The key stays in the data directory; players keep the public half from the moment they are paired."""

import base64

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

KEY_FILE = "signs.key"


class Signer:
    """``secret``: 32 bytes, as :func:`hall.kit.keep_secret` keeps them."""

    def __init__(self, secret: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(secret)
        self.public = _text(self._key.public_key().public_bytes_raw())
        """The public key, 32 bytes as unpadded base64url."""

    def frame(self, line: str, seq: int, at: int, digest: str) -> str:
        """For a frame with this SHA-256 (hexadecimal; the screen's id is part of what is hashed). ``line``: the player
        and the nonce that it made up for this connection, so that it is a frame for nobody else and for no later one.
        ``at``: hall time in milliseconds at which it flips; 0 at once; -1 when told by :meth:`turn`."""
        return self._sign(f"onedoor-frame-2|{line}|{seq}|{at}|{digest}")

    def turn(self, revision: int, at: int) -> str:
        """Frames of this revision that wait behind the glass come before it at ``at``: one for all screens."""
        return self._sign(f"onedoor-turn-1|{revision}|{at}")

    def word(self, now: int) -> str:
        """The hall is there and it is ``now`` (milliseconds): what renews the leases of all screens."""
        return self._sign(f"onedoor-word-1|{now}")

    def hello(self, nonce: str, now: int) -> str:
        """It is ``now``, said to the player that has just made up ``nonce``: nobody can have said it before, so that it
        is believed also when the hall's clock was set back."""
        return self._sign(f"onedoor-hello-1|{nonce}|{now}")

    def keep(self, at: int, digest: str) -> str:
        """A way out with this SHA-256, to be kept for an alarm that comes without us."""
        return self._sign(f"onedoor-keep-1|{at}|{digest}")

    def lines(self, at: int, digest: str) -> str:
        """The stations to listen to; SHA-256 of their list as it is sent."""
        return self._sign(f"onedoor-lines-1|{at}|{digest}")

    def over(self, station: str, since: int) -> str:
        """This alarm of this station is over."""
        return self._sign(f"onedoor-over-1|{station}|{since}")

    def unpaired(self, player: str) -> str:
        """This player is to forget what it was."""
        return self._sign(f"onedoor-unpaired-1|{player}")

    def _sign(self, text: str) -> str:
        return _text(self._key.sign(text.encode()))


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
