"""Every character of GB 18030-2022 on a slip: as glyph bytes, or drawn, or as 〓 and told. Never ``?``, never nothing.

GB 18030 has a code for every code point of Unicode; we go through all that are assigned and printable in this Python's
Unicode data, and count separately the 87,887 ideographs that level 3 of the edition of 2022 demands.
"""

import random
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import islice

import pytest
from PIL import Image as Images
from PIL import ImageDraw, ImageFont

from devices.printer import glyphs
from devices.printer.escpos import codec
from devices.printer.layout import clean
from devices.printer.legible import FORMS
from devices.printer.profiles import GENERIC_80, TM_T88VI, Profile
from devices.printer.slip import Slip, Text
from tests.support.escpos_reader import read
from tests.support.thorough import THOROUGH

LEVEL_3 = (
    (0x3400, 0x4DB5), (0x4E00, 0x9FEF), (0x20000, 0x2A6D6), (0x2A700, 0x2B734), (0x2B740, 0x2B81D), (0x2B820, 0x2CEA1),
    (0x2CEB0, 0x2EBE0), *((at, at) for at in (
        0xFA0E, 0xFA0F, 0xFA11, 0xFA13, 0xFA14, 0xFA1F, 0xFA21, 0xFA23, 0xFA24, 0xFA27, 0xFA28, 0xFA29,
    )),
)  # fmt: skip
"""Extension A, the unified ideographs, extensions B to F, and the twelve unified ones among the compatibility
ideographs."""
UNPRINTED = ("Cc", "Cf", "Cs", "Co", "Cn", "Zs", "Zl", "Zp")
BLANK = "\u115f\u1160\u3164\uffa0"
"""Hangul fillers: letters whose glyph has no ink."""
FATES = ("bytes", "drawn", "lost")


known = cache(glyphs.known)


@cache
def fates(charset: str) -> dict[str, str]:
    """Every printable character, and what becomes of it on a printer with this charset."""
    return {char: _fate(char, charset) for char in _printable()}


def _printable() -> Iterator[str]:
    return (char for char in map(chr, range(0x20, 0x110000)) if unicodedata.category(char) not in UNPRINTED)


def _fate(char: str, charset: str) -> str:
    shown = clean(char)
    if codec.encode_text(shown, charset) is not None:  # pyright: ignore[reportArgumentType]
        return "bytes"
    return "drawn" if all(map(known, shown)) else "lost"


def level_3() -> Iterator[str]:
    return (chr(code) for first, last in LEVEL_3 for code in range(first, last + 1))


def counts(charset: str) -> dict[str, tuple[int, int]]:
    """Fate → characters of level 3, characters of all."""
    every, demanded = Counter(fates(charset).values()), Counter(fates(charset)[char] for char in level_3())
    return {fate: (demanded[fate], every[fate]) for fate in FATES}


def _some(count: int, fate: str, charset: str) -> list[str]:
    """As many of them by chance, always the same: to know the fate of all takes long and is for the bench."""
    printable = list(_printable())
    by_chance = random.Random(1).sample(printable, len(printable))
    return list(islice((char for char in by_chance if _fate(char, charset) == fate), count))


def _sent(text: str, profile: Profile = TM_T88VI) -> bytes:
    return codec.encode(Slip((Text(text),)), profile)


def _bare(text: str) -> str:
    return "".join(unicodedata.normalize("NFC", text).replace("\u00a5", "￥").replace("–", "-").split())


def test_level_3_is_what_the_standard_counts():
    assert sum(1 for _ in level_3()) == 87_887


@pytest.mark.parametrize("profile", [TM_T88VI, GENERIC_80], ids=lambda p: p.charset)
def test_every_character_sent_as_text_is_read_back_by_the_witness(profile):
    chars = [char for char in _printable() if codec.encode_text(clean(char), profile.charset) is not None]
    assert len(chars) > 21_000
    for at in range(0, len(chars), 2000):
        text = "".join(chars[at : at + 2000])
        found = read(_sent(text, profile), profile.charset)
        assert found.plain
        assert not found.images
        assert _bare("".join(found.lines)) == _bare(text)
    assert "".join(chars).count("?") == 1


