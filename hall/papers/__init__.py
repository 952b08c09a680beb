"""Papers: what became of every slip and A4 document that stations printed. It does not know whose they are: what a
paper's state means to its errand is wired in ``hall.app``."""

from hall.papers.service import told
from hall.papers.store import PaperRow, doubtful_papers

__all__ = ["PaperRow", "doubtful_papers", "told"]
