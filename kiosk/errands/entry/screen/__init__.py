"""At the gate: what to show, and what became of it, with the way to the room."""

from pathlib import Path

from kiosk.errands.entry.screen.model import EntryModel, GateModel
from kiosk.errands.entry.view import EntryView, GateView
from kiosk.qt.navigator import ScreenKind

_HERE = Path(__file__).parent

SCREENS = {
    GateView: ScreenKind(_HERE / "Gate.qml", GateModel),
    EntryView: ScreenKind(_HERE / "Entry.qml", EntryModel),
}
