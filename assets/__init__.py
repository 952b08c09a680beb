"""Data read by kiosk and hall: phrases, icons, drawings, words on slips.

Imports nobody; each folder says its licence.
"""
