"""How bytes look on paper: a true-to-scale picture at 203 dpi (8 dots a millimetre), and the plain text.

Independent of the codec: it reads the bytes as a printer would. The printed dots are exact; glyphs are Noto's, where
a printer has its own font, and smooth, where a printer enlarges dots.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from devices.printer import glyphs
from devices.printer.escpos.lexer import split
from devices.printer.escpos.typesetter import HEAD_TO_CUTTER, Code, Cut, Inked, Picture, Row, Space, Typesetter
from devices.printer.profiles import Charset

if TYPE_CHECKING:
    from PIL.Image import Image

SIDE = 32
"""Unprintable margin left and right: 80 mm paper is 640 dots, 576 of them under the head."""
TOP, BOTTOM = 56, 40
"""Paper above the first row and below the last. A real slip has a little more above (head to cutter)."""
INK, PAPER = 24, 255
LONGEST = 16000
"""Dots: two metres of paper."""


def rows_of(data: bytes, dots: int = 576, charset: Charset = "gb18030") -> list[Row]:
    """The rows a printer would print for ``data``."""
    setter = Typesetter(dots, charset)
    return [row for command in split(data) for row in setter.take(command)]


def text_of(data: bytes, charset: Charset = "gb18030", dots: int = 576) -> list[str]:
    """The text rows on paper; a QR code is a row ``[QR …]``, other pictures are left out."""
    return text_of_rows(rows_of(data, dots, charset))


def text_of_rows(rows: Iterable[Row]) -> list[str]:
    found = []
    for row in rows:
        if isinstance(row, Inked):
            found.append(row.text)
        elif isinstance(row, Code):
            found.append(f"[QR {row.text}]")
    return found


def picture_of(data: bytes, dots: int = 576, charset: Charset = "gb18030") -> Image:
    """A greyscale picture, ``dots + 64`` wide. Raises :class:`~devices.printer.glyphs.NoFont`."""
    return draw_rows(rows_of(data, dots, charset), dots)


def draw_rows(rows: Iterable[Row], dots: int = 576) -> Image:
    """Rows up to and including their first cut's feed, drawn on paper."""
    from PIL import Image as Images

    kept = _believable(rows)
    feeds = sum(row.height for row in kept if not isinstance(row, Cut))
    image = Images.new("L", (dots + 2 * SIDE, TOP + feeds + BOTTOM + _tail(kept)), PAPER)
    top = TOP
    for row in kept:
        match row:
            case Inked():
                _draw_text(image, row, top, dots)
            case Picture():
                _draw_picture(image, row, top, dots)
            case Code():
                _draw_code(image, row, top, dots)
            case Space() | Cut():
                pass
        top += 0 if isinstance(row, Cut) else row.height
    return image.point([INK + grey * (PAPER - INK) // 255 for grey in range(256)])


def _believable(rows: Iterable[Row]) -> list[Row]:
    """Rows as far as ``LONGEST``: a picture of garbled bytes must not fill the memory."""
    kept: list[Row] = []
    room = LONGEST
    for row in rows:
        room -= row.height
        if room < 0:
            break
        kept.append(row)
    return kept


def _tail(rows: list[Row]) -> int:
    """Extra paper fed at the cut, without the way from head to cutter, which the next slip shows on top."""
    return sum(max(0, row.height - HEAD_TO_CUTTER) for row in rows if isinstance(row, Cut))


def _left(align: int, width: int, dots: int) -> int:
    return SIDE + max(0, (0, (dots - width) // 2, dots - width)[align])


def _draw_text(image: Image, row: Inked, top: int, dots: int) -> None:
    left = _left(row.align, row.width, dots)
    tallest = max(cell.high for cell in row.cells)
    for cell in row.cells:
        if not cell.char.isspace():
            base = top + 24 * (tallest - cell.high)
            glyphs.draw(image, left, base, cell.char, cell.wide, cell.high, cell.bold, cell.columns)
        left += 12 * cell.columns * cell.wide


def _draw_picture(image: Image, row: Picture, top: int, dots: int) -> None:
    from PIL import Image as Images

    wide = len(row.rows[0])
    data = b"".join(line.ljust(wide, b"\0") for line in row.rows)
    mask = Images.frombytes("1", (8 * wide, len(row.rows)), data)
    mask = mask.resize((8 * wide * row.wide, len(row.rows) * row.high))
    image.paste(0, (_left(row.align, mask.width, dots), top), mask.crop((0, 0, min(mask.width, dots), mask.height)))


def _draw_code(image: Image, row: Code, top: int, dots: int) -> None:
    from PIL import ImageDraw

    pen = ImageDraw.Draw(image)
    module = row.module
    left = _left(row.align, row.height, dots)
    for y, line in enumerate(row.matrix):
        for x, black in enumerate(line):
            if black:
                corner = left + x * module, top + y * module
                pen.rectangle((*corner, corner[0] + module - 1, corner[1] + module - 1), fill=0)
