"""Picks real-time commands out of a byte stream as a printer's receiver does: wherever they stand."""

DLE = 0x10
CLEAR = bytes.fromhex("10140801031401060208")
"""DLE DC4 fn 8, whole."""


class RealTimePicker:
    """Bytes in, one by one; out come ordinary bytes (``int``) and whole real-time commands (``bytes``), in order.
    ``full_status``: it knows DLE EOT 20."""

    def __init__(self, full_status: bool = False) -> None:
        self._held = bytearray()
        self._numbers = (1, 2, 3, 4, 20) if full_status else (1, 2, 3, 4)

    def feed(self, byte: int) -> list[int | bytes]:
        if byte != DLE and not self._held:  # nearly every byte of a slip
            return [byte]
        self._held.append(byte)
        length = _length(self._held, self._numbers)
        if length is None:
            return []
        held = bytes(self._held)
        self._held.clear()
        if length:
            return [held]
        return [held[0], *(piece for later in held[1:] for piece in self.feed(later))]


def _length(held: bytearray, numbers: tuple[int, ...]) -> int | None:
    """Length if ``held`` is a whole real-time command, None if it may become one, 0 if it is none."""
    if held[0] != DLE:
        return 0
    if len(held) == 1:
        return None
    if held[1] in (0x04, 0x05):
        return None if len(held) < 3 else (3 if held[2] in numbers else 0)
    if CLEAR.startswith(held):
        return 10 if len(held) == 10 else None
    return 0
