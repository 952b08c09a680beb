"""Reads ESC/POS bytes back, as an independent witness of what stands on the paper.

Written from the tables of Epson's ESC/POS command reference (TM printers) alone; it shares no code with ``devices``:
no lexer, no typesetter, no list of commands. What it does not know it does not guess: it stands in ``unknown``; what
no printer's font is promised to hold, in ``unreadable``; a real-time command inside data, in ``embedded``.

    reading = read(data)
    reading.lines          # ["松江区…", "A012", …]
    reading.codes[0].data  # b"OD1.A012.7FQ2K9"
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

# --- what stands on the paper -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Style:
    wide: int = 1
    high: int = 1
    bold: bool = False
    underline: int = 0
    inverse: bool = False


@dataclass(frozen=True)
class Run:
    """Characters of one style, beginning ``x`` dots from the left edge of the line. ``width`` in dots."""

    x: int
    text: str
    style: Style
    width: int


@dataclass(frozen=True)
class Line:
    runs: tuple[Run, ...]
    align: str

    @property
    def text(self) -> str:
        """In columns of 12 dots: what was placed apart stands apart."""
        text, end = "", 0
        for run in sorted(self.runs, key=lambda run: run.x):
            text += " " * max(0, (run.x - end) // 12) + run.text
            end = run.x + run.width
        return text

    @property
    def width(self) -> int:
        return max((run.x + run.width for run in self.runs), default=0)


@dataclass(frozen=True)
class Image:
    """``rows`` of bits, most significant first, 1 is black; ``columns`` dots wide before they are stretched."""

    columns: int
    rows: tuple[bytes, ...]
    wide: int
    high: int
    align: str

    @property
    def width(self) -> int:
        return self.columns * self.wide

    @property
    def black(self) -> bool:
        return any(any(row) for row in self.rows)


@dataclass(frozen=True)
class Code:
    """``kind``: ``qr`` or a bar code's name. ``level`` and ``module`` for QR only."""

    kind: str
    data: bytes
    module: int = 0
    level: str = ""
    align: str = "left"


@dataclass(frozen=True)
class Feed:
    dots: int


@dataclass(frozen=True)
class Cut:
    partial: bool
    feed: int


@dataclass(frozen=True)
class Ask:
    """Something the printer is to answer."""

    what: str
    data: bytes = b""


Item = Line | Image | Code | Feed | Cut | Ask


@dataclass
class Reading:
    """``unknown``, ``unreadable``, ``embedded``: offset and bytes."""

    items: list[Item] = field(default_factory=list)
    unknown: list[tuple[int, bytes]] = field(default_factory=list)
    unreadable: list[tuple[int, bytes]] = field(default_factory=list)
    embedded: list[tuple[int, bytes]] = field(default_factory=list)

    @property
    def lines(self) -> list[str]:
        return [item.text for item in self.items if isinstance(item, Line)]

    @property
    def codes(self) -> list[Code]:
        return [item for item in self.items if isinstance(item, Code)]

    @property
    def images(self) -> list[Image]:
        return [item for item in self.items if isinstance(item, Image)]

    @property
    def cuts(self) -> list[Cut]:
        return [item for item in self.items if isinstance(item, Cut)]

    @property
    def asks(self) -> list[Ask]:
        return [item for item in self.items if isinstance(item, Ask)]

    @property
    def plain(self) -> bool:
        """Everything was understood and everything can be read."""
        return not (self.unknown or self.unreadable or self.embedded)


# --- the reference's tables -------------------------------------------------------------------------------------------

