"""What became of a receipt. Loaded before the first picture."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from kiosk.kit.views import View


@dataclass(frozen=True)
class Missing:
    """A material that is to follow."""

    name: str
    by: date | None = None
    waived: bool = False


@dataclass(frozen=True)
class CaseView(View):
    """``verdict`` and ``why``: as the treaty's ``receipts`` has them (``unproved``: this kiosk has no keys yet).
    ``hall``: whether it was asked for progress, and has answered (``none``: nothing is asked of what is not ours).
    ``tries``: how often something was shown, so that the same word again is seen to be a new one."""

    verdict: Literal["true", "copy", "void", "unsynced", "forged", "foreign", "unproved"]
    why: str = ""
    number: str = ""
    copy: int = 0
    issued: datetime | None = None
    hall: Literal["none", "asking", "told", "away"] = "none"
    matter: tuple[str, str] = ("", "")
    state: str = ""
    department: str = ""
    due: date | None = None
    deemed: bool = False
    asked: str = ""
    missing: tuple[Missing, ...] = ()
    tries: int = 1
