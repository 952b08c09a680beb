"""The station program: a kiosk with a glass (or, later, a door station without one).

Floors, top to bottom: app › screens › qt : flows › machine | courier | clerk › ledger › settings. Screens talk to flows
only; flows see device roles, never a dialect, Qt or HTTP. PySide6 lives in app, screens and qt alone; HTTP leaves the
station through the courier alone; what is asked of the hall is a ``Call``, made where it is needed.
"""
