"""What happens at a door, in the words of BACnet: ASHRAE 135, BACnetAccessEvent (clause 12.33; from 128 on: denied)."""

from enum import StrEnum
from typing import Literal


class AccessEvent(StrEnum):
    GRANTED = "granted"
    MUSTER = "muster"
    PASSBACK_DETECTED = "passback-detected"
    DURESS = "duress"
    LOCKOUT_MAX_ATTEMPTS = "lockout-max-attempts"
    LOCKED_BY_HIGHER_PRIORITY = "locked-by-higher-priority"
    OUT_OF_SERVICE = "out-of-service"
    ACCOMPANIMENT_BY = "accompaniment-by"
    AUTHORIZATION_DELAYED = "authorization-delayed"
    VERIFICATION_REQUIRED = "verification-required"
    NO_ENTRY_AFTER_GRANTED = "no-entry-after-granted"
    DENIED_DENY_ALL = "denied-deny-all"
    DENIED_UNKNOWN_CREDENTIAL = "denied-unknown-credential"
    DENIED_INCORRECT_AUTHENTICATION_FACTOR = "denied-incorrect-authentication-factor"
    DENIED_POINT_NO_ACCESS_RIGHTS = "denied-point-no-access-rights"
    DENIED_NO_ACCESS_RIGHTS = "denied-no-access-rights"
    DENIED_OUT_OF_TIME_RANGE = "denied-out-of-time-range"
    DENIED_THREAT_LEVEL = "denied-threat-level"
    DENIED_PASSBACK = "denied-passback"
    DENIED_MAX_ATTEMPTS = "denied-max-attempts"
    DENIED_AUTHENTICATION_FACTOR_LOST = "denied-authentication-factor-lost"
    DENIED_AUTHENTICATION_FACTOR_STOLEN = "denied-authentication-factor-stolen"
    DENIED_AUTHENTICATION_FACTOR_ERROR = "denied-authentication-factor-error"
    DENIED_CREDENTIAL_UNASSIGNED = "denied-credential-unassigned"
    DENIED_CREDENTIAL_NOT_YET_ACTIVE = "denied-credential-not-yet-active"
    DENIED_CREDENTIAL_EXPIRED = "denied-credential-expired"
    DENIED_CREDENTIAL_MANUAL_DISABLE = "denied-credential-manual-disable"
    DENIED_CREDENTIAL_MAX_USES = "denied-credential-max-uses"
    DENIED_CREDENTIAL_DISABLED = "denied-credential-disabled"
    DENIED_NO_ACCOMPANIMENT = "denied-no-accompaniment"
    DENIED_INCORRECT_ACCOMPANIMENT = "denied-incorrect-accompaniment"
    DENIED_VERIFICATION_TIMEOUT = "denied-verification-timeout"
    DENIED_OTHER = "denied-other"

    @property
    def number(self) -> int:
        """As it stands in the standard."""
        return _NUMBERS[self]

    @property
    def denied(self) -> bool:
        return self.number >= 128


_NUMBERS = dict(
    zip(
        AccessEvent,
        (1, 2, 3, 4, 6, 9, 10, 12, 14, 15, 16, 128, 129, 132, 134, 135, 136, 137, 138, 140, 143, 144, 148, 149, 151,
         152, 153, 156, 158, 159, 160, 163, 164),
        strict=True,
    )
)  # fmt: skip

Level = Literal["normal", "heightened", "lockdown", "fire"]
"""How the hall is held, from the least to the most: as every day · every card with its PIN · nobody but those named for
it · people leave, and none but those named for it come in."""

LEVELS: tuple[Level, ...] = ("normal", "heightened", "lockdown", "fire")
RANK = {level: rank for rank, level in enumerate(LEVELS)}


def highest(*levels: Level) -> Level:
    return max(levels, key=RANK.__getitem__)
