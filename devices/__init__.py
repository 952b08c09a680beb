"""Bytes and wires. Everything that plugs in lives here: printers, readers, scanners, gates.

Who may come in: the standard library, pyserial, python-escpos, Pillow, segno; for the bench's page Starlette and
uvicorn. Never Qt, the hall, or a visitor:
this package knows what a slip is, not what it is for. Every device folder has the same three files:
*codec* (pure bytes, no I/O, no clock), *driver* (blocking, one thread, one deadline), *simulator* (speaks the wire
from the other end and never imports its driver).
"""
