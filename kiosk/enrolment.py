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

import requests

from hall.contract.signed import public_of
from hall.contract.snapshot import ProblemDetail
from kiosk import courier, identity
from kiosk.identity import Identity
from kiosk.settings import Settings

ONCE = 10
"""Characters of a code that count once; what follows is the fingerprint."""
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Of the codes, as the hall writes them."""


class NotEnrolled(Exception):
    """``str(error)`` is a sentence for the installer."""


class NotOurHall(NotEnrolled):
    """The code has not been told to anybody."""


def by_hand(settings: Settings, code: str) -> Identity:
    """As :func:`enrol`; whatever keeps it from being done is a :class:`NotEnrolled`."""
    try:
        known = identity.load(settings.data)
    except identity.IdentityDamaged:
        known = None
    if known is not None:
        raise NotEnrolled(
            f"这台机器已经登记为 {known.station}，登记码没有用掉。"
            f"要重新登记，先停下自助机，把 {settings.data} 改名保存。 "
            f"This machine is {known.station} already; the code was not used. To enrol it again stop the kiosk and "
            f"move {settings.data} away."
        )
    try:
        return enrol(settings, code)
    except requests.HTTPError as error:
        raise NotEnrolled(_refused(settings.hall, b"" if error.response is None else error.response.content)) from None
    except requests.exceptions.SSLError:
        raise NotEnrolled(
            f"{settings.hall} 的证书不能证明它就是大厅（名字不符、过期，或登记码里没有指纹），"
            "没有登记，登记码仍然有效。 "
            f"The certificate of {settings.hall} does not prove that it is the hall; nothing was told to it."
        ) from None
    except (requests.ConnectionError, requests.Timeout):
        raise NotEnrolled(
            f"连不上大厅 {settings.hall}，没有登记。请核对地址和网线，再试一次。 "
            f"{settings.hall} does not answer; nothing was enrolled. Check address and cable, and try again."
        ) from None
    except (requests.RequestException, ValueError):
        raise NotEnrolled(_no_hall(settings.hall)) from None
    except OSError as error:
        raise NotEnrolled(
            f"{settings.data} 写不进去（{error.strerror}）。登记码可能已经用掉，请另要一个。 "
            f"{settings.data} cannot be written ({error.strerror}); ask for a new code."
        ) from None


def _refused(hall: str, answer: bytes) -> str:
    try:
        problem = ProblemDetail.model_validate_json(answer)
    except ValueError:
        return _no_hall(hall)
    return f"{problem.zh} {problem.en}"


def _no_hall(hall: str) -> str:
    return (
        f"{hall} 上回答的不是大厅服务，没有登记。请核对地址。 "
        f"What answers at {hall} is no hall; nothing was enrolled. Check the address."
    )


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
