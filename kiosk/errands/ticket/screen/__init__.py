"""Choose what to queue for; then what is being waited for."""

from pathlib import Path

from kiosk.errands.ticket.screen.model import TicketModel
from kiosk.errands.ticket.view import TicketView
from kiosk.qt.navigator import ScreenKind

SCREENS = {TicketView: ScreenKind(Path(__file__).parent / "Ticket.qml", TicketModel)}
