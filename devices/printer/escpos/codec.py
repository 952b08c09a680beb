"""From a slip to ESC/POS bytes. Pure: no wire, no clock.

Chinese is said by our own hand (``FS &``, the profile's charset), because python-escpos switches to GB18030 only for
some characters and prints ``?`` for others. A line that holds a character outside the charset goes as a picture of
that line, never with a ``?``; what our fonts lack too is 〓 there, and told.

A real-time command is executed wherever it stands, so no byte pair ``10 04``, ``10 05``, ``10 14`` may leave us inside
data: in a raster the lone dot ``10`` grows by its right-hand neighbour to ``18``; a QR text that would hold one goes as
raster.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import segno
from segno import consts
from segno.consts import SYMBOL_CAPACITY

from devices.printer import glyphs, layout
from devices.printer.escpos import commands
from devices.printer.legible import legible
from devices.printer.profiles import Charset, Profile
from devices.printer.slip import Slip

LINE_GAP = 14
"""Dots between two lines of plain text; 24 + 14 reads well at arm's length."""
BIG_GAP = 12
"""The same below enlarged lines, which bring their own air."""
CUT_SPACE = 32
"""Dots between the last line and the cut, beyond the way from head to cutter."""
BAND_ROWS = 24
"""Rows in one raster command: small, so that status can be asked between them."""


class Unprintable(Exception):
    """The slip holds something no printer of this profile can show truthfully. The sentence holds no personal data."""


@dataclass(frozen=True)
class Sheet:
    """A slip as commands, in the three steps in which it is proved.

    ``head`` all but the last line, ``tail`` the last line, ``cut`` the cut: as long as the tail has not left us, the
    slip cannot have come out whole. Each item of a step ends at a command boundary. ``dots`` is the length of paper up
    to the end of each step, without the way from head to cutter. ``lost``: characters that stand there as 〓.
    """

    head: tuple[bytes, ...]
    tail: tuple[bytes, ...]
    cut: bytes
    dots: tuple[int, int, int]
    lost: frozenset[str] = frozenset()


def encode(slip: Slip, profile: Profile) -> bytes:
    """All bytes of ``slip``, cut included, without process ids. Raises :class:`Unprintable`."""
    sheet = encode_steps(slip, profile)
    return b"".join((*sheet.head, *sheet.tail, sheet.cut))


def encode_steps(slip: Slip, profile: Profile) -> Sheet:
    """The same, in steps. Raises :class:`Unprintable`."""
    slip, lost = legible(slip, lambda char: _shows(char, profile.charset))
    rows = layout.rows(slip, profile.columns)
    last = max((at for at, row in enumerate(rows) if not isinstance(row, layout.SpaceRow)), default=0)
    writer = _Writer(profile)
    opening = commands.INITIALIZE + commands.CHINESE_ON + (commands.MOTION_UNITS if profile.motion_units else b"")
    try:
        head = (opening, *(part for row in rows[:last] for part in writer.row(row)))
        head_dots = writer.dots
        tail = tuple(part for row in rows[last:] for part in writer.row(row))
    except (glyphs.NoGlyph, glyphs.NoFont) as error:
        raise Unprintable(str(error)) from error
    cut = commands.cut(profile.partial_cut, CUT_SPACE)
    if has_real_time(b"".join((*head, *tail, cut))):
        raise Unprintable("the slip would contain a real-time command")
    return Sheet(head, tail, cut, (head_dots, writer.dots, writer.dots + CUT_SPACE), lost)


def _shows(char: str, charset: Charset) -> bool:
    """By its own font or by one of ours. Without our fonts there is still the printer's."""
    if encode_text(char, charset) is not None:
        return True
    try:
        return glyphs.known(char)
    except glyphs.NoFont:
        return False


