"""Wires a driver can talk over: serial, tcp, loopback. The only place that imports ``serial`` or ``socket``."""
