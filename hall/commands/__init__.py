"""Commands of ``python -m hall`` that are more than a line: each module adds its own to the parser."""
