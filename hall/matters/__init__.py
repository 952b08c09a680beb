"""Matters (事项): the catalogue is read and compiled here; what it means is the treaty's (``hall.contract.matters``).

``reading`` files, whole or not at all, by ``yaml`` and ``expanding``; ``compiler`` what is wrong with them; ``ways``
every combination of answers, and ``golden`` what comes out of it, as text to review. ``service`` the version that
stands and those that stood, ``view`` what a manager reads of it.
"""

from hall.matters.comparing import changed_words
from hall.matters.compiler import KINDS, Finding, compile_catalogue
from hall.matters.golden import changes, golden_text
from hall.matters.reading import Fault, Unreadable, read_catalogue, sample_files
from hall.matters.service import Matters
from hall.matters.service import publish as publish_matters
from hall.matters.writing import catalogue_text
from hall.matters.yaml import read_yaml

__all__ = [
    "KINDS",
    "Fault",
    "Finding",
    "Matters",
    "Unreadable",
    "catalogue_text",
    "changed_words",
    "changes",
    "compile_catalogue",
    "golden_text",
    "publish_matters",
    "read_catalogue",
    "read_yaml",
    "sample_files",
]
