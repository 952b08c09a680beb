"""What cannot be done and why, and where the nearest working kiosk is."""
