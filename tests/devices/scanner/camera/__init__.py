"""Codes seen by a camera."""
