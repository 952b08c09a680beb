"""The hall's own past: that its database went back in time, and that its clock was moved. What has to be done then is
handed in by the wiring, room by room; this room does it in one transaction, and says it where people look."""

from hall.epochs.service import Epochs, ToldAgain

__all__ = ["Epochs", "ToldAgain"]
"""Handed to ``app``."""
