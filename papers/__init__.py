"""A4 papers: values → PDF, by the templates in ``assets/papers``. Of kiosk and hall alike; stands on the treaty alone.

``render`` is slow the first time in a thread (fonts are opened, a quarter of a second) and some ten milliseconds
afterwards: never on a thread that shows or listens.
"""

from papers.paper import Paper, pictures, render
from papers.shapes import NAMES, Refused
from papers.sides import count, sides

__all__ = ["NAMES", "Paper", "Refused", "count", "pictures", "render", "sides"]
