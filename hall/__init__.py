"""The hall service: who is waiting, which window calls whom, which stations exist and what they told.

Rooms by subject, with floors: app › stations › queue › plan › accounts › audit › kit › contract. A room's front door is
its ``__init__``; ``store`` holds its tables and SQL, ``service`` its rules, ``routes`` its HTTP, ``pages`` its screens.
Imports nobody outside ``hall``. The treaty with the kiosk is ``hall.contract``.
"""
