"""The numbers a visitor has already: shown before another is taken."""
