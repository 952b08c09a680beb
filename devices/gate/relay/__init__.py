"""Coil relays with contact inputs over Modbus, RTU on a serial line or RTU and TCP behind a port: a door strike's or a
turnstile's dry contact, the door contact, the exit button, the fire contact.

``codec`` and ``modules`` (what each board calls a timed pulse) are pure, ``driver`` is the gate's role, ``simulator``
a board with a door on it.
"""
