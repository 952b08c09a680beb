"""Which of a station's ledgers is heard, and what becomes of the others. Asked by the stations' routes alone."""
