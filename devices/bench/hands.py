"""The table of everything that may be done to the rack (``controls``)."""

from collections.abc import Callable
from typing import Any

from devices.bench.bays import CardBay, GateBay, PrinterBay
from devices.bench.code_hands import camera_hands, scanner_hands
from devices.bench.controls import NONE, NUMBER, BadControl, Control, plug
from devices.bench.documents import DocumentsBay
from devices.bench.doors import board_hands, door_hands
from devices.bench.people import PEOPLE
from devices.bench.rack import Rack
from devices.gate.relay.codec import EXCEPTIONS
from devices.printer.profiles import PROFILES

_UNREADABLE = ("81", "41", "31", "32", "33", "40")


def controls(rack: Rack) -> dict[str, dict[str, Control]]:
    """Device → name → control."""
    return {
        "printer": _wire(rack.printer) | _printer(rack.printer),
        "documents": _documents(rack.documents),
        "idcard": _wire(rack.idcard) | _idcard(rack.idcard),
        "scanner": _wire(rack.scanner) | scanner_hands(rack.scanner, rack.printer),
        "hidpos": _wire(rack.hidpos) | scanner_hands(rack.hidpos, rack.printer),
        "camera": camera_hands(rack.camera, rack.printer),
        "gate": _wire(rack.gate) | _gate(rack.gate),
        "door": _wire(rack.door) | door_hands(rack.door),
        "board": _wire(rack.board) | board_hands(rack.board),
    }


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
        "plug": plug(bay),
        "power": Control({}, bay.power_cycle),
        "mute": Control({"on": bool}, fault("mute")),
        "deaf": Control({"on": bool}, fault("deaf")),
        "duplicate": Control({"on": bool}, fault("duplicate")),
        "garble": Control({"share": NUMBER}, fault("garble")),
        "delay": Control({"seconds": NUMBER}, fault("delay", high=60)),
        "cut_after": Control({"bytes": (int, NONE)}, fault("cut_after", low=1, high=1 << 30)),
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

    def model(profile: str) -> None:
        if profile not in PROFILES:
            raise BadControl(f"There is no printer '{profile}'; there are {', '.join(PROFILES)}.")
        printer.change(profile)

    return {
        "model": Control({"profile": str}, model),
        "take": Control({}, lambda: printer.do("take_slip")),
        "cover": Control({"open": bool}, cover),
        "paper": Control({"out": bool, "after_mm": (int, float, NONE)}, paper),
        "low": Control({"on": bool}, lambda on: printer.do("paper_low", on)),
        "cutter": Control({"jammed": bool}, cutter),
        "heat": Control({"hot": bool}, lambda hot: printer.do("overheat", hot)),
        "broken": Control({"on": bool}, lambda on: printer.do("break_down", on)),
    }


def _documents(bay: DocumentsBay) -> dict[str, Control]:
    def mute(on: bool) -> None:
        bay.host.mute = on

    def tray(out: bool, after_sheets: int | None) -> None:
        if after_sheets is not None and not 0 <= after_sheets <= 500:
            raise BadControl("'after_sheets' must be from 0 to 500.")
        bay.do("paper_out", after_sheets or 0) if out else bay.do("refill")

    def toner(level: str) -> None:
        hands = {"full": "new_toner", "low": "low_toner", "out": "empty_toner"}
        if level not in hands:
            raise BadControl(f"'level' must be one of {', '.join(hands)}.")
        bay.do("new_toner")
        bay.do(hands[level])

    def at_the_panel(hand: str, job: int, *how: bool) -> None:
        try:
            bay.do(hand, job, *how)
        except KeyError:
            raise BadControl(f"No job {job} waits in the printer.") from None

    def put(pages: int) -> None:
        try:
            bay.put(pages)
        except ValueError as error:
            raise BadControl(str(error)) from None

    return {
        "plug": plug(bay),
        "power": Control({}, bay.power_cycle),
        "mute": Control({"on": bool}, mute),
        "tray": Control({"out": bool, "after_sheets": (int, NONE)}, tray),
        "toner": Control({"level": str}, toner),
        "jam": Control({"on": bool}, lambda on: bay.do("jam", on)),
        "cover": Control({"open": bool}, lambda open: bay.do("open_cover" if open else "close_cover")),
        "pause": Control({"on": bool}, lambda on: bay.do("pause", on)),
        "keep_cancelled": Control({"on": bool}, lambda on: bay.keep_cancelled(on)),
        "cancel": Control({"job": int}, lambda job: at_the_panel("cancel", job)),
        "hold": Control({"job": int, "on": bool}, lambda job, on: at_the_panel("hold", job, on)),
        "put": Control({"pages": int}, put),
    }


def _idcard(bay: CardBay) -> dict[str, Control]:
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
        "unreadable": Control({"status": (str, NONE)}, unreadable),
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
        "failing": Control({"exception": (int, NONE)}, failing),
    }
