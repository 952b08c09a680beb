"""OSDP readers on RS-485 (IEC 60839-11-5, SIA OSDP 2.2), with their outputs and inputs, always in the secure channel.

``codec`` what is said in values, ``keys`` the secrets of readers, ``panel`` one line and libosdp on it (its ways are
tamed there and nowhere else), ``driver`` the door's role, ``simulator`` a reader with a door on it.
"""
