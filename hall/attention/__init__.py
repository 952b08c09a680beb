"""The attention list: what needs a person now, who has taken it, and whether anybody sees it. What is on it is read
from the other rooms' own state, which the wiring hands in; this room knows none of them and stores only who took
what."""

from hall.attention.service import Attention

__all__ = ["Attention"]
"""Handed to ``app`` and, by it, to who wants to know whether a call for help was taken."""