class _Writer:
    """Rows to bytes, saying a setting only when it changes."""

    def __init__(self, profile: Profile) -> None:
        self.profile = profile
        self.dots = 0
        self._said: dict[str, bytes] = {
            "align": commands.align("left"), "size": commands.size(1), "bold": commands.bold(False)
        }  # fmt: skip

    def row(self, row: layout.Row) -> Iterator[bytes]:
        match row:
            case layout.TextRow():
                yield from self._text(row)
            case layout.RuleRow():
                yield self._rule(row.dashed)
            case layout.QrRow():
                yield from self._qr(row)
            case layout.SpaceRow():
                self.dots += row.dots
                yield commands.feed(row.dots)

    def _set(self, **settings: bytes) -> bytes:
        changed = b"".join(command for name, command in settings.items() if self._said.get(name) != command)
        self._said.update(settings)
        return changed

    def _text(self, row: layout.TextRow) -> Iterator[bytes]:
        high, gap = 24 * row.scale, LINE_GAP if row.scale == 1 else BIG_GAP
        self.dots += high + gap
        data = encode_text(row.text, self.profile.charset)
        if data is None:
            yield from self._drawn(row)
            yield commands.feed(gap)
            return
        settings = self._set(
            align=commands.align(row.align), size=commands.size(row.scale), bold=commands.bold(row.bold),
            spacing=commands.line_spacing(high + gap),
        )  # fmt: skip
        yield settings + data + commands.LINE_FEED

    def _drawn(self, row: layout.TextRow) -> Iterator[bytes]:
        image = glyphs.strip(row.text, row.scale, row.bold, {char: layout.char_width(char) for char in row.text})
        room = self.profile.dots - image.width
        left = {"left": 0, "centre": room // 2, "right": room}[row.align]
        pixels = image.load()
        assert pixels is not None
        black = [[pixels[x, y] == 0 for x in range(image.width)] for y in range(image.height)]
        yield from self._picture(black, left)

    def _rule(self, dashed: bool) -> bytes:
        """Two dots high, the full width, from one row of half as many dots (m = 3): 44 bytes instead of 152."""
        wide = self.profile.dots // 16
        self.dots += 2
        return self._set(align=commands.align("left")) + commands.raster(
            (b"\xe7" if dashed else b"\xff") * wide, wide, doubled=True
        )

    def _qr(self, row: layout.QrRow) -> Iterator[bytes]:
        try:
            data = row.text.encode()
        except UnicodeEncodeError as error:
            raise Unprintable("the QR code's text holds half a surrogate pair") from error
        modules = _modules(len(data), row.level)
        if modules * row.module > self.profile.dots:
            raise Unprintable("the QR code is wider than the paper")
        native = commands.qr_code(data, row.module, row.level)
        if self.profile.native_qr and not has_real_time(native):
            self.dots += modules * row.module
            yield self._set(align=commands.align("centre")) + native
            return
        code = segno.make(data, error=row.level, micro=False, boost_error=False)
        dots = range(row.module)
        black = [[bool(module) for module in line for _ in dots] for line in code.matrix for _ in dots]
        self.dots += len(black)
        yield from self._picture(black, (self.profile.dots - len(black)) // 2)

    def _picture(self, black: list[list[bool]], left: int) -> Iterator[bytes]:
        wide = (left + len(black[0]) + 7) // 8
        yield self._set(align=commands.align("left"))
        for top in range(0, len(black), BAND_ROWS):
            band = b"".join(_pack(row, left, wide) for row in black[top : top + BAND_ROWS])
            yield commands.raster(defuse(band), wide)


def _modules(size: int, level: str) -> int:
    """Modules along one side of a QR code (ISO/IEC 18004) for ``size`` bytes. Raises :class:`Unprintable`."""
    if size:
        for version in range(1, 41):
            length_bits = 8 if version < 10 else 16
            if 4 + length_bits + 8 * size <= SYMBOL_CAPACITY[version][getattr(consts, f"ERROR_LEVEL_{level}")]:
                return 17 + 4 * version
    raise Unprintable("the text is empty or too long for a QR code")


def _pack(row: list[bool], left: int, wide: int) -> bytes:
    """A row of dots as bytes, most significant bit leftmost, moved right by ``left`` dots."""
    bits = int("".join("1" if dot else "0" for dot in row), 2)
    return (bits << (8 * wide - left - len(row))).to_bytes(wide, "big")


def encode_text(text: str, charset: Charset) -> bytes | None:
    """``text`` in the printer's charset, or None if it lacks a character.

    ``¥`` U+00A5 is the four bytes ``81 30 84 36`` in GB18030, which many printers show as "0 6": it becomes the
    full-width U+FFE5, ``A3 A4``. GB18030 has a code for everything, but a printer's font holds glyphs for the two-byte
    codes and extension A alone (what GB 18030-2000 demands): no other four-byte code is trusted, nor private use, which
    the editions of 2000, 2005 and 2022 assign differently.
    """
    try:
        coded = text.replace("\u00a5", "\uffe5").encode(charset)
    except UnicodeEncodeError:
        return None
    return coded if charset != "gb18030" or all(_promised(char) for char in text) else None


def _promised(char: str) -> bool:
    if char < "\x80" or "\u3400" <= char <= "\u4db5" or char == "\u00a5":
        return True
    return len(char.encode("gb18030")) == 2 and not "\ue000" <= char <= "\uf8ff"


def defuse(band: bytes) -> bytes:
    """``band`` without a pair that a printer would execute: the lone dot ``10`` becomes two dots, ``18``."""
    for pair in commands.REAL_TIME:
        band = band.replace(pair, b"\x18" + pair[1:])
    return band


def has_real_time(data: bytes) -> bool:
    return any(pair in data for pair in commands.REAL_TIME)
