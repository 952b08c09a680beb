"""ESC/POS, the ticket printers' language (Epson, and nearly everybody after them).

``codec`` slip → bytes and ``status`` bytes → events are pure. ``driver`` is the printer's role, with ``conversation``
(one link's worth of talk) and ``job`` (one slip, step by step, to its verdict). ``simulator`` is the other end, with
``lexer``, ``typesetter`` and ``picture``, which read bytes as a printer does and share nothing with the codec.

From outside: ``driver.EscposPrinter``, ``simulator.EscposSimulator``, ``picture.picture_of`` and ``text_of``.
"""
