"""The A4 printer: ``print(document, id)``, then ``poll(id)`` page by page to its verdict, ``cancel``, ``health``."""
