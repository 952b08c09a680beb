"""A printer's profile as a file: what ``python -m devices probe`` found, and what a technician may correct by hand.

TOML, one line a field; the word ``"unknown"`` stands for what nobody knows. Named in an address as
``profile=file:PATH``.
"""

import json
import tomllib
from dataclasses import fields
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

from devices.printer.profiles import Charset, Profile

_UNKNOWN = "unknown"
_TYPES = get_type_hints(Profile)
_LOW: dict[str, int] = {"columns": 16, "dots": 128, "slowest_mm_s": 5, "retract_s": 0}
_HIGH: dict[str, int] = {"columns": 128, "dots": 2048, "slowest_mm_s": 1000, "retract_s": 3600}


class BadProfile(ValueError):
    """``str(error)`` says which file and which line of it, in a sentence."""


def read_profile(path: Path) -> Profile:
    """Raises :class:`BadProfile`, also if there is no such file."""
    try:
        told = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise BadProfile(f"{path} cannot be read: {error.strerror}.") from None
    except ValueError as error:
        raise BadProfile(f"{path} is no TOML: {error}.") from None
    for key in told:
        if key not in _TYPES:
            raise BadProfile(f"{path}: '{key}' is nothing a profile has.")
    for key in ("name", "title", "columns", "dots", "charset"):
        if key not in told:
            raise BadProfile(f"{path}: '{key}' is missing.")
    # what the file does not say is unknown, never the default of a printer somebody did know
    silent: dict[str, Any] = {key: None for key, kind in _TYPES.items() if type(None) in get_args(kind)}
    return Profile(**(silent | {key: _value(path, key, value) for key, value in told.items()}))


def write_profile(path: Path, profile: Profile, remarks: tuple[str, ...] = ()) -> None:
    """``remarks`` stand above, as comments. Raises ``OSError``."""
    lines = [f"# {line}" for remark in remarks for line in remark.splitlines()]
    for field in fields(Profile):
        lines.append(f"{field.name} = {_word(getattr(profile, field.name))}")
    path.write_text("\n".join(lines) + "\n", "utf-8")


def _word(value: Any) -> str:
    if isinstance(value, tuple):
        return "[" + ", ".join(map(_word, value)) + "]"
    if isinstance(value, str):
        # a JSON string is a TOML string, but for DEL, which TOML wants escaped
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return json.dumps(_UNKNOWN if value is None else value)


def _value(path: Path, key: str, value: Any) -> Any:
    kinds: tuple[Any, ...] = get_args(_TYPES[key]) or (_TYPES[key],)
    if type(None) in kinds and value == _UNKNOWN:
        return None
    if get_origin(_TYPES[key]) is tuple:
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise BadProfile(f"{path}: '{key}' must be a list of texts.")
        return tuple(value)
    if _TYPES[key] == Charset:
        if value not in get_args(Charset):
            raise BadProfile(f"{path}: charset must be one of {', '.join(get_args(Charset))}.")
        return value
    if float in kinds and type(value) is int:
        value = float(value)
    if type(value) not in kinds:
        wanted = " or ".join(_NAMES[kind] for kind in kinds)
        raise BadProfile(f"{path}: '{key}' must be {wanted}.")
    if key in _LOW and not _LOW[key] <= value <= _HIGH[key]:
        raise BadProfile(f"{path}: '{key}' must be from {_LOW[key]} to {_HIGH[key]}.")
    return value


_NAMES = {bool: "true or false", int: "a whole number", float: "a number", str: "a text", type(None): f'"{_UNKNOWN}"'}
