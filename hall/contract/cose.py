"""The envelope of every code that the hall signs: ``SJ1:`` and in base 45 (RFC 9285, so that a QR code stays
alphanumeric) a COSE_Sign1 (RFC 9052, 4.2) over canonical CBOR. What stands in it is ``passes`` and ``receipts``.

Strict: whatever could be written in two ways is refused, so that a code has one text. The key says the algorithm, never
the code. CBOR and OpenSSL are loaded when the first code comes: the first picture of a kiosk does not wait for them.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

PREFIX = "SJ1:"
LONGEST = 1000
"""Characters; a receipt has 260. A QR code that holds more is none of ours."""
EDDSA, ES256 = -8, -7

_COSE_SIGN1 = 18  # RFC 9052, table 1
_ALG, _KID = 1, 4  # RFC 9052, 3.1


class Unsound(ValueError):
    """No code of any hall: not to be read, or written in another way than the one."""


class Sealed(NamedTuple):
    """``payload``: canonical CBOR of a map. Nobody has believed it yet."""

    protected: bytes
    payload: bytes
    signature: bytes

    def said(self) -> Mapping[int, Any]:
        """Raises :class:`Unsound` where it is no map."""
        import cbor2

        said = cbor2.loads(self.payload)
        if type(said) is not dict:
            raise Unsound
        return said

    def head(self) -> tuple[int, bytes]:
        """(alg, kid), and nothing beside them. Raises :class:`Unsound`."""
        import cbor2

        head = cbor2.loads(self.protected)
        if type(head) is not dict or set(head) != {_ALG, _KID} or type(head[_KID]) is not bytes:
            raise Unsound
        return head[_ALG], head[_KID]

    def by(self, alg: int, public: str) -> bool:
        """Whether the key ``public`` (hex) signed it."""
        from cryptography.exceptions import InvalidSignature

        try:
            _verifier(alg, public)(self.signature, _to_sign(self.protected, self.payload))
        except (InvalidSignature, ValueError):
            return False
        return True


def seal(payload: Mapping[int, Any], kid: bytes, key: bytes) -> str:
    """``key``: 32 bytes, of Ed25519."""
    import cbor2
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    protected = cbor2.dumps({_ALG: EDDSA, _KID: kid}, canonical=True)
    body = cbor2.dumps(dict(payload), canonical=True)
    signature = Ed25519PrivateKey.from_private_bytes(key).sign(_to_sign(protected, body))
    return _text(cbor2.dumps(cbor2.CBORTag(_COSE_SIGN1, [protected, {}, body, signature]), canonical=True))


def read(text: str) -> Sealed:
    """Raises :class:`Unsound`."""
    import base45
    import cbor2

    if not text.startswith(PREFIX) or len(text) > LONGEST:
        raise Unsound
    try:
        raw = base45.b45decode(text[len(PREFIX) :])
        whole = cbor2.loads(raw)
        protected, unprotected, payload, signature = whole.value
        sound = (
            whole.tag == _COSE_SIGN1
            and unprotected == {}
            and all(type(part) is bytes for part in (protected, payload, signature))
            and cbor2.dumps(whole, canonical=True) == raw
            and all(cbor2.dumps(cbor2.loads(part), canonical=True) == part for part in (protected, payload))
        )
    except Exception:  # whatever a stranger's bytes bring about in a decoder
        raise Unsound from None
    if not sound or _text(raw) != text:
        raise Unsound
    return Sealed(protected, payload, signature)


def canonical(value: Any) -> bytes:
    """The one way in which it is written (RFC 8949, 4.2.1)."""
    import cbor2

    return cbor2.dumps(value, canonical=True)


def _text(raw: bytes) -> str:
    import base45

    return PREFIX + base45.b45encode(raw).decode("ascii")


def _to_sign(protected: bytes, payload: bytes) -> bytes:
    """RFC 9052, 4.4."""
    import cbor2

    return cbor2.dumps(["Signature1", protected, b"", payload], canonical=True)


@lru_cache(maxsize=32)
def _verifier(alg: int, public: str) -> Any:
    """A function (signature, text) that raises."""
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

    raw = bytes.fromhex(public)
    if alg == EDDSA:
        return Ed25519PublicKey.from_public_bytes(raw).verify
    point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), raw)

    def verify(signature: bytes, text: bytes) -> None:
        if len(signature) != 64:
            raise ValueError("r and s have 32 bytes each")  # RFC 9053, 2.1
        r, s = int.from_bytes(signature[:32]), int.from_bytes(signature[32:])
        point.verify(encode_dss_signature(r, s), text, ec.ECDSA(hashes.SHA256()))

    return verify
