"""Lines of text, as serial and HID-POS code scanners send them: the code, then CR, LF, CR LF, NUL, TAB or nothing.

Some are set up to say more, and it is taken off: STX before and ETX behind (ISO/IEC 646, the framing of USS and of most
makers' "STX/ETX" setting), and before the code what symbol it came from (ISO/IEC 15424: ``]``, a letter, a modifier,
``]Q1`` for a QR code).
"""

import re

LONGEST = 4096  # bytes; no 2D symbol holds more (QR 40-L: 2953)

_ENDS = "\r\n\0\t\x03"
_STX = "\x02"
_SYMBOLOGY = re.compile(r"\][A-Za-z][0-9A-Za-z]")


def decode(line: bytes) -> str | None:
    """The text of one code: UTF-8, else GB18030. ``""`` for an empty line, None for what is no code: undecodable,
    unprintable, longer than ``LONGEST``. Spaces stay, for base45 codes may hold one anywhere."""
    if len(line) > LONGEST:
        return None
    for encoding in ("utf-8", "gb18030"):
        try:
            text = line.decode(encoding).strip(_ENDS).removeprefix(_STX)
        except UnicodeDecodeError:
            continue
        if identifier := _SYMBOLOGY.match(text):
            text = text[identifier.end() :]
        if not text.strip():
            return ""
        return text if text.replace("\u3000", " ").isprintable() else None
    return None


def why_not(line: bytes) -> str:
    """Why a line is no code, for whoever sets the scanner up; nothing of what it says."""
    if len(line) > LONGEST:
        return f"longer than {LONGEST} bytes"
    text = line.decode("utf-8", "replace").strip(_ENDS).removeprefix(_STX)
    if controls := sorted({f"{ord(c):02X}h" for c in text if ord(c) < 0x20}):
        return f"control characters in the code: {', '.join(controls)}"
    return "bytes that are neither UTF-8 nor GB18030" if "\ufffd" in text else "characters that cannot be printed"


class LineReader:
    """Cuts a stream into lines. Overlong lines come out longer than ``LONGEST``, cut there, so that they are refused
    and memory stays bounded."""

    def __init__(self) -> None:
        self._bytes = bytearray()

    @property
    def pending(self) -> bool:
        return bool(self._bytes)

    def feed(self, data: bytes) -> list[bytes]:
        *ended, rest = data.replace(b"\r", b"\n").replace(b"\x03", b"\n").split(b"\n")
        lines = []
        for piece in ended:
            self._keep(piece)
            lines.append(self.flush())
        self._keep(rest)
        return [line for line in lines if line]

    def flush(self) -> bytes:
        """What has come so far, because the line fell silent."""
        line = bytes(self._bytes)
        self._bytes.clear()
        return line

    def _keep(self, piece: bytes) -> None:
        self._bytes += piece[: LONGEST + 1 - len(self._bytes)]


def encode(text: str, end: bytes = b"\r\n", encoding: str = "utf-8") -> bytes:
    """What a scanner sends for a code. Raises ``UnicodeEncodeError`` if ``encoding`` lacks a character."""
    return text.encode(encoding) + end
