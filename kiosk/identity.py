"""Who this station is: given once by the hall at enrolment, kept in a file only this user may read."""

import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # read before the first picture: the treaty's models are loaded behind it
    from hall.contract.snapshot import Enrolled


class IdentityDamaged(Exception):
    """The file is there and does not say who this station is."""


@dataclass(frozen=True)
class Identity:
    station: str
    secret: str = field(repr=False)
    subject_key: bytes = field(repr=False)
    key: bytes = field(default=b"", repr=False)
    """With which it signs, made here; empty where it was enrolled before there were keys and has a secret."""


def load(data: Path) -> Identity | None:
    """The identity in ``data/station.json``, or None where the station is not enrolled. Raises ``IdentityDamaged``."""
    path = data / "station.json"
    if not path.exists():
        return None
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        keys = bytes.fromhex(kept["subject_key"]), bytes.fromhex(kept.get("key", ""))
        who = Identity(str(kept["station"]), str(kept["secret"]), *keys)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IdentityDamaged(f"{path} cannot be read: {type(error).__name__}") from None
    if not who.station or not (who.secret or who.key) or not who.subject_key:
        raise IdentityDamaged(f"{path} is not complete")
    return who


def keep(data: Path, enrolled: "Enrolled", key: bytes = b"") -> Identity:
    """Write ``data/station.json`` (mode 0600), whole or not at all."""
    data.mkdir(parents=True, exist_ok=True)
    fresh = data / "station.json.new"
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        json.dump(enrolled.model_dump() | {"key": key.hex()}, file)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(data / "station.json")
    return Identity(enrolled.station, enrolled.secret, bytes.fromhex(enrolled.subject_key), key)
