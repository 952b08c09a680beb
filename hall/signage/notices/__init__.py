"""Notices on the screens: settled wordings with fields, or free text that a second person has read. Typed text with a
start and an end; never HTML, never a link. Managers come in through ``routes``; ``by_screen`` is what the feed asks.
"""

from hall.signage.notices.service import Notice, by_screen

__all__ = ["Notice", "by_screen"]
