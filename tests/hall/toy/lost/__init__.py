"""What visitors have left at kiosks, and who has come for it."""

__all__: list[str] = []
