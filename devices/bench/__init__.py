"""The virtual rack: simulated devices on real wires (ptys, TCP), a page to play with them, and plain HTTP for tests.

Who may come in: nobody of ours imports this but ``devices.__main__`` and the tests. ``python -m devices bench``.
"""
