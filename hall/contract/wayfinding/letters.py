"""How large letters must be, and so how much goes on a screen. Text is never made smaller; it goes to the next page.

Which height of a Chinese character, at which distance:

* ``DISTANCE_FACTOR`` 95, the default: 1 mm of height for 95 mm of distance, 36 minutes of arc. [I] No Chinese standard
  sets it for screens; it is on the safe side of what is common for Latin capitals (1:200 to 1:300), as characters of
  many strokes need: Duan et al., "The Relationship Between Simplified Chinese Character Height and Cognition Research
  in Signage Design", AHFE 2022, measured that they ask for more than Latin letters.
* ``DETAILS`` × 1′: the floor. Normal sight (5.0 on the chart of GB/T 11533) resolves one minute of arc; a frequent
  character such as 窗 or 警 has up to nine strokes one above another, with the gaps between them 18 details.
* ``PIXELS``: below 16 pixels a character of many strokes cannot be drawn (15 × 16 dots, GB 5199, are the coarsest
  national set of characters).
"""

import unicodedata
from math import pi, tan

from hall.contract.plan import Screen

DISTANCE_FACTOR = 95
DETAILS = 18
PIXELS = 16
ENGLISH = 0.46
"""English below the Chinese, as a part of its height: 16 minutes of arc, three times what the chart asks."""

ROW = 2.15
"""Height of a line with both languages and its air, in letter heights."""
MARGINS = 1.6
"""Head and foot of the glass together, in letter heights."""
SIDES, ARROW, PICTOGRAM, TAG, DIGIT, FLOOR_GAP = 1.5, 1.9, 1.2, 0.8, 0.6, 0.5
"""Widths in letter heights: both edges; the arrow's column; a pictogram; a tag's own frame, and each of its signs."""


def letter_mm(screen: Screen) -> float:
    """The height of a Chinese character that the farthest reader of this screen can read, in millimetres."""
    distance = screen.farthest * 1000
    arc = distance * tan(DETAILS * pi / 180 / 60)
    return max(0.1, round(max(distance / DISTANCE_FACTOR, arc, PIXELS * screen.pitch), 1))


def rows(screen: Screen) -> int:
    """Lines of guidance that fit one page; 0 where not even one does."""
    letter = letter_mm(screen)
    return max(0, int((screen.height - MARGINS * letter) / (ROW * letter) + 1e-9))


def glass_letters(screen: Screen) -> float:
    """Width of the part of the glass that shows guidance, in letter heights. Beside a call board it is half."""
    return screen.width * (0.5 if screen.layout == "both" else 1.0) / letter_mm(screen)


def text_width(text: str) -> float:
    """In letter heights: a Chinese character is as wide as high, Latin about 0.56 of it."""
    return sum(1.0 if unicodedata.east_asian_width(letter) in "WFA" else 0.56 for letter in text)


def line_width(zh: str, en: str, tag: str = "", pictograms: int = 0, floor_zh: str = "") -> float:
    """What one line of guidance needs, edges and arrow with it, in letter heights."""
    text = max(text_width(zh), ENGLISH * text_width(en))
    extra = pictograms * PICTOGRAM + (TAG + DIGIT * len(tag) if tag else 0)
    return SIDES + ARROW + text + extra + (text_width(floor_zh) + FLOOR_GAP if floor_zh else 0)
