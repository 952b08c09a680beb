"""Codes to show to a scanner or a camera, by text, by name, or byte for byte."""

from devices.bench.bays import PrinterBay
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


class BadCode(ValueError):
    """``str(error)`` is a sentence for whoever asked."""


def code_of(text: str | None, preset: str | None, printer: PrinterBay) -> str:
    """``preset``: of ``PRESETS``, or ``last_slip``. Raises ``BadCode``."""
    text = text if text is not None else _preset(preset, printer)
    if not text or len(text.encode(errors="replace")) > 2 * LONGEST:
        raise BadCode(f"A code has from 1 to {2 * LONGEST} bytes.")
    if any("\ud800" <= char <= "\udfff" for char in text):
        raise BadCode("That text holds half a character.")
    return text


def bytes_of(hex: str | None, preset: str | None) -> bytes | None:
    """None if neither asks for bytes. Raises ``BadCode``."""
    if preset == "nonsense":
        return _NONSENSE
    if hex is None:
        return None
    try:
        data = bytes.fromhex(hex)
    except ValueError:
        raise BadCode("'hex' must be pairs of hexadecimal digits.") from None
    if not 1 <= len(data) <= 2 * LONGEST:
        raise BadCode(f"A code has from 1 to {2 * LONGEST} bytes.")
    return data


def _preset(preset: str | None, printer: PrinterBay) -> str:
    if preset == "last_slip":
        code = printer.last_code()
        if code is None:
            raise BadCode("No slip with a code has come out yet.")
        return code
    if preset not in PRESETS:
        raise BadCode(f"There is no preset '{preset}'; there are {', '.join(PRESETS)}, nonsense and last_slip.")
    return PRESETS[preset]
