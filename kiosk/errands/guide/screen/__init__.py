"""A choice, a question with the list beside it, the list."""

from pathlib import Path

from kiosk.errands.guide.screen.ask import AskModel
from kiosk.errands.guide.screen.choose import ChooseModel
from kiosk.errands.guide.screen.list import ListModel
from kiosk.errands.guide.view import AskView, ChooseView, ListView
from kiosk.qt.navigator import ScreenKind

_HERE = Path(__file__).parent
SCREENS = {
    ChooseView: ScreenKind(_HERE / "Choose.qml", ChooseModel),
    AskView: ScreenKind(_HERE / "Ask.qml", AskModel),
    ListView: ScreenKind(_HERE / "List.qml", ListModel),
}
