"""The station program: a kiosk with a glass (or, later, a door station without one).

Floors, top to bottom: app › screens : visit › errands › qt › kit › machine | courier | clerk › ledger › settings.
Screens see views only; an errand's steps see device roles, never a dialect, Qt or HTTP. PySide6 lives in app, screens,
qt and the errands' screens alone; HTTP leaves the station through the courier alone; what is asked of the hall is a
``Call``, made where it is needed.
"""
