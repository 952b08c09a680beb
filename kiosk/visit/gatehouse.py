"""A made-up gate beside a rehearsed kiosk: one appointment in the joint review room, its host, its pass."""

from datetime import datetime, timedelta
from typing import Any

from hall.contract.access import Credential, Document, Door, Grant, Grants, PassKey, Person

PUBLIC = "03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8"
"""Of the published test vector, whose private half everybody knows."""


def sample_grants(station: str, now: datetime, **changes: Any) -> Grants:
    """``changes``: fields of the appointment that are otherwise."""
    meeting = {"begins": now - timedelta(minutes=10), "ends": now + timedelta(hours=2), "host": "host", "room": "joint"}
    letter: dict[str, Any] = {"begins": now - timedelta(days=90), "ends": now + timedelta(days=90)}
    return Grants(
        iss="sjspzx",
        pass_keys=(PassKey(kid="01", key=PUBLIC),),
        doors=(
            Door(id="gate1", name_zh="闸机 1", name_en="Gate 1", kind="gate", station=station, from_zone="self",
                 to_zone="zc"),
        ),
        people=(Person(id="host", label="周*"), Person(id="guest", label="来访")),
        documents=(
            Document(**{"id": "m1", "kind": "appointment", "offline_until": now + timedelta(hours=2), **meeting,
                        **changes}),
            Document(id="l1", kind="letter", **letter),
        ),
        grants=(
            Grant(id="g1", person="guest", document="m1", doors=("gate1",), level="normal"),
            Grant(id="g2", person="host", document="l1", doors=("gate1",)),
        ),
        credentials=(Credential(key="0123456789abcdef", kind="pass", person="guest", document="m1"),),
    )  # fmt: skip
