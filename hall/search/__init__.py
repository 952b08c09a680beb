"""Search (找一找): questions as people ask them; what can be found and how is the treaty's (``hall.contract.search``).

``reading`` the words from files; ``service`` one index for the catalogue that stands, and the questions nobody could
answer, for the editor.
"""

from hall.search.reading import read_words, word_files
from hall.search.service import forget_questions

__all__ = ["forget_questions", "read_words", "word_files"]
