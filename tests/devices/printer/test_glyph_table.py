"""The treaty's table of glyphs against the fonts themselves: what the hall lets out, a station can print."""

import random
import unicodedata

from devices.printer import glyphs
from hall.contract.glyphs import FORMS, lacking
from tests.support.thorough import THOROUGH


def test_the_hall_knows_which_characters_can_be_drawn():
    inked = [
        char for char in map(chr, range(0x21, 0x110000))
        if char not in FORMS and not char.isspace() and unicodedata.normalize("NFC", char) == char
        and unicodedata.category(char) not in ("Cc", "Cf", "Cn", "Co", "Cs")
    ]  # fmt: skip
    tried = inked if THOROUGH else random.Random(1).sample(inked, 6000)
    assert {char for char in tried if (lacking(char) == ()) != glyphs.known(char)} == set()


def test_what_stands_on_no_slip_is_named_once():
    assert lacking("🏢一区🏢 ♿") == ("🏢", "♿")
    assert lacking("咨询台 Desk 3 号 · “取件”—¥ \U00020000") == ()
