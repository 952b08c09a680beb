"""Whole stations and halls for tests: on loopback wires, on ptys, as processes."""
