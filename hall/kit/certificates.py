"""A small authority of the hall's own, and the hall's certificate by it: for a network without a public one.

The authority signs the hall's certificate and nothing else. Its key is needed again only to renew: it may be kept
elsewhere meanwhile. What stations and browsers trust is ``ca.pem``.
"""

import hashlib
import os
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from hall.settings import Settings

FOR = timedelta(days=397)
"""What browsers accept at most (CA/B Forum Baseline Requirements, 6.3.2: 398 days)."""
AUTHORITY_FOR = timedelta(days=3650)
SOON = timedelta(days=30)
"""Before it ends the console says so: longer than anybody's holiday."""
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""That of enrolment codes."""
MARK = 16
"""Characters of a fingerprint in an enrolment code, 78 bits: who would pass for this authority has to find another
certificate with the same."""


def make(settings: Settings, names: Iterable[str], now: datetime) -> Path:
    """The hall's certificate for ``names`` (names and addresses), by the authority in the data directory, which is
    made if there is none. Returns the folder: ``ca.pem ca.key hall.pem hall.key``, each readable by the hall alone."""
    folder = folder_of(settings)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not (folder / "ca.pem").exists():
        _authority(folder, settings.hall_name_zh, now)
    authority = x509.load_pem_x509_certificate((folder / "ca.pem").read_bytes())
    signer = load_pem_private_key((folder / "ca.key").read_bytes(), None)
    assert isinstance(signer, ec.EllipticCurvePrivateKey)
    key = ec.generate_private_key(ec.SECP256R1())
    asked, until = [_name(name) for name in names], min(now + FOR, authority.not_valid_after_utc)
    built = (
        _begun(_subject(settings.hall_name_zh), authority.subject, key, now, until)
        .add_extension(x509.SubjectAlternativeName(asked), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False)
    )
    _keep(folder, "hall", key, built.sign(signer, hashes.SHA256()))
    return folder


def folder_of(settings: Settings) -> Path:
    return settings.data_dir / "tls"


def authority_of(settings: Settings) -> bytes | None:
    """What stations and browsers are to trust (PEM); None: the hall has no authority of its own."""
    path = folder_of(settings) / "ca.pem"
    return path.read_bytes() if path.exists() else None


def mark_of(settings: Settings) -> str:
    """The fingerprint that enrolment codes carry; empty without an authority of our own."""
    pem = authority_of(settings)
    if pem is None:
        return ""
    return mark(x509.load_pem_x509_certificate(pem).public_bytes(Encoding.DER))


def mark(der: bytes) -> str:
    """Of a certificate: the first characters of its SHA-256, in letters that can be read aloud."""
    n = int.from_bytes(hashlib.sha256(der).digest())
    return "".join(_ALPHABET[n // len(_ALPHABET) ** place % len(_ALPHABET)] for place in range(MARK))


def ends(settings: Settings) -> datetime | None:
    """When the certificate ends that this hall is reached by, as far as it knows."""
    path = settings.tls_certificate or folder_of(settings) / "hall.pem"
    return _ends(path, path.stat().st_mtime_ns) if path.exists() else None


@lru_cache(2)
def _ends(path: Path, _changed: int) -> datetime:
    return x509.load_pem_x509_certificate(path.read_bytes()).not_valid_after_utc


def _authority(folder: Path, hall: str, now: datetime) -> None:
    key, name = ec.generate_private_key(ec.SECP256R1()), _subject(f"{hall} 一门")
    built = (
        _begun(name, name, key, now, now + AUTHORITY_FOR)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
    )
    _keep(folder, "ca", key, built.sign(key, hashes.SHA256()))


def _begun(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, now: datetime, until: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now.astimezone(UTC) - timedelta(days=1))  # a station's clock may be slow
        .not_valid_after(until.astimezone(UTC))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _subject(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:64])])


def _name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _usage(*, signs_certificates: bool = False) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _keep(folder: Path, name: str, key: ec.EllipticCurvePrivateKey, certificate: x509.Certificate) -> None:
    """The key before its certificate: a pair that does not match is never left for longer than a moment."""
    _write(folder / f"{name}.key", key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    _write(folder / f"{name}.pem", certificate.public_bytes(Encoding.PEM))


def _write(path: Path, content: bytes) -> None:
    fresh = path.with_suffix(path.suffix + ".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
