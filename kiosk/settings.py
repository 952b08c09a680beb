"""Settings of one station: a TOML file, then the environment (``ONEDOOR_KIOSK_…``).

Typed, frozen, unknown keys refused.
"""

import os
import tomllib
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

PREFIX = "ONEDOOR_KIOSK_"


class Settings(BaseModel):
    """Device addresses are those of ``devices.open``; an empty one means: this station has no such device."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    data: Path = Path("var/kiosk")
    hall: str = "http://127.0.0.1:8600"
    printer: str = "escpos+serial:var/bench/printer?baud=115200"
    idcard: str = "sdt+serial:var/bench/idcard?baud=115200"
    scanner: str = "lines+serial:var/bench/scanner?baud=115200"
    orientation: Literal["portrait", "landscape"] = "portrait"
    full_screen: bool = False
    """True on a terminal; False keeps a window among others."""
    still: bool = False
    """No motion on the screens."""
    mirror: int = Field(default=0, ge=0, le=65535)
    """Port of the live picture in a browser, loopback only; 0: none."""
    idle_seconds: float = Field(default=60, gt=0)
    """A page with nothing personal is left after this long without a touch."""
    personal_seconds: float = Field(default=30, gt=0)
    """The same for a personal page."""
    snapshot_seconds: float = Field(default=2, gt=0)
    """How often the hall is asked for news."""


def load(path: Path | None = None, environment: dict[str, str] | None = None) -> Settings:
    """Read ``path`` (if given) and the environment over it. Raises ``pydantic.ValidationError`` naming the bad key."""
    values: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8")) if path else {}
    for name, value in (os.environ if environment is None else environment).items():
        if name.startswith(PREFIX):
            values[name.removeprefix(PREFIX).lower()] = value
    return Settings.model_validate(values)
