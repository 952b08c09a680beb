"""Settings of one station: a TOML file, then the environment (``ONEDOOR_KIOSK_…``).

Typed, frozen, unknown keys refused. A plain dataclass: it is read before the first picture, and pydantic alone takes
a fifth of the time to it.
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

PREFIX = "ONEDOOR_KIOSK_"
_TRUTH = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}


class SettingsError(ValueError):
    """``str(error)`` names the bad key and says why."""


@dataclass(frozen=True)
class Settings:
    """Device addresses are those of ``devices.open``; an empty one means: this station has no such device."""

    data: Path = Path("var/kiosk")
    hall: str = "http://127.0.0.1:8600"
    ca: str = ""
    """The file (PEM) of the authority the hall is known by; empty: the one that was learnt at enrolment, else those the
    machine knows."""
    plain_http: str = ""
    """Without TLS a station enrols on its own machine alone. Where the network itself is protected, say the address of
    ``hall`` a second time here."""
    printer: str = "escpos+serial:var/bench/printer?baud=115200"
    idcard: str = "sdt+serial:var/bench/idcard?baud=115200"
    scanner: str = "lines+serial:var/bench/scanner?baud=115200"
    """Several, separated by spaces, are one to the visitor: a scanner, and a camera beside it."""
    documents: str = ""
    """The A4 printer."""
    gate: str = ""
    """The relay board of the door, and of the fire contact that is watched."""
    doors: str = ""
    """Doors with readers, beside a glass or without one: ``ID = ADDRESS`` (of ``devices.open_doors``), separated by
    semicolons; the id is the door's in the hall."""
    alarm_listen: str = ""
    """Where screens hear of the fire contact from this station itself; only with a gate that has one. Empty: port 8621
    of every address where the hall is another machine, of loopback where it is this one."""
    alarm_address: str = ""
    """How screens reach it: ``http://10.1.2.3:8621``. Empty: at the address from which it reaches the hall."""
    alarm_lines: int = 400
    """Screens that may listen, at most: each holds a file and costs a signature every two seconds."""
    alarm_lines_each: int = 64
    """Of which from one address, as behind one router."""
    machine: str = ""
    """What tells this computer from one that runs from a copy of its disk; empty: its network cards."""
    orientation: str = "portrait"
    """``portrait`` (1080×1920) or ``landscape``."""
    full_screen: bool = False
    """True on a terminal; False keeps a window among others."""
    still: bool = False
    """No motion on the screens."""
    mirror: int = 0
    """Port of the live picture in a browser, loopback only; 0: none."""
    idle_seconds: float = 60.0
    """A page with nothing personal is left after this long without a touch."""
    personal_seconds: float = 30.0
    """The same for a personal page."""
    snapshot_seconds: float = 5.0
    """How long the hall may keep the question for news open before it says that there is none."""

    def __post_init__(self) -> None:
        _insist(self.orientation in ("portrait", "landscape"), "orientation", "portrait or landscape")
        _insist(0 <= self.mirror <= 65535, "mirror", "a port from 0 to 65535")
        _insist(self.hall.startswith(("http://", "https://")), "hall", "an http or https address")
        host, _, port = self.alarm_listen.rpartition(":")
        _insist(not self.alarm_listen or (bool(host) and port.isdecimal() and int(port) <= 65535),
                "alarm_listen", "an address and a port")  # fmt: skip
        _insist(not self.alarm_address or self.alarm_address.startswith(("http://", "https://")), "alarm_address",
                "an http or https address")  # fmt: skip
        for name in ("idle_seconds", "personal_seconds", "snapshot_seconds", "alarm_lines", "alarm_lines_each"):
            _insist(getattr(self, name) > 0, name, "more than 0")


def load(path: Path | None = None, environment: Mapping[str, str] | None = None) -> Settings:
    """Read ``path`` (if given) and the environment over it. Raises :class:`SettingsError`."""
    try:
        values: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8")) if path else {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{path} cannot be read: {error}") from None
    for name, value in (os.environ if environment is None else environment).items():
        if name.startswith(PREFIX):
            values[name.removeprefix(PREFIX).lower()] = value
    known = {field.name: Path if field.name == "data" else type(field.default) for field in fields(Settings)}
    for name in values:
        _insist(name in known, name, f"one of {', '.join(known)}")
    return Settings(**{name: _typed(name, value, known[name]) for name, value in values.items()})


def _typed(name: str, value: object, kind: type) -> Any:
    """``value`` as ``kind``: as it stands in TOML, or as text from the environment."""
    if kind is bool and isinstance(value, str):
        _insist(value.lower() in _TRUTH, name, "true or false")
        return _TRUTH[value.lower()]
    if kind is Path and isinstance(value, str):
        return Path(value)
    if kind in (int, float) and isinstance(value, str | int | float) and not isinstance(value, bool):
        try:
            return kind(value)
        except ValueError:
            pass
    _insist(isinstance(value, kind), name, {bool: "true or false", str: "a text", Path: "a path"}.get(kind, "a number"))
    return value


def _insist(holds: bool, name: str, wanted: str) -> None:
    if not holds:
        raise SettingsError(f"{name} must be {wanted}.")
