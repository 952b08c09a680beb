"""Between the errands and Qt Quick: faces come in on any thread, touches go out. Knows no screen by name.

Who may come in: `kiosk.screens` (models build on `screen.py`), `kiosk.app`. Imports `kiosk.kit.views` for the plain
data it shows, and nothing else of ours.
"""
