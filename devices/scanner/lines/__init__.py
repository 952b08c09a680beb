"""Code scanners on a serial line: one code a line, or a code and then silence."""
