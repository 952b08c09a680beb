"""What is asked of a passkey, and whether its answer is right: the library's word (py_webauthn), for the site that we
are."""

from collections.abc import Iterable
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, options_to_json_dict
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from hall.accounts.ring.store import PasskeyRow
from hall.kit.errors import Problem

WITHIN = 60_000
"""Milliseconds in which somebody finds his key and touches it."""


class Site(NamedTuple):
    """Whom a passkey answers to. ``domain``: the RP ID."""

    domain: str
    origin: str


class Made(NamedTuple):
    credential: str
    public: str
    signed: int


def site_of(setting: str, scheme: str, host: str) -> Site | None:
    """As the installation says; without a word, the machine itself under the name ``localhost``. None: browsers know no
    passkeys here (no site by an address has any)."""
    if setting:
        return Site(urlsplit(setting).hostname or "", setting)
    if urlsplit(f"//{host}").hostname == "localhost":
        return Site("localhost", f"{scheme}://{host}")
    return None


def ask_to_make(site: Site, hall: str, user: bytes, login: str, name: str, had: Iterable[str]) -> dict[str, Any]:
    """Options for ``navigator.credentials.create``. ``had``: a key that is registered already is not taken again."""
    options = generate_registration_options(
        rp_id=site.domain,
        rp_name=hall,
        user_id=user,
        user_name=login,
        user_display_name=name,
        timeout=WITHIN,
        exclude_credentials=_described(had),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.DISCOURAGED,
            user_verification=UserVerificationRequirement.PREFERRED,
        ),
    )
    return options_to_json_dict(options)


def ask_to_show(site: Site, had: Iterable[str]) -> dict[str, Any]:
    """Options for ``navigator.credentials.get``. The password has said who it is: a touch is enough."""
    return options_to_json_dict(
        generate_authentication_options(
            rp_id=site.domain,
            timeout=WITHIN,
            allow_credentials=_described(had),
            user_verification=UserVerificationRequirement.PREFERRED,
        )
    )


def made(site: Site, challenge: str, answer: dict[str, Any]) -> Made:
    """Raises :class:`Problem`."""
    try:
        verified = verify_registration_response(
            credential=answer,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=site.domain,
            expected_origin=site.origin,
        )
    except Exception as error:  # whatever a stranger's CBOR makes of the library: it is not taken
        raise refused() from error
    return Made(
        bytes_to_base64url(verified.credential_id),
        bytes_to_base64url(verified.credential_public_key),
        verified.sign_count,
    )


def shown(site: Site, challenge: str, row: PasskeyRow, answer: dict[str, Any]) -> int:
    """The key's new count of signatures; one that does not grow was copied. Raises :class:`Problem`."""
    try:
        return verify_authentication_response(
            credential=answer,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=site.domain,
            expected_origin=site.origin,
            credential_public_key=base64url_to_bytes(row.public),
            credential_current_sign_count=row.signed,
        ).new_sign_count
    except Exception as error:
        raise refused() from error


def refused() -> Problem:
    return Problem(
        401,
        "wrong_passkey",
        "安全密钥没有通过：请用登记过的那一把再试，或用验证码、备用码。",
        "The passkey was not accepted: try the one that is registered, or a code.",
    )


def _described(credentials: Iterable[str]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(one)) for one in credentials]
