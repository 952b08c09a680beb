"""What a printer makes of commands: its settings, its line buffer, and rows of ink on paper. For the simulator and
the pictures; independent of the codec.
"""

import contextlib
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import NamedTuple

from devices.printer.escpos.lexer import Command
from devices.printer.profiles import Charset

HEAD_TO_CUTTER = 96
"""Dots between head and cutter (12 mm): what a feed-and-cut feeds beyond its n."""
UNKNOWN = "□"


class Cell(NamedTuple):
    """One character: ``columns`` of 12 dots before it is stretched ``wide`` × ``high``."""

    char: str
    columns: int
    wide: int
    high: int
    bold: bool


@dataclass(frozen=True)
class Inked:
    """A row of text, ``height`` dots with the gap below."""

    height: int
    cells: tuple[Cell, ...]
    align: int

    @property
    def text(self) -> str:
        return "".join(cell.char for cell in self.cells)

    @property
    def width(self) -> int:
        return sum(12 * cell.columns * cell.wide for cell in self.cells)


@dataclass(frozen=True)
class Picture:
    """A raster: ``rows`` of bytes, 1 is black, each dot ``wide`` × ``high``."""

    height: int
    rows: tuple[bytes, ...]
    wide: int
    high: int
    align: int


@dataclass(frozen=True)
class Code:
    """A QR code the printer draws itself."""

    height: int
    matrix: tuple[tuple[int, ...], ...] = field(repr=False)
    module: int
    align: int
    text: str = ""


@dataclass(frozen=True)
class Space:
    height: int


@dataclass(frozen=True)
class Cut:
    """``height`` is fed first."""

    height: int
    partial: bool


Ink = (Inked, Picture, Code)
Row = Inked | Picture | Code | Space | Cut


@dataclass(frozen=True)
class _Settings:
    wide: int = 1
    high: int = 1
    bold: bool = False
    align: int = 0
    spacing: int = 30
    chinese: bool = False
    country: int = 0


