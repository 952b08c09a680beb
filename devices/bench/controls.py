"""What may be done to the rack by HTTP: a table of names, what each takes, and what it does."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from devices.bench.people import PEOPLE
from devices.bench.rack import GateBay, PrinterBay, Rack
from devices.gate.relay.codec import EXCEPTIONS
from devices.scanner.lines.codec import LONGEST

SUISHENMA = "https://s.sh.gov.cn/0123456789abcdef0123456789ab061767225600000"
"""The shape of a 随申码: 28 hexadecimal digits, the client (06), 13 digits of milliseconds. Nobody's."""

PRESETS = {
    "suishenma": SUISHENMA,
    "id_number": "310117199001010013",
    "credit_code": "91310117MA1J00014T",
    "text": "欢迎来到办事大厅",
}
_NONSENSE = bytes.fromhex("ff fe 80 01 02 0d 0a")
_UNREADABLE = ("81", "41", "31", "32", "33", "40")


class BadControl(ValueError):
    """``str(error)`` is a sentence for whoever asked."""


@dataclass(frozen=True)
class Control:
    """``takes``: the JSON fields and their types; a field whose type is optional may be left out."""

    takes: Mapping[str, type | tuple[type, ...]]
    act: Callable[..., object]


def controls(rack: Rack) -> dict[str, dict[str, Control]]:
    """Device → name → control."""
    table = {name: _wire(bay) for name, bay in rack.bays.items()}
    table["printer"] |= _printer(rack.printer)
    table["idcard"] |= _idcard(rack)
    table["gate"] |= _gate(rack.gate)
    table["scanner"] |= {"show": Control({"text": _TEXT, "preset": _TEXT, "hex": _TEXT}, _shower(rack))}
    return table


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


_NONE = type(None)
_TEXT = (str, _NONE)
_NUMBER = (int, float)
_NAMES: dict[type, str] = {
    bool: "true or false", int: "a whole number", float: "a number", str: "a text", _NONE: "null or absent"
}  # fmt: skip


def _wire(bay: Any) -> dict[str, Control]:
    faults = bay.host.faults

    def fault(name: str, low: float = 0, high: float = 1) -> Callable[..., None]:
        def act(**given: Any) -> None:
            (value,) = given.values()
            if value is not None and not low <= value <= high:
                raise BadControl(f"'{name}' must be from {low:g} to {high:g}.")
            setattr(faults, name, value)

        return act

    return {
        "plug": Control({"in": bool}, lambda **given: bay.plug(given["in"])),
        "power": Control({}, bay.power_cycle),
        "mute": Control({"on": bool}, fault("mute")),
        "deaf": Control({"on": bool}, fault("deaf")),
        "duplicate": Control({"on": bool}, fault("duplicate")),
        "garble": Control({"share": _NUMBER}, fault("garble")),
        "delay": Control({"seconds": _NUMBER}, fault("delay", high=60)),
        "cut_after": Control({"bytes": (int, _NONE)}, fault("cut_after", low=1, high=1 << 30)),
    }


def _printer(printer: PrinterBay) -> dict[str, Control]:
    def cover(open: bool) -> None:
        printer.do("open_cover" if open else "close_cover")

    def paper(out: bool, after_mm: float | None) -> None:
        if after_mm is not None and not 0 <= after_mm <= 5000:
            raise BadControl("'after_mm' must be from 0 to 5000.")
        printer.do("paper_out", float(after_mm or 0)) if out else printer.do("refill")

    def cutter(jammed: bool) -> None:
        printer.do("jam_cutter" if jammed else "free_cutter")

    return {
        "cover": Control({"open": bool}, cover),
        "paper": Control({"out": bool, "after_mm": (int, float, _NONE)}, paper),
        "low": Control({"on": bool}, lambda on: printer.do("paper_low", on)),
        "cutter": Control({"jammed": bool}, cutter),
        "heat": Control({"hot": bool}, lambda hot: printer.do("overheat", hot)),
        "broken": Control({"on": bool}, lambda on: printer.do("break_down", on)),
    }


def _idcard(rack: Rack) -> dict[str, Control]:
    bay = rack.idcard

    def lay(person: str) -> None:
        if person not in PEOPLE:
            raise BadControl(f"There is no card of '{person}'; there are {', '.join(PEOPLE)}.")
        bay.lay(person)

    def change(name: str, value: Any) -> None:
        with bay.host.device() as reader:
            setattr(reader, name, value)

    def unreadable(status: str | None) -> None:
        if status is not None and status not in _UNREADABLE:
            raise BadControl(f"'status' must be null or one of {', '.join(_UNREADABLE)}.")
        change("unreadable", None if status is None else int(status, 16))

    def pull(on: bool) -> None:
        with bay.host.device() as reader:
            reader.pull_at_next_read(on)

    return {
        "lay": Control({"person": str}, lay),
        "take": Control({}, bay.take_away),
        "left": Control({"hidden": bool}, lambda hidden: change("left_card", "hidden" if hidden else "found_again")),
        "sam": Control({"authorised": bool}, lambda authorised: change("sam", None if authorised else 0x66)),
        "unreadable": Control({"status": (str, _NONE)}, unreadable),
        "pull": Control({"on": bool}, pull),
    }


def _gate(gate: GateBay) -> dict[str, Control]:
    def failing(exception: int | None) -> None:
        if exception is not None and exception not in EXCEPTIONS:
            raise BadControl(f"'exception' must be null or one of {', '.join(map(str, EXCEPTIONS))}.")
        with gate.host.device() as board:
            board.failing = exception

    return {
        "push": Control({}, lambda: gate.do("push")),
        "force": Control({}, lambda: gate.do("force")),
        "shut": Control({}, lambda: gate.do("shut")),
        "exit": Control({}, lambda: gate.do("tap_exit")),
        "fire": Control({"on": bool}, lambda on: gate.do("set_fire", on)),
        "failing": Control({"exception": (int, _NONE)}, failing),
    }


def _shower(rack: Rack) -> Callable[..., None]:
    def show(text: str | None, preset: str | None, hex: str | None) -> None:
        if sum(given is not None for given in (text, preset, hex)) != 1:
            raise BadControl("Give one of text, preset or hex.")
        if hex is not None or preset == "nonsense":
            rack.scanner.show_bytes(_bytes_of(hex) if hex is not None else _NONSENSE)
            return
        text = text if text is not None else _preset(rack, preset)
        if not text or len(text.encode(errors="replace")) > 2 * LONGEST:
            raise BadControl(f"A code has from 1 to {2 * LONGEST} bytes.")
        try:
            rack.scanner.show(text)
        except UnicodeEncodeError:
            raise BadControl("That text holds half a character.") from None

    return show


def _preset(rack: Rack, preset: str | None) -> str:
    if preset == "last_slip":
        code = rack.printer.last_code()
        if code is None:
            raise BadControl("No slip with a code has come out yet.")
        return code
    if preset not in PRESETS:
        raise BadControl(f"There is no preset '{preset}'; there are {', '.join(PRESETS)}, nonsense and last_slip.")
    return PRESETS[preset]


def _bytes_of(text: str) -> bytes:
    try:
        data = bytes.fromhex(text)
    except ValueError:
        raise BadControl("'hex' must be pairs of hexadecimal digits.") from None
    if not 1 <= len(data) <= 2 * LONGEST:
        raise BadControl(f"A code has from 1 to {2 * LONGEST} bytes.")
    return data
