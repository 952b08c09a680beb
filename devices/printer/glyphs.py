"""Glyphs drawn by us: for characters a printer's font lacks, and for pictures of slips.

Face: Noto Sans Mono CJK SC (Debian ``fonts-noto-cjk``), because its Latin is exactly half as wide as its Chinese,
like a receipt printer's. What it lacks is drawn in Hanazono Mincho B (``fonts-hanazono``), which has every ideograph of
extensions B to F: rare characters of names. Where that is not installed they are refused. Pillow is imported at first
use, for the kiosk should not wait for it at its first frame.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFont import FreeTypeFont

FACE = "Noto Sans Mono CJK SC"
ASCENT = 0.88
"""Of the em box above the baseline, in Noto CJK."""
FACES_IN_FILE = 10
RARE = "HanaMinB.ttf"


class NoFont(Exception):
    """The Chinese font is not installed: Debian package ``fonts-noto-cjk``."""


class NoGlyph(Exception):
    """Our own font lacks the character too; it cannot be printed truthfully."""


@lru_cache(maxsize=32)
def font(size: int, bold: bool) -> FreeTypeFont:
    """The face at ``size`` dots an em. Raises :class:`NoFont`."""
    from PIL import ImageFont

    name = "NotoSansCJK-Bold.ttc" if bold else "NotoSansCJK-Regular.ttc"
    for index in range(FACES_IN_FILE):
        try:
            # BASIC: one character at a time needs no shaping, and shaping sets a lone mark beside a dotted circle,
            # which hides that the face has no glyph for it.
            face = ImageFont.truetype(name, size, index=index, layout_engine=ImageFont.Layout.BASIC)
        except OSError as error:
            raise NoFont(f"no {FACE}: install fonts-noto-cjk") from error
        if face.getname()[0] == FACE:
            return face
    raise NoFont(f"{name} holds no {FACE}")


@lru_cache(maxsize=32)
def rare(size: int) -> FreeTypeFont | None:
    """The second face, in its one weight; None where it is not installed."""
    from PIL import ImageFont

    try:
        return ImageFont.truetype(RARE, size, layout_engine=ImageFont.Layout.BASIC)
    except OSError:
        return None


def known(char: str) -> bool:
    """Whether one of our faces has a glyph of its own for ``char`` (the "tofu" box is not one)."""
    return _place(char) is not None


@lru_cache(maxsize=4096)
def _place(char: str) -> int | None:
    """Which face has it: 0 the first, 1 the rare one, None neither."""
    if char.isspace():
        return 0
    if unicodedata.category(char) in ("Cn", "Co", "Cs"):
        return None
    faces = (font(24, False), rare(24))
    return next((n for n, face in enumerate(faces) if face is not None and _shape(face, char) != _tofu(n)), None)


@lru_cache(maxsize=2)
def _tofu(place: int) -> bytes:
    return _shape((rare(24) if place else None) or font(24, False), "\U000f0000")


def _shape(face: FreeTypeFont, char: str) -> bytes:
    mask: Any = face.getmask(char.encode("utf-16", "surrogatepass").decode("utf-16", "replace"), "1")
    return bytes(mask)


def draw(image: Image, left: int, top: int, char: str, wide: int, high: int, bold: bool, columns: int = 2) -> None:
    """Draw ``char`` in black into the middle of its cell: ``24 × high`` dots high, ``columns`` of ``12 × wide``."""
    from PIL import Image as Images
    from PIL import ImageDraw

    if wide == high:
        pen = ImageDraw.Draw(image)
        size = 24 * high
        face = (rare(size) if _place(char) else None) or font(size, bold)
        left += max(0, round((12 * wide * columns - face.getlength(char)) / 2))
        pen.text((left, top + round(ASCENT * size)), char, fill=0, font=face, anchor="ls")
        return
    size = 24 * max(wide, high)
    cell = Images.new("L", (size, size + size // 4), 255)
    draw(cell, 0, 0, char, size // 24, size // 24, bold, columns)
    cell = cell.resize((24 * wide, 30 * high))
    image.paste(0, (left, top), cell.point(range(255, -1, -1)))


def strip(text: str, scale: int, bold: bool, width_of: dict[str, int]) -> Image:
    """One line of text as a picture in black and white, 24 × scale dots high and as wide as its cells.

    ``width_of`` gives the columns of each character. Raises :class:`NoGlyph` naming the character's code point.
    """
    from PIL import Image as Images

    for char in text:
        if not known(char):
            raise NoGlyph(f"no glyph for U+{ord(char):04X}")
    dots = 12 * scale
    image = Images.new("L", (max(8, dots * sum(width_of[char] for char in text)), 24 * scale), 255)
    left = 0
    for char in text:
        place = left if width_of[char] else left - 2 * dots
        draw(image, place, 0, char, scale, scale, bold, width_of[char] or 2)
        left += dots * width_of[char]
    return image.point([0] * THRESHOLD + [255] * (256 - THRESHOLD))


THRESHOLD = 150
"""Grey below this becomes ink: a little more than half, as a thermal head prints thin strokes thinner."""
