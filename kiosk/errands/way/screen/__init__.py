"""怎么走: the way from this kiosk to a window, large, with its steps."""

from pathlib import Path

from kiosk.errands.way.screen.model import WayModel
from kiosk.errands.way.view import WayView
from kiosk.qt.navigator import ScreenKind

SCREENS = {WayView: ScreenKind(Path(__file__).parent / "Way.qml", WayModel)}
