"""Codes: scanners on a serial line (``lines``), on USB (``hidpos``), and cameras (``camera``). All are a
``scan.Scanner``: ``poll() -> Scan | ScannerTrouble | None``."""
