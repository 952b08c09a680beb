"""An A4 paper: its pages, how many, and how far they are."""

from pathlib import Path

from kiosk.errands.paper.screen.model import PaperModel
from kiosk.errands.paper.view import PaperView
from kiosk.qt.navigator import ScreenKind

SCREENS = {PaperView: ScreenKind(Path(__file__).parent / "Paper.qml", PaperModel)}
