"""What may be done to the rack by HTTP: names, what each takes, and what it does. The tables are in ``hands`` and
``code_hands``."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


class BadControl(ValueError):
    """``str(error)`` is a sentence for whoever asked."""


@dataclass(frozen=True)
class Control:
    """``takes``: the JSON fields and their types; a field whose type is optional may be left out."""

    takes: Mapping[str, type | tuple[type, ...]]
    act: Callable[..., object]


def perform(control: Control, body: object) -> None:
    """Raises ``BadControl`` for a body that does not fit; nothing has happened then."""
    if not isinstance(body, dict):
        raise BadControl("The body must be a JSON object.")
    for key in body:
        if key not in control.takes:
            raise BadControl(f"'{key}' is not known here; known: {', '.join(control.takes) or 'nothing'}.")
    for key, kinds in control.takes.items():
        allowed = kinds if isinstance(kinds, tuple) else (kinds,)
        value = body.get(key)
        if type(value) not in allowed:
            names = " or ".join(_NAMES[kind] for kind in allowed)
            raise BadControl(f"'{key}' must be {names}.")
    control.act(**{key: body.get(key) for key in control.takes})


NONE = type(None)
TEXT = (str, NONE)
NUMBER = (int, float)
_NAMES: dict[type, str] = {
    bool: "true or false", int: "a whole number", float: "a number", str: "a text", NONE: "null or absent"
}  # fmt: skip


def plug(bay: Any) -> Control:
    return Control({"in": bool}, lambda **given: bay.plug(given["in"]))