def test_every_ideograph_that_gb18030_2000_demands_is_text_on_a_printer_that_has_them():
    demanded = (*range(0x3400, 0x4DB6), *range(0x4E00, 0x9FA6))
    assert {_fate(chr(code), "gb18030") for code in demanded} == {"bytes"}


def test_codes_the_editions_assign_differently_are_drawn_not_sent():
    # 2005 and 2022 moved these from private use: U+1E3F, U+9FB4–9FBB, U+FE10–FE19.
    for code in (0x1E3F, *range(0x9FB4, 0x9FBC), *range(0xFE10, 0xFE1A)):
        assert _fate(chr(code), "gb18030") in ("drawn", "lost")


def test_every_ideograph_of_level_3_is_drawn_where_the_printer_lacks_it():
    tried = islice(level_3(), None, None, 1 if THOROUGH else 8)
    assert {_fate(char, "gb2312") for char in tried} == {"bytes", "drawn"}


def _lost(text: str, profile: Profile = TM_T88VI) -> frozenset[str]:
    """What 〓 stands for on the slip of ``text``."""
    sheet = codec.encode_steps(Slip((Text(text),)), profile)
    assert "〓" in "".join(read(b"".join((*sheet.head, *sheet.tail, sheet.cut)), profile.charset).lines)
    return sheet.lost


def test_without_the_rare_face_its_characters_are_told(monkeypatch):
    monkeypatch.setattr(glyphs, "RARE", "no such font.ttf")
    glyphs.rare.cache_clear()
    glyphs._place.cache_clear()
    assert _lost("王\U00020000") == {"\U00020000"}
    glyphs.rare.cache_clear()
    glyphs._place.cache_clear()


def test_what_is_drawn_is_the_glyph_and_has_ink():
    """Against Pillow's own drawing of the character, by another road: a sample in its cell of the slip."""
    first = next(face for face in _faces() if face.getname()[0] == glyphs.FACE)
    rare = ImageFont.truetype(glyphs.RARE, 24, layout_engine=ImageFont.Layout.BASIC)
    chars = [
        char
        for char in _some(300, "drawn", "gb18030")
        if char not in BLANK and clean(char) == char and not unicodedata.combining(char)
    ]
    for char in chars:
        found = read(_sent(char))
        rows = [row for image in found.images for row in image.rows]
        assert found.lines == []
        drawn = Images.frombytes("1", (8 * len(rows[0]), len(rows)), b"".join(rows)).convert("L")
        assert drawn.getbbox() is not None, f"U+{ord(char):04X} has no ink"
        wanted = Images.new("L", (96, 96), 0)
        face = rare if bytes(first.getmask(char)) == bytes(first.getmask("\U000f0000")) else first
        ImageDraw.Draw(wanted).text((24, 48), char, fill=255, font=face, anchor="ls")
        assert _ink(drawn) >= 0.5 * _ink(wanted.crop(wanted.getbbox())) or _cut_off(wanted), f"U+{ord(char):04X}"


def _faces() -> Iterator[ImageFont.FreeTypeFont]:
    for index in range(glyphs.FACES_IN_FILE):
        yield ImageFont.truetype("NotoSansCJK-Regular.ttc", 24, index=index, layout_engine=ImageFont.Layout.BASIC)


def _ink(image: Images.Image) -> int:
    return sum(grey >= 105 for grey in image.tobytes())


def _cut_off(image: Images.Image) -> bool:
    """Higher or wider than its cell of 24 dots."""
    left, top, right, bottom = image.getbbox() or (0, 0, 0, 0)
    return bottom - top > 24 or right - left > 24


@pytest.mark.parametrize("profile", [TM_T88VI, GENERIC_80], ids=lambda p: p.charset)
def test_what_cannot_be_shown_is_told(profile):
    for char in _some(300, "lost", profile.charset):
        lost = {shown for shown in clean(char) if not known(shown)}
        if char not in FORMS:
            assert _lost(f"王{char}", profile) == lost


@pytest.mark.parametrize("char", ["\ue863", "\uf8ff", "\U000f0001", "\u0378", "\ud842"], ids=ascii)
def test_private_unassigned_and_broken_characters_are_told_not_left_out(char):
    assert _lost(f"王{char}") == {char}


def test_a_lone_mark_of_an_alphabet_we_lack_is_told_not_shown_as_a_box():
    assert _lost("\u102b") == {"\u102b"}
