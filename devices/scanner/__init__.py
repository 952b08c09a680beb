"""Codes: a serial scanner today (``lines``). ``poll() -> Scan | ScannerTrouble | None``."""
