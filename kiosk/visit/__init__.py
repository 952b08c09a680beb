"""Who stands at the glass: one visit after another, each with its manners, its countdown and its end.

``attendant`` takes every event and gives it to the errand that is open; ``surroundings`` is what the station knows of
its hall, its devices and its clock; ``face`` draws what the glass shows. Who may come in: `kiosk.app`. It may use
errands and everything below them, never Qt.
"""

from kiosk.visit.attendant import Attendant, LineOpened, Started, Tick
from kiosk.visit.doorkeeper import Doorkeeper
from kiosk.visit.doorside import Doorside
from kiosk.visit.visit import Patience, Visit

__all__ = ["Attendant", "Doorkeeper", "Doorside", "LineOpened", "Patience", "Started", "Tick", "Visit"]
