"""Codes held before the scanners and the camera."""

from devices.bench.bays import PrinterBay, ScannerBay
from devices.bench.camera import CameraBay
from devices.bench.codes import BadCode, bytes_of, code_of
from devices.bench.controls import TEXT, BadControl, Control, plug
from devices.bench.scenes import CONDITIONS
from devices.scanner.camera.kinds import KINDS


def scanner_hands(scanner: ScannerBay, printer: PrinterBay) -> dict[str, Control]:
    def show(text: str | None, preset: str | None, hex: str | None) -> None:
        try:
            data = bytes_of(hex, preset)
            scanner.show_bytes(data) if data is not None else scanner.show(code_of(text, preset, printer))
        except BadCode as error:
            raise BadControl(str(error)) from None

    def one_of_them(**given: str | None) -> None:
        if sum(value is not None for value in given.values()) != 1:
            raise BadControl("Give one of text, preset or hex.")
        show(**given)

    return {"show": Control({"text": TEXT, "preset": TEXT, "hex": TEXT}, one_of_them)}


def camera_hands(camera: CameraBay, printer: PrinterBay) -> dict[str, Control]:
    def show(text: str | None, preset: str | None, kind: str | None, on: str | None) -> None:
        if (text is None) == (preset is None):
            raise BadControl("Give one of text or preset.")
        if kind is not None and kind not in KINDS:
            raise BadControl(f"'kind' must be one of {', '.join(KINDS)}.")
        if on not in (None, "paper", "phone"):
            raise BadControl("'on' must be paper or phone.")
        try:
            camera.show(code_of(text, preset, printer), kind or "qr", "phone" if on == "phone" else "paper")
        except ValueError as error:
            raise BadControl(f"That code cannot be drawn: {error}") from None

    def condition(name: str) -> Control:
        return Control({"on": bool}, lambda on: camera.make(name, on))

    return {
        "plug": plug(camera),
        "show": Control({"text": TEXT, "preset": TEXT, "kind": TEXT, "on": TEXT}, show),
        "hide": Control({}, camera.hide),
        **{name: condition(name) for name in CONDITIONS},
    }
