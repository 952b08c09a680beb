"""Lay the card, scan, or type a number; the wrong digit is marked."""

from pathlib import Path

from kiosk.errands.identify.screen.model import IdentifyModel
from kiosk.errands.identify.view import IdentifyView
from kiosk.qt.navigator import ScreenKind

SCREENS = {IdentifyView: ScreenKind(Path(__file__).parent / "Identify.qml", IdentifyModel)}
