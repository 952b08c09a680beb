"""The hall is asked."""
