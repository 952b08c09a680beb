"""Wires a driver can talk over: serial, tcp, usb, loopback. The only place that imports ``serial``, ``socket`` or
``usb``."""