PARAMETERS = {
    # command: parameter bytes that follow it, where their number is fixed
    b"\x1b ": 1, b"\x1b!": 1, b"\x1b$": 2, b"\x1b%": 1, b"\x1b-": 1, b"\x1b2": 0, b"\x1b3": 1, b"\x1b=": 1,
    b"\x1b?": 1, b"\x1b@": 0, b"\x1bE": 1, b"\x1bG": 1, b"\x1bJ": 1, b"\x1bL": 0, b"\x1bM": 1, b"\x1bR": 1,
    b"\x1bS": 0, b"\x1bT": 1, b"\x1bV": 1, b"\x1b\\": 2, b"\x1ba": 1, b"\x1bd": 1, b"\x1bp": 3, b"\x1bt": 1,
    b"\x1b{": 1,
    b"\x1c!": 1, b"\x1c&": 0, b"\x1c-": 1, b"\x1c.": 0, b"\x1cC": 1, b"\x1cS": 2, b"\x1cW": 1,
    b"\x1d!": 1, b"\x1d$": 2, b"\x1dB": 1, b"\x1dH": 1, b"\x1dI": 1, b"\x1dL": 2, b"\x1dP": 2, b"\x1dT": 1,
    b"\x1dW": 2, b"\x1d\\": 2, b"\x1da": 1, b"\x1db": 1, b"\x1df": 1, b"\x1dh": 1, b"\x1dr": 1, b"\x1dw": 1,
}  # fmt: skip
PAGES = {
    # ESC t n
    0: "cp437", 2: "cp850", 3: "cp860", 4: "cp863", 5: "cp865", 13: "cp857", 14: "cp737", 15: "iso8859-7",
    16: "cp1252", 17: "cp866", 18: "cp852", 19: "cp858", 33: "cp775", 34: "cp855", 36: "cp862", 37: "cp864",
    45: "cp1250", 46: "cp1251", 47: "cp1253", 48: "cp1254", 49: "cp1255", 50: "cp1256", 51: "cp1257", 52: "cp1258",
}  # fmt: skip
KATAKANA = 1
KATAKANA_LINES = dict(zip(range(0x95, 0xA0), "─│\u2594┌┐└┘╭╮╰╯", strict=True)) | {
    0x8F: "┼", 0x90: "┴", 0x91: "┬", 0x92: "┤", 0x93: "├",
}  # fmt: skip
"""ESC t 1: the ruled lines of its upper half (80h–9Fh); A1h–DFh are JIS X 0201's half-width katakana."""
COUNTRIES = {
    # ESC R n: what stands in place of ASCII
    1: ("#$@[\\]^`{|}~", "#$à°ç§^`éùè¨"), 2: ("#$@[\\]^`{|}~", "#$§ÄÖÜ^`äöüß"), 3: ("#", "£"),
    8: ("\\", "¥"), 13: ("\\", "₩"), 15: ("$", "¥"),
}  # fmt: skip
BARCODES = {
    65: "upc-a", 66: "upc-e", 67: "ean13", 68: "ean8", 69: "code39", 70: "itf", 71: "codabar", 72: "code93",
    73: "code128", 74: "gs1-128",
}  # fmt: skip
ALIGNS = {0: "left", 1: "centre", 2: "right", 48: "left", 49: "centre", 50: "right"}
REAL_TIME = (b"\x10\x04", b"\x10\x05", b"\x10\x14")


def read(data: bytes, charset: str = "gb18030") -> Reading:
    """``charset``: of the printer's Chinese font, ``gb2312``, ``gbk`` or ``gb18030``."""
    return _Reader(data, charset).run()


@dataclass(frozen=True)
class _State:
    """What ESC @ sets back."""

    style: Style = Style()
    align: str = "left"
    spacing: int = 30
    chinese: bool = False
    shift_jis: bool = False
    page: int = 0
    country: int = 0
    right: int = 0


