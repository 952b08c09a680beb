"""A choice, letters to search by, a text, a question with the list beside it, the list."""

from pathlib import Path

from kiosk.errands.guide.screen.ask import AskModel
from kiosk.errands.guide.screen.choose import ChooseModel
from kiosk.errands.guide.screen.finding import ReadModel, SearchModel
from kiosk.errands.guide.screen.list import ListModel
from kiosk.errands.guide.view import AskView, ChooseView, ListView, ReadView, SearchView
from kiosk.qt.navigator import ScreenKind

_HERE = Path(__file__).parent
SCREENS = {
    ChooseView: ScreenKind(_HERE / "Choose.qml", ChooseModel),
    SearchView: ScreenKind(_HERE / "Search.qml", SearchModel),
    ReadView: ScreenKind(_HERE / "Read.qml", ReadModel),
    AskView: ScreenKind(_HERE / "Ask.qml", AskModel),
    ListView: ScreenKind(_HERE / "List.qml", ListModel),
}
