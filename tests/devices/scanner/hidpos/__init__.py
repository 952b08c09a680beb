"""USB scanners that type, or send HID POS reports."""
