"""docs/guide-signage.md: a hall drawn from nothing, four screens hung, a window moved, and the screens answer."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys import pictures_of_signs
from tests.support.house import ROOT

GUIDE = ROOT / "docs" / "guide-signage.md"


def test_the_guides_quarter_of_an_hour_can_be_walked(tmp_path: Path, browser: Browser, monkeypatch: pytest.MonkeyPatch):
    taken: set[str] = set()
    monkeypatch.setattr(pictures_of_signs, "keep", lambda name, _png, _width: taken.add(name))
    pictures_of_signs.walk_the_guide(browser, tmp_path / "hall", *pictures_of_signs.QUARTER_OF_AN_HOUR)
    shown = set(re.findall(r"\]\(pictures/([\w-]+)\.png\)", GUIDE.read_text("utf-8")))
    assert taken <= shown
    assert [name for name in shown if not (GUIDE.parent / "pictures" / f"{name}.png").exists()] == []
