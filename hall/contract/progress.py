"""What a kiosk is told of a case whose receipt it has proved, and what it tells of one that it could not."""

from datetime import date
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field, StringConstraints

from hall.contract.cases import State, Who
from hall.contract.queue import Wire
from hall.contract.receipts import Number


class CaseAsked(Wire):
    """POST /api/station/cases. ``digest``: of the receipt (hex), which only its paper tells."""

    number: Number
    digest: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]


class MissingLine(Wire):
    """``waived``: 容缺, the case goes on meanwhile."""

    name: Annotated[str, StringConstraints(max_length=200)]
    by: date | None = None
    waived: bool = False


class CaseTold(Wire):
    """``known`` False: the hall has no such receipt, and nothing else is told. ``asked``: what was asked to be
    completed. ``deemed``: taken as accepted, since nobody answered in time."""

    known: bool
    void: bool = False
    state: State = "received"
    who: Who = "window"
    department: Annotated[str, StringConstraints(max_length=64)] = ""
    since: date | None = None
    due: date | None = None
    deemed: bool = False
    asked: Annotated[str, StringConstraints(max_length=1000)] = ""
    missing: Annotated[tuple[MissingLine, ...], Field(max_length=200)] = ()
    matter_zh: Annotated[str, StringConstraints(max_length=200)] = ""
    matter_en: Annotated[str, StringConstraints(max_length=600)] = ""
    at: AwareDatetime | None = None


class ReceiptDoubted(Wire):
    """A receipt was shown that is none of ours or was changed. ``mark``: the beginning of the SHA-256 of its text, so
    that the same paper is known again; ``number``: as it says itself (empty: it cannot be read)."""

    kind: Literal["receipt_doubted"] = "receipt_doubted"
    verdict: Literal["forged", "foreign", "void"]
    why: Literal["", "unread", "signature", "key", "revoked", "unknown"] = ""
    number: Annotated[str, StringConstraints(max_length=16)] = ""
    mark: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
