"""IPP, the language of A4 printers and of CUPS queues (RFC 8010, RFC 8011).

``codec`` messages ↔ bytes and ``words`` (what a printer's keywords mean) are pure. ``conversation`` asks and is
answered, one HTTP exchange a question; ``driver`` is the document printer's role.

``simulator`` (with ``press``, its inside, and ``host``, its port) is a printer to play with. The witness in the tests
is a real one, CUPS' own ippeveprinter. From outside: ``driver.IppPrinter``, ``simulator.IppSimulator``,
``host.IppHost``.
"""
