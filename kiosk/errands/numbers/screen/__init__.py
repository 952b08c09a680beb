"""The numbers one has, each with its slip and its way; and another one."""

from pathlib import Path

from kiosk.errands.numbers.screen.model import NumbersModel
from kiosk.errands.numbers.view import NumbersView
from kiosk.qt.navigator import ScreenKind

SCREENS = {NumbersView: ScreenKind(Path(__file__).parent / "Numbers.qml", NumbersModel)}
