"""A line of the trail as a syslog message (RFC 5424). Pure."""

import json
import re
from typing import NamedTuple
from urllib.parse import urlsplit

from hall.audit import LineRow
from hall.trail.looking import details, masked

LOG_AUDIT = 13
"""The facility (RFC 5424, table 1)."""
INFORMATIONAL, WARNING, ALERT = 6, 4, 1
LARGEST = 2048
"""Bytes that every receiver should take (RFC 5424, 6.1)."""
_GRAVE = re.compile(r"stolen|contradicted|broken|evacuation|alarm|key_revoked|chain_rekeyed")
_REFUSED = re.compile(r"refused|failed|held_off|locked")
_NOT_NAME = re.compile(r"[^!-<>-~]")
"""Outside of PRINTUSASCII, or the sign that ends a name (6.3.3)."""


class Receiver(NamedTuple):
    stream: bool
    host: str
    port: int


def receiver(address: str) -> Receiver:
    """``tcp://10.0.0.5:601``, ``udp://logs.example``; as the settings admit it. Ports by RFC 6587 and 5426."""
    parts = urlsplit(address)
    stream = parts.scheme == "tcp"
    return Receiver(stream, parts.hostname or "", parts.port or (601 if stream else 514))


def message(row: LineRow, host: str) -> bytes:
    """``<PRI>1 TIMESTAMP HOST onedoor - MSGID [audit@32473 …] TEXT``. 32473 is the number kept for examples (RFC 5612):
    no enterprise's. The MAC goes along, so that the copy can be held against the chain."""
    level = ALERT if _GRAVE.search(row.action) else WARNING if _REFUSED.search(row.action) else INFORMATIONAL
    head = f"<{LOG_AUDIT * 8 + level}>1 {row.at} {_name(host, 255)} onedoor - {_name(row.action, 32)} "
    fields = {"n": row.id, "actor": row.actor, "about": masked(row.about), "source": row.source, "mac": row.hash}
    told = " ".join(f'{name}="{_value(str(value))}"' for name, value in fields.items() if value != "")
    text = json.dumps(details(row), ensure_ascii=False, separators=(",", ":")) if row.detail != "{}" else row.action
    whole = f"{head}[audit@32473 {told}] ".encode() + b"\xef\xbb\xbf" + text.encode()
    return whole if len(whole) <= LARGEST else whole[:LARGEST].decode("utf-8", "ignore").encode()


def framed(message: bytes) -> bytes:
    """In a stream each message is counted (RFC 6587, 3.4.1)."""
    return str(len(message)).encode() + b" " + message


def _name(text: str, most: int) -> str:
    return _NOT_NAME.sub("_", text)[:most] or "-"


def _value(text: str) -> str:
    return re.sub(r'(["\\\]])', r"\\\1", text)
