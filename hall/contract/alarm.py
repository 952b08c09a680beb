"""The alarm line: what a station with a fire contact says to screens itself, so that they hear it with the hall away.

A screen opens ``GET {address}/alarm?nonce=…`` (server-sent events) and each message is signed over the screen's own
nonce and a number that grows, so that nothing said to another, or before, counts. An alarm is named by its station and
the moment it began; so is its all clear, which may therefore be told again at any time and never ends another.
"""

from typing import Literal, NamedTuple

from hall.contract.queue import Wire

AlarmState = Literal["fire", "rest"]

NONCE = r"[0-9a-f]{32}"
SAY_EVERY = 2.0
"""Seconds between two signed words of a station on an open line."""


class AlarmLine(Wire):
    """Where a station's line is heard, and the public half (32 bytes, unpadded base64url) of the Ed25519 key it signs
    with."""

    station: str
    address: str
    key: str


class Instance(NamedTuple):
    """One alarm of a station's contact. ``since``: when it began, milliseconds since 1970 by the station's clock."""

    station: str
    since: int


def alarm_text(station: str, nonce: str, number: int, state: AlarmState, since: int) -> str:
    """What a station signs."""
    return f"onedoor-alarm-1|{station}|{nonce}|{number}|{state}|{since}"
