"""The hall service: the queue, the windows, the boards, the stations. It never speaks to a wire.

One folder a subject, with floors (see ``[tool.importlinter]`` in pyproject.toml). Each room has the same files:
``store`` (tables, SQL), ``service`` (rules), ``routes`` (HTTP), ``pages/`` (templates).
"""
