"""Lay the card, scan, or type a number; the wrong digit is marked."""
