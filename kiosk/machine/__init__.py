"""This station's devices: one lane, and one thread, each, so that a mute one keeps nobody waiting. What they say is
posted to the clerk; what the clerk wants done is queued here."""

from kiosk.machine.events import (
    AnyVerdict,
    CardSaid,
    DocumentsSaid,
    DoorAnswered,
    DoorSaid,
    GateAnswered,
    GateSaid,
    PrintDone,
    PrinterSaid,
    PrintGoesOn,
    Scanned,
    Stands,
    Works,
)
from kiosk.machine.machine import Machine

__all__ = [
    "AnyVerdict",
    "CardSaid",
    "DocumentsSaid",
    "DoorAnswered",
    "DoorSaid",
    "GateAnswered",
    "GateSaid",
    "Machine",
    "PrintDone",
    "PrintGoesOn",
    "PrinterSaid",
    "Scanned",
    "Stands",
    "Works",
]
