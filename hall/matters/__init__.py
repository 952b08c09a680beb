"""Matters (事项): the catalogue is read and compiled here; what it means is the treaty's (``hall.contract.matters``).

``reading`` files, whole or not at all, by ``yaml`` and ``expanding``; ``compiler`` what is wrong with them; ``ways``
every combination of answers, and ``golden`` what comes out of it, as text to review.
"""

from hall.matters.compiler import KINDS, Finding, compile_catalogue
from hall.matters.golden import changes, golden_text
from hall.matters.reading import Fault, Unreadable, read_catalogue, sample_files

__all__ = [
    "KINDS",
    "Fault",
    "Finding",
    "Unreadable",
    "changes",
    "compile_catalogue",
    "golden_text",
    "read_catalogue",
    "sample_files",
]