class _Reader:
    def __init__(self, data: bytes, charset: str) -> None:
        self.data, self.charset = data, charset
        self.at = 0
        self.state = _State()
        self.x = 0
        self.runs: list[Run] = []
        self.qr: dict[int, bytes] = {}
        self.stored: tuple[int, int, int, bytes] | None = None
        self.found = Reading()

    def run(self) -> Reading:
        while self.at < len(self.data):
            start = self.at
            step = self._step(self.data[start])
            if step is None or self.at + step > len(self.data):
                self.found.unknown.append((start, self.data[start:]))
                break
            self.at = max(self.at + step, start + 1)
            self._search_embedded(start)
        if self.runs:
            self.found.unknown.append((self.at, b""))  # a line that was never fed
        return self.found

    def _search_embedded(self, start: int) -> None:
        piece = self.data[start : self.at]
        begin = 1 if piece[:2] in REAL_TIME else 0  # itself one, at its place
        self.found.embedded += [(start + at, pair) for pair in REAL_TIME if (at := piece.find(pair, begin)) >= 0]

    def _step(self, first: int) -> int | None:
        """Read one thing. How far on the next one is, from ``self.at``; None if it cannot be told."""
        if first >= 0x20:
            return self._character(first)
        if first == 0x0A:
            self._end_line(self.state.spacing)
            return 1
        if first == 0x10:
            return self._real_time()
        if first in (0x1B, 0x1C, 0x1D):
            return self._command()
        if first not in (0x00, 0x0D):
            self.found.unknown.append((self.at, bytes([first])))
        return 1

    # --- characters -------------------------------------------------------------------------------------------------

    def _character(self, first: int) -> int:
        if first >= 0x80 and self.state.chinese:
            return self._chinese(first)
        text = self._shift_jis() if self.state.shift_jis and first in (*range(0x81, 0xA0), *range(0xE0, 0xFD)) else ""
        if text:
            self._put(text, 24)
            return 2
        self._put(self._single(first), 12)
        return 1

    def _single(self, byte: int) -> str:
        if byte < 0x80:
            plain, local = COUNTRIES.get(self.state.country, ("", ""))
            return chr(byte).translate(str.maketrans(plain, local))
        if self.state.page == KATAKANA:
            text = KATAKANA_LINES.get(byte) or bytes([byte]).decode("shift_jis", "ignore")
        else:
            text = bytes([byte]).decode(PAGES.get(self.state.page, "ascii"), "ignore")
        if not text:
            self.found.unreadable.append((self.at, bytes([byte])))
        return text

    def _shift_jis(self) -> str:
        return self.data[self.at : self.at + 2].decode("shift_jis", "ignore")

    def _chinese(self, first: int) -> int:
        """GB 18030: two bytes 81–FE 40–FE, four bytes 81–FE 30–39 81–FE 30–39."""
        second = self.data[self.at + 1] if self.at + 1 < len(self.data) else 0
        size = 4 if 0x30 <= second <= 0x39 and self.charset == "gb18030" else 2
        raw = self.data[self.at : self.at + size]
        text = raw.decode(self.charset, "ignore") if 0x81 <= first <= 0xFE and len(raw) == size else ""
        # Four bytes: of these GB 18030-2000 and -2005 demand the glyphs of extension A alone (U+3400–4DB5).
        promised = len(text) == 1 and text.isprintable() and (size == 2 or "\u3400" <= text <= "\u4db5")
        if not promised:
            self.found.unreadable.append((self.at, raw))
            text = ""
        self._put(text, 24)
        return max(1, len(raw))

    def _put(self, text: str, dots: int) -> None:
        width = (dots + self.state.right) * self.state.style.wide
        last = self.runs[-1] if self.runs else None
        if last and last.style == self.state.style and last.x + last.width == self.x:
            self.runs[-1] = replace(last, text=last.text + text, width=last.width + width)
        else:
            self.runs.append(Run(self.x, text, self.state.style, width))
        self.x += width

    def _end_line(self, feed: int) -> None:
        if self.runs:
            self.found.items.append(Line(tuple(self.runs), self.state.align))
        elif feed:
            self.found.items.append(Feed(feed))
        self.runs, self.x = [], 0

    # --- commands ---------------------------------------------------------------------------------------------------

    def _real_time(self) -> int | None:
        """DLE EOT n, DLE ENQ n, DLE DC4 fn …"""
        second, third = (*self.data[self.at + 1 : self.at + 3], 0, 0)[:2]
        if second in (0x04, 0x05):
            self.found.items.append(Ask("DLE EOT" if second == 4 else "DLE ENQ", bytes([third])))
            return 3
        if second != 0x14:
            self.found.unknown.append((self.at, b"\x10"))
            return 1
        size = {1: 5, 2: 5, 3: 8, 7: 4, 8: 10}.get(third)
        self.found.items.append(Ask("DLE DC4", bytes([third])))
        return size

    def _command(self) -> int | None:
        name = self.data[self.at : self.at + 2]
        if name in PARAMETERS:
            end = 2 + PARAMETERS[name]
            if self.at + end <= len(self.data):
                self._simple(name, self.data[self.at + 2 : self.at + end])
            return end
        special: dict[bytes, Callable[[bytes], int | None]] = {
            b"\x1b*": self._bit_image, b"\x1bD": self._tabs, b"\x1c(": self._counted, b"\x1d(": self._counted,
            b"\x1d8": self._long, b"\x1dV": self._cut, b"\x1dk": self._barcode, b"\x1dv": self._raster,
        }  # fmt: skip
        return special[name](self.data[self.at :]) if name in special else None

    def _simple(self, name: bytes, p: bytes) -> None:
        n = p[0] if p else 0
        state = self.state
        match name:
            case b"\x1b@":
                self.state, self.runs, self.x, self.qr = _State(), [], 0, {}
            case b"\x1bJ":
                self._end_line(n)
            case b"\x1bd":
                self._end_line(state.spacing * n)
            case b"\x1b$":
                self.x = p[0] + 256 * p[1]
            case b"\x1b\\":
                self.x += int.from_bytes(p, "little", signed=True)
            case b"\x1da" | b"\x1dr" | b"\x1dI":
                self.found.items.append(Ask("GS " + chr(name[1]), p))
            case _:
                self.state = replace(state, **dict(_changes(name, n, state.style)))

    def _cut(self, rest: bytes) -> int | None:
        """GS V m, or m n with a feed first."""
        if len(rest) < 3:
            return None
        feeds = rest[2] in (65, 66, 97, 98, 103, 104)
        if self.runs or rest[2] not in (0, 1, 48, 49, 65, 66, 97, 98, 103, 104):
            self.found.unknown.append((self.at, rest[:3]))  # obeyed only at the start of a line
        else:
            self.found.items.append(Cut(rest[2] in (1, 49, 66, 98, 104), rest[3] if feeds and len(rest) > 3 else 0))
        return 4 if feeds else 3

    def _raster(self, rest: bytes) -> int | None:
        """GS v 0 m xL xH yL yH d…"""
        if len(rest) < 8 or rest[2] != 0x30:
            return None
        wide, rows = (int.from_bytes(rest[at : at + 2], "little") for at in (4, 6))
        self._image(8 * wide, rest[8 : 8 + wide * rows], 1 + (rest[3] & 1), 1 + (rest[3] >> 1 & 1))
        return 8 + wide * rows

    def _image(self, columns: int, body: bytes, wide: int, high: int) -> None:
        step = (columns + 7) // 8
        if self.runs or not step:  # only at the start of a line
            self.found.unknown.append((self.at, b"image"))
            return
        rows = tuple(body[at : at + step] for at in range(0, len(body), step))
        self.found.items.append(Image(columns, rows, wide, high, self.state.align))

    def _bit_image(self, rest: bytes) -> int | None:
        """ESC * m nL nH d…: known, its picture not kept."""
        if len(rest) < 5:
            return None
        return 5 + (rest[3] + 256 * rest[4]) * (3 if rest[2] in (32, 33) else 1)

    def _tabs(self, rest: bytes) -> int | None:
        end = rest.find(b"\0", 2)
        return end + 1 if end >= 0 else None

    def _barcode(self, rest: bytes) -> int | None:
        """GS k m d… NUL, or GS k m n d…"""
        if len(rest) < 4:
            return None
        kind = BARCODES.get(rest[2] if rest[2] >= 65 else rest[2] + 65, "")
        size = 4 + rest[3] if rest[2] >= 65 else rest.find(b"\0", 3) + 1
        data = rest[4:size] if rest[2] >= 65 else rest[3 : size - 1]
        if not kind or not size:
            return None
        self.found.items.append(Code(kind, data, align=self.state.align))
        return size

    def _long(self, rest: bytes) -> int | None:
        """GS 8 L p1–p4 m fn …: GS ( L with a longer count."""
        if len(rest) < 7 or rest[2:3] != b"L":
            return None
        count = int.from_bytes(rest[3:7], "little")
        self._graphics(rest[7 : 7 + count])
        return 7 + count

    def _counted(self, rest: bytes) -> int | None:
        """GS ( and FS ( letter pL pH …"""
        if len(rest) < 5:
            return None
        count = rest[3] + 256 * rest[4]
        body = rest[5 : 5 + count]
        if rest[:3] == b"\x1d(k":
            self._symbol(body)
        elif rest[:3] == b"\x1d(L":
            self._graphics(body)
        elif rest[:3] == b"\x1d(H" and body[:2] == b"00":
            self.found.items.append(Ask("GS ( H", body[2:]))
        return 5 + count

    def _graphics(self, body: bytes) -> None:
        """fn 112: store a raster; fn 2 and 50: print what is stored."""
        if body[1:2] == b"\x70" and len(body) >= 10:
            self.stored = (body[3], body[4], int.from_bytes(body[6:8], "little"), body[10:])
        elif body[1:2] in (b"\x02", b"\x32") and self.stored:
            wide, high, columns, data = self.stored
            self._image(columns, data, wide, high)

    def _symbol(self, body: bytes) -> None:
        """cn 49: QR code, fn 65 67 69 80 81."""
        if body[:1] != b"1" or len(body) < 3:
            self.found.unknown.append((self.at, body[:2]))
            return
        if body[1] != 81:
            self.qr[body[1]] = body[3:] if body[1] == 80 else body[2:]
        elif self.qr.get(80) and not self.runs:
            level = dict(zip(b"0123", "LMQH", strict=True)).get(self.qr.get(69, b"0")[0], "")
            module = self.qr.get(67, b"\x03")[0]
            self.found.items.append(Code("qr", self.qr[80], module, level, self.state.align))