class Typesetter:
    """Takes commands one by one, gives the rows each has finished. ``dots`` is the paper's printable width."""

    def __init__(self, dots: int = 576, charset: Charset = "gb18030") -> None:
        self.dots, self.charset = dots, charset
        self.reset()

    def reset(self) -> None:
        """As after power on."""
        self._set = _Settings()
        self._cells: list[Cell] = []
        self._bytes = b""
        self._qr: dict[str, int | bytes] = {}

    def drop_line(self) -> None:
        """Forget the line being composed (buffer cleared); settings stay."""
        self._cells, self._bytes = [], b""

    def take(self, command: Command) -> list[Row]:
        body = command.body
        match command.name:
            case "text":
                return self._text(body)
            case "LF":
                return self._line(self._set.spacing)
            case "ESC J":
                return self._line(body[0])
            case "ESC d":
                return self._line(self._set.spacing * body[0]) if body[0] else []
            case "GS V":
                return self._cut(body)
            case "GS v":
                return self._raster(body)
            case "GS (":
                return self._extended(body)
            case "ESC @":
                self.reset()
            case _:
                self._setting(command.name, body)
        return []

    def _setting(self, name: str, body: bytes) -> None:
        change: dict[str, int | bool] = {}
        match name:
            case "GS !":
                change = {"wide": min(8, (body[0] >> 4 & 7) + 1), "high": (body[0] & 7) + 1}
            case "ESC !":
                change = {"bold": bool(body[0] & 8), "high": 2 if body[0] & 16 else 1, "wide": 2 if body[0] & 32 else 1}
            case "ESC E" | "ESC G":
                change = {"bold": bool(body[0] & 1)}
            case "ESC a":
                change = {"align": body[0] % 48 if body[0] % 48 < 3 else 0}
            case "ESC 3":
                change = {"spacing": body[0]}
            case "ESC 2":
                change = {"spacing": 30}
            case "FS &" | "FS .":
                change = {"chinese": name == "FS &"}
            case "ESC R":
                change = {"country": body[0]}
        if change:  # most often none: a run of NULs clears a half-sent picture
            self._set = replace(self._set, **change)  # pyright: ignore[reportArgumentType]

    def _text(self, data: bytes) -> list[Row]:
        rows: list[Row] = []
        self._bytes += data
        while (taken := self._char()) is not None:
            char, columns = taken
            cell = Cell(char, columns, self._set.wide, self._set.high, self._set.bold)
            if sum(12 * c.columns * c.wide for c in (*self._cells, cell)) > self.dots and self._cells:
                rows += self._flush(self._set.spacing)
            self._cells.append(cell)
        return rows

    def _char(self) -> tuple[str, int] | None:
        """The next character of the text bytes and its columns; None when the rest is half a character."""
        raw = self._bytes
        if not raw:
            return None
        if raw[0] < 0x80:
            self._bytes = raw[1:]
            char = "¥" if raw[0] == 0x24 and self._set.country == 15 else chr(raw[0])
            return (char if char != "\x7f" else UNKNOWN), 1
        if not self._set.chinese:
            self._bytes = raw[1:]
            return raw[:1].decode("cp437"), 1
        if len(raw) < 2:
            return None
        size = 4 if 0x30 <= raw[1] <= 0x39 and self.charset == "gb18030" else 2
        if len(raw) < size:
            return None
        if raw[1] < 0x40 and size == 2:  # no trail byte of this charset: the lead is lost, the rest is ASCII
            self._bytes = raw[1:]
            return UNKNOWN, 1
        self._bytes = raw[size:]
        with contextlib.suppress(UnicodeDecodeError):
            char = raw[:size].decode(self.charset)
            if len(char) == 1 and char.isprintable():
                return char, 2
        return UNKNOWN, 2

    def _line(self, feed: int) -> list[Row]:
        if self._bytes:
            self._cells.append(Cell(UNKNOWN, 1, 1, 1, False))
            self._bytes = b""
        return self._flush(feed)

    def _flush(self, feed: int) -> list[Row]:
        cells, self._cells = tuple(self._cells), []
        if not cells:
            return [Space(feed)] if feed else []
        tallest = max(24 * cell.high for cell in cells)
        return [Inked(max(feed, tallest), cells, self._set.align)]

    def _cut(self, body: bytes) -> list[Row]:
        """Obeyed only at the start of a line."""
        if self._cells or self._bytes:
            return []
        feed = HEAD_TO_CUTTER + body[1] if len(body) > 1 else 0
        return [Cut(feed, partial=body[0] in (1, 49, 66, 98))]

    def _raster(self, body: bytes) -> list[Row]:
        mode, wide = body[1] & 3, body[2] + 256 * body[3]
        data = body[6:]
        if not data:
            return []
        seen = min(wide, self.dots // 8)
        rows = tuple(data[at : at + seen] for at in range(0, len(data), wide))
        wide_dot, high_dot = 1 + (mode & 1), 1 + (mode >> 1)
        return [*self._line(0), Picture(len(rows) * high_dot, rows, wide_dot, high_dot, self._set.align)]

    def _extended(self, body: bytes) -> list[Row]:
        """GS ( k: QR codes."""
        if body[:1] != b"k" or len(body) < 6 or body[3:4] != b"1":
            return []
        function, data = body[4], body[5:]
        match function:
            case 67:
                self._qr["module"] = min(16, max(1, data[0]))
            case 69:
                self._qr["level"] = data[0]
            case 80:
                self._qr["data"] = data[1:]
            case 81 if self._qr.get("data"):
                return self._code()
        return []

    def _code(self) -> list[Row]:
        level, module, data = self._qr.get("level", 48), self._qr.get("module", 3), self._qr["data"]
        assert isinstance(level, int)
        assert isinstance(module, int)
        assert isinstance(data, bytes)
        matrix = _matrix(data, "LMQH"[(level - 48) & 3])
        if not matrix or len(matrix) * module > self.dots:
            return []
        text = data.decode(errors="replace")
        return [*self._line(0), Code(len(matrix) * module, matrix, module, self._set.align, text)]


@lru_cache(maxsize=16)  # drawing it is most of what a simulated slip costs, and a soak prints the same a million times
def _matrix(data: bytes, level: str) -> tuple[tuple[int, ...], ...]:
    """The modules of a QR code, row by row; empty if there is no code so large."""
    import segno

    try:
        made = segno.make(data, error=level, micro=False, boost_error=False)
    except (ValueError, segno.DataOverflowError):
        return ()
    return tuple(tuple(line) for line in made.matrix)
