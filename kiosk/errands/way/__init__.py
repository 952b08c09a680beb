"""The way from this kiosk to a window, large, with its steps."""
