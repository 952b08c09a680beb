"""Checking in with a booking code: what is shown of it. Loaded before the first picture."""

from dataclasses import dataclass

from kiosk.kit.views import View


@dataclass(frozen=True)
class CheckinView(View):
    """``state``: waiting for the code, the slip being printed, out, or not out."""

    state: str = "waiting"
