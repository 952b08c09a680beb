"""Contrast, computed from the tokens themselves (WCAG 2 relative luminance; GB/T 37668: 4.5, in care mode 7)."""

import pytest

GROUNDS = {  # what is written on what
    "paper": ("ink", "quiet", "pine", "vermilion", "amber", "river"),
    "sheet": ("ink", "quiet", "pine", "vermilion", "amber", "river"),
    "haze": ("ink", "quiet", "pine", "river"),
    "mist": ("ink", "quiet", "pine"),
    "pine": ("overPine", "overPineQuiet"),
    "pineTile": ("overPine", "overPineQuiet"),
    "pineDown": ("overPine", "overPineQuiet"),
    "vermilion": ("overPine",),
    "amberMist": ("amber",),
    "vermilionMist": ("vermilion",),
}
TEXT_ON = [(text, ground) for ground, texts in GROUNDS.items() for text in texts]


def _luminance(colour) -> float:
    def part(value: float) -> float:
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    return 0.2126 * part(colour.redF()) + 0.7152 * part(colour.greenF()) + 0.0722 * part(colour.blueF())


@pytest.mark.parametrize(("care", "least"), [(False, 4.5), (True, 7.0)], ids=["plain", "care"])
def test_text_can_be_read(look, care, least):
    theme = look().glass.theme
    theme.setProperty("care", care)
    poor = {}
    for text, ground in TEXT_ON:
        a, b = sorted((_luminance(theme.property(text)), _luminance(theme.property(ground))))
        ratio = (b + 0.05) / (a + 0.05)
        if ratio < least:
            poor[text, ground] = round(ratio, 2)
    assert poor == {}


def test_no_screen_has_colours_or_tiny_type_of_its_own():
    import re
    from pathlib import Path

    import kiosk

    home = Path(kiosk.__file__).parent
    for qml in [*home.glob("controls/*.qml"), *home.glob("screens/*/*.qml")]:
        text = qml.read_text(encoding="utf-8")
        if qml.name != "Theme.qml":
            assert not re.findall(r'"#[0-9A-Fa-f]{6}', text), qml.name
        for effect in ("MultiEffect", "ShaderEffect", "ParticleSystem", "QtQuick.Effects"):
            assert effect not in text, qml.name
