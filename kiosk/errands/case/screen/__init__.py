"""A receipt's verdict, and where its case stands."""

from pathlib import Path

from kiosk.errands.case.screen.model import CaseModel
from kiosk.errands.case.view import CaseView
from kiosk.qt.navigator import ScreenKind

SCREENS = {CaseView: ScreenKind(Path(__file__).parent / "Case.qml", CaseModel)}
