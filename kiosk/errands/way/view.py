"""The way, large. Loaded before the first picture."""

from dataclasses import dataclass

from kiosk.kit.floor import Directions
from kiosk.kit.views import View


@dataclass(frozen=True)
class WayView(View):
    """怎么走: the way from this kiosk, large, with its steps. ``called_to``: the window that has called, if one has."""

    card_away = True
    number: str
    way: Directions
    called_to: str | None = None
