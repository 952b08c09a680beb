"""What a visitor sees: one folder a screen, with its ``Name.qml`` and the model it requires.

Who may come in: `kiosk.app`. Screens do not know each other; they see plain views, never a flow at work.
"""

from pathlib import Path

from kiosk.errands import register
from kiosk.kit.views import (
    AlarmView,
    AskingView,
    AttractView,
    HomeView,
    OutOfServiceView,
    SlipView,
    TroubleView,
)
from kiosk.qt.navigator import ScreenKind
from kiosk.screens.alarm.model import AlarmModel
from kiosk.screens.asking.model import AskingModel
from kiosk.screens.attract.model import AttractModel
from kiosk.screens.home.model import HomeModel
from kiosk.screens.out_of_service.model import OutOfServiceModel
from kiosk.screens.slip.model import SlipModel
from kiosk.screens.trouble.model import TroubleModel

_HERE = Path(__file__).resolve().parent

SCREENS: dict[type, ScreenKind] = {
    AttractView: ScreenKind(_HERE / "attract" / "Attract.qml", AttractModel),
    HomeView: ScreenKind(_HERE / "home" / "Home.qml", HomeModel),
    AskingView: ScreenKind(_HERE / "asking" / "Asking.qml", AskingModel),
    SlipView: ScreenKind(_HERE / "slip" / "Slip.qml", SlipModel),
    TroubleView: ScreenKind(_HERE / "trouble" / "Trouble.qml", TroubleModel),
    OutOfServiceView: ScreenKind(_HERE / "out_of_service" / "OutOfService.qml", OutOfServiceModel),
    AlarmView: ScreenKind(_HERE / "alarm" / "Alarm.qml", AlarmModel),
    **register.screens(),
}
