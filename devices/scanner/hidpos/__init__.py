"""USB scanners without a serial port: HID POS reports (``codec``, /dev/hidrawN) and those that type like a keyboard
(``keys``, /dev/input/eventN, grabbed for us alone). Only ``devices.open`` and the bench come in."""
