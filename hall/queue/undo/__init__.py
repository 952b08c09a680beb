"""The last press at each window, kept so that it can be taken back."""

from hall.queue.undo.taking_back import Undo

__all__ = ["Undo"]
