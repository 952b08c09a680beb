"""How a station becomes one: its key is made here, the hall gives it a name for its public half.

The code says how the hall is known: after ten characters that count once come sixteen of the fingerprint of its
authority. Who passes for the hall cannot know that authority's key, and is told nothing.
"""

import hashlib
import re
import secrets
import ssl
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from hall.contract.signed import public_of
from kiosk import courier, identity
from kiosk.identity import Identity
from kiosk.settings import Settings

ONCE = 10
"""Characters of a code that count once; what follows is the fingerprint."""
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Of the codes, as the hall writes them."""


class NotOurHall(Exception):
    """``str(error)`` is a sentence for the installer; the code has not been told to anybody."""


def enrol(settings: Settings, code: str) -> Identity:
    """Raises :class:`NotOurHall`, or ``requests.RequestException`` when the hall is away or refuses."""
    _insist_on_tls(settings)
    typed = re.sub(r"[\s-]", "", code).upper()
    once, mark = typed[:ONCE], typed[ONCE:]
    if mark and settings.hall.startswith("https:"):
        _pin(settings, mark)
    key = secrets.token_bytes(32)
    told = courier.enrol(settings.hall, once, public_of(key), trusted(settings))
    return identity.keep(settings.data, told, key)


def trusted(settings: Settings) -> str:
    """The file of authorities that the hall is known by; empty: those the machine knows."""
    kept = settings.data / "hall-ca.pem"
    return settings.ca or (str(kept) if kept.exists() else "")


def _insist_on_tls(settings: Settings) -> None:
    if settings.hall.startswith("https:") or settings.plain_http == settings.hall or _loopback(settings.hall):
        return
    raise NotOurHall(
        f"大厅地址 {settings.hall} 没有加密，办事人的号码会在网上明着走，没有登记。请改用 https。 "
        f"{settings.hall} is not encrypted, so nothing was enrolled: use https. Only where the network itself is "
        f"protected, say it a second time: plain_http = {settings.hall!r}."
    )


def _loopback(address: str) -> bool:
    host = urlsplit(address).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _pin(settings: Settings, mark: str) -> None:
    """Keep the hall's authority if it is the one that the code names."""
    pem = Path(settings.ca).read_bytes() if settings.ca else courier.authority(settings.hall)
    try:
        der = ssl.PEM_cert_to_DER_cert(pem.decode("ascii"))
    except ValueError:
        der = b""
    if not der or _mark(der, len(mark)) != mark:
        raise NotOurHall(
            f"{settings.hall} 不是发出这个登记码的大厅，没有登记。请核对地址和登记码。 "
            f"{settings.hall} is not the hall that made this code, so nothing was told to it. Check address and code."
        )
    if not settings.ca:
        settings.data.mkdir(parents=True, exist_ok=True)
        (settings.data / "hall-ca.pem").write_text(ssl.DER_cert_to_PEM_cert(der), "ascii")


def _mark(der: bytes, length: int) -> str:
    n = int.from_bytes(hashlib.sha256(der).digest())
    return "".join(_ALPHABET[n // len(_ALPHABET) ** place % len(_ALPHABET)] for place in range(max(length, 16)))