def _changes(name: bytes, n: int, style: Style) -> Iterator[tuple[str, object]]:
    """What a setting changes in the state."""
    match name:
        case b"\x1b!":
            yield (
                "style",
                replace(style, bold=bool(n & 8), high=2 if n & 16 else 1, wide=2 if n & 32 else 1, underline=n >> 7),
            )
        case b"\x1d!":
            yield "style", replace(style, wide=(n >> 4 & 7) + 1, high=(n & 7) + 1)
        case b"\x1bE" | b"\x1bG":
            yield "style", replace(style, bold=bool(n & 1))
        case b"\x1b-":
            yield "style", replace(style, underline=n % 48 if n % 48 < 3 else 0)
        case b"\x1dB":
            yield "style", replace(style, inverse=bool(n & 1))
        case b"\x1ba" if n in ALIGNS:
            yield "align", ALIGNS[n]
        case b"\x1b2":
            yield "spacing", 30
        case b"\x1b3":
            yield "spacing", n
        case b"\x1b ":
            yield "right", n
        case b"\x1c&":
            yield "chinese", True
        case b"\x1c.":
            yield from (("chinese", False), ("shift_jis", False))
        case b"\x1cC":
            yield "shift_jis", n in (1, 49)
        case b"\x1bt":
            yield "page", n
        case b"\x1bR":
            yield "country", n
